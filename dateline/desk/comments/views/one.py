"""One comment: what is around it, and what is done with it."""

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages

from dateline.comments.errors import CommentError, NoSuchComment
from dateline.comments.models import Reason
from dateline.comments.queries.context import context_of
from dateline.comments.queries.rows import Row, row_of
from dateline.desk.comments.access import moderators_only
from dateline.desk.comments.acts import ACTS, AT_ONCE, ModeratorsAct
from dateline.desk.comments.forms import OpennessForm
from dateline.desk.comments.furniture import asks_for_part, furniture, moderator, next_address
from dateline.desk.comments.menu import badge


@moderators_only
@require_safe
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The comment with its story, thread, reader, reports, notes and decisions."""
    context = context_of(comment_id)
    if context is None:
        return _gone(request)
    return TemplateResponse(
        request,
        "desk/comments/comment.html",
        {
            **furniture(request, f"Comment by {context.row.comment.name}"),
            "context": context,
            "row": context.row,
            "story": context.row.story,
            "discussion": context.discussion,
            "openness_form": OpennessForm(initial={"openness": context.discussion.openness}),
            "reasons": Reason.choices,
            "own_address": request.get_full_path(),
        },
    )


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, comment_id: int, name: str) -> HttpResponse:
    """The form of an act and, sent, the act itself.

    Our script gets the row as it is now, or the form with what is wrong; everybody else goes back to where they came
    from, or gets the page of the form.
    """
    kind = ACTS.get(name)
    if kind is None:
        raise Http404
    row = row_of(comment_id)
    if row is None:
        return _gone(request)
    if request.method != "POST":
        return _form(request, row, name, kind.form(initial=kind.begins_with(row.comment)))
    form = kind.form(request.POST)
    if not form.is_valid():
        return _refused(request, row, name, form, status=400)
    try:
        kind.perform(comment_id, moderator(request), form.cleaned_data)
    except NoSuchComment:
        return _gone(request)
    except CommentError as reason:
        form.add_error(None, str(reason))
        return _refused(request, row_of(comment_id) or row, name, form, status=409)
    return _done(request, comment_id, name, kind)


def _done(request: HttpRequest, comment_id: int, name: str, kind: ModeratorsAct) -> HttpResponse:
    row = row_of(comment_id)
    if row is None:
        return _gone(request)
    if asks_for_part(request):
        return _row(request, row, done=kind.done, is_decided=name in {"approve", "reject"})
    again = [messages.button(reverse("desk_comments:act", args=[comment_id, "undo"]), "Take back")]
    messages.success(
        request,
        f"{kind.done}: the comment by {row.comment.name}.",
        buttons=again if name in {"approve", "reject"} else [],
    )
    return redirect(next_address(request))


def _refused(request: HttpRequest, row: Row, name: str, form: Form, *, status: int) -> HttpResponse:
    if asks_for_part(request) and name in AT_ONCE:
        sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
        return _row(request, row, refused=" ".join(sentences), status=status)
    return _form(request, row, name, form, status=status)


def _form(request: HttpRequest, row: Row, name: str, form: Form, *, status: int = 200) -> HttpResponse:
    context = {"row": row, "form": form, "act": ACTS[name], "name": name, "next": next_address(request)}
    if asks_for_part(request):
        return TemplateResponse(request, "desk/comments/parts/form.html", context, status=status)
    title = ACTS[name].title
    parent = (f"Comment by {row.comment.name}", reverse("desk_comments:comment", args=[row.comment.pk]))
    context |= furniture(request, title, parent=parent)
    return TemplateResponse(request, "desk/comments/act.html", context, status=status)


def _row(
    request: HttpRequest,
    row: Row,
    *,
    done: str = "",
    refused: str = "",
    is_decided: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        "row": row,
        "done": done,
        "refused": refused,
        "is_decided": is_decided,
        "reasons": Reason.choices,
        "own_address": next_address(request),
    }
    response = TemplateResponse(request, "desk/comments/parts/row.html", context, status=status)
    response["X-Waiting"] = badge() or "0"
    return response


def _gone(request: HttpRequest) -> HttpResponse:
    sentence = str(NoSuchComment())
    if asks_for_part(request):
        return TemplateResponse(request, "desk/comments/parts/gone.html", {"sentence": sentence}, status=404)
    context = {**furniture(request, "No such comment"), "sentence": sentence}
    return TemplateResponse(request, "desk/comments/sentence.html", context, status=404)
