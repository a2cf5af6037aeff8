"""A comment's own page, for whoever has its secret address: what became of it, withdrawing, appealing, the data."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse

from dateline.comments.actions.rights import APPEAL_CHARACTERS, appeal, withdraw_comment
from dateline.comments.errors import CommentError
from dateline.comments.models import Comment
from dateline.comments.queries.own import as_data, own_comment
from dateline.public.comment_addresses import own_url
from dateline.public.errors import NoSuchPage
from dateline.public.page import page
from dateline.public.program_page import program_page
from dateline.public.secret_page import secret_page
from dateline.public.sent import sent_form


@secret_page
@program_page("GET", "POST")
def own(request: HttpRequest, token: str) -> HttpResponse:
    """The page; its forms withdraw the comment (asked once more first) or appeal. The secret is what allows it."""
    comment = _comment_of(token)
    if request.method != "POST":
        return _own_page(comment, token)
    sent = sent_form(request)
    # Where the form comes from does not matter here: nobody else knows the address.
    if sent.problem and sent.problem.status != 403:
        return _own_page(comment, token, values=sent.fields, status=sent.problem.status, sentence=sent.problem.sentence)
    acts: dict[str, Callable[[], object]] = {
        "withdraw for good": lambda: withdraw_comment(token),
        "appeal": lambda: appeal(token, text=sent.fields.get("text", "")),
    }
    act = acts.get(sent.fields.get("do", ""))
    if act is None:
        return _own_page(comment, token, is_asked=sent.fields.get("do") == "withdraw")
    try:
        act()
    except CommentError as fault:
        return _own_page(_comment_of(token), token, values=sent.fields, status=409, sentence=str(fault))
    return HttpResponseRedirect(own_url(token), status=303)


@secret_page
@program_page("GET")
def own_data(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that is kept of the comment and its author, as a JSON file."""
    return data_file([_comment_of(token)])


def data_file(comments: list[Comment]) -> HttpResponse:
    """The comments as a JSON file to be saved."""
    response = JsonResponse(as_data(comments), safe=False, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="my-comments.json"'
    return response


def _comment_of(token: str) -> Comment:
    comment = own_comment(token)
    if comment is None:
        raise NoSuchPage("There is no comment at this address. Please check that all of it was copied.")
    return comment


def _own_page(
    comment: Comment,
    token: str,
    *,
    values: dict[str, str] | None = None,
    status: int = 200,
    sentence: str = "",
    is_asked: bool = False,
) -> HttpResponse:
    return page(
        "comments/own.html",
        status=status,
        comment=comment,
        token=token,
        values=values or {},
        sentence=sentence,
        is_asked=is_asked,
        can_appeal=comment.state == Comment.State.REJECTED and not comment.decisions.appeals().exists(),
        appeal_characters=APPEAL_CHARACTERS,
    )
