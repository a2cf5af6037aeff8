"""Where a comment is sent: the form on a page of its own, and the answer to whoever sent it."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.timezone import now

from dateline.base.visitors import visitor_of
from dateline.comments.actions.receiving import Accepted, receive
from dateline.comments.queries.openness import openness_of
from dateline.comments.queries.pages import shown_comment
from dateline.comments.reading import ShownComment
from dateline.comments.sending import read_sending
from dateline.lib.ids import id_in
from dateline.public.comment_addresses import own_url
from dateline.public.comment_form import CommentForm, filled_form, wants_another_key
from dateline.public.page import page, with_retry_after
from dateline.public.program_page import program_page
from dateline.public.sent import sent_form
from dateline.public.views.story import gone_page, published_story
from dateline.stories.queries import reader_story
from dateline.stories.reading import ReaderStory


@program_page("GET", "POST")
def comment_form(request: HttpRequest, number: int) -> HttpResponse:
    """The form alone, with `?answers=12` that of an answer; or what came of it.

    303 to the comment's own page, or the form again with a sentence.
    """
    if request.method != "POST":
        return _empty(number, request.GET.get("answers", ""))
    sent = sent_form(request)
    if sent.problem:
        return _again(number, sent.fields, status=sent.problem.status, sentence=sent.problem.sentence)
    if wants_another_key(sent.fields):
        return _again(number, sent.fields)
    outcome = receive(
        read_sending(sent.fields, number=number, cookies=request.COOKIES, visitor=visitor_of(request), at=now())
    )
    if isinstance(outcome, Accepted):
        return _thanks(outcome)
    answer = _again(number, sent.fields, status=outcome.status, sentence=outcome.sentence, field=outcome.field)
    return with_retry_after(answer, outcome.retry_after_seconds)


@program_page("GET")
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whoever comments, for how long, and what they can do about it."""
    return page("comments/privacy.html")


def _empty(number: int, answers: str) -> HttpResponse:
    story = published_story(number)
    if not story.content:
        return gone_page(story)
    return _form_page(filled_form(number, {"answers": answers}, story=story), story)


def _thanks(accepted: Accepted) -> HttpResponse:
    """See Other: reloading what follows sends nothing again. The address is a secret, so no link may tell it on."""
    response = HttpResponseRedirect(own_url(accepted.token), status=303)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _again(
    number: int, values: Mapping[str, str], *, status: int = 200, sentence: str = "", field: str = ""
) -> HttpResponse:
    """The form with everything typed; nothing typed is lost even where there is no such story."""
    story = reader_story(number)
    form = filled_form(number, values, story=story, sentence=sentence, field=field)
    return _form_page(form, story, status=status)


def _form_page(form: CommentForm, story: ReaderStory | None, *, status: int = 200) -> HttpResponse:
    is_there = story is not None and bool(story.content)
    response = page(
        "comments/answer.html",
        status=status,
        story=story if is_there else None,
        openness=openness_of(form.number),
        answered=_answered(form) if is_there else None,
        form=form,
    )
    form.ask_with(response)
    return response


def _answered(form: CommentForm) -> ShownComment | None:
    """The comment the form answers, to be shown above it."""
    wanted = id_in(form.value("answers"))
    return shown_comment(form.number, wanted) if wanted else None
