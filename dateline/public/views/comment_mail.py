"""What readers do by mail: ask for all their comments, look at them, confirm one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.timezone import now

from dateline.base.mail import is_mail_set_up
from dateline.comments.actions.mailing import confirm_comment, request_mail
from dateline.comments.actions.rights import withdraw_by_email
from dateline.comments.emails import EMAIL_CHARACTERS
from dateline.comments.errors import CommentError
from dateline.comments.models import Comment
from dateline.comments.queries.own import comments_of_email
from dateline.lib.ids import id_in
from dateline.public.comment_addresses import comment_url
from dateline.public.errors import NoSuchPage
from dateline.public.page import page
from dateline.public.program_page import program_page
from dateline.public.secret_page import secret_page
from dateline.public.sent import sent_form
from dateline.public.views.comment_own import data_file


@program_page("GET", "POST")
def ask(request: HttpRequest) -> HttpResponse:
    """Have the link to all one's comments mailed. The answer does not tell whether there are any."""
    if request.method != "POST":
        return _ask_page()
    sent = sent_form(request)
    email = sent.fields.get("email", "")
    if sent.problem:
        return _ask_page(email, status=sent.problem.status, sentence=sent.problem.sentence)
    try:
        request_mail(email, now=now())
    except CommentError as fault:
        return _ask_page(email, status=422, sentence=str(fault))
    return _ask_page(is_asked=True)


@secret_page
@program_page("GET", "POST")
def by_mail(request: HttpRequest, signed: str) -> HttpResponse:
    """All comments sent with an e-mail address, for whoever reads its mail; each can be withdrawn."""
    try:
        comments = comments_of_email(signed)
    except CommentError as fault:
        raise NoSuchPage(str(fault)) from None
    if request.method != "POST":
        return _list_page(signed, comments)
    asked = sent_form(request).fields
    chosen = _chosen(comments, asked.get("comment", ""))
    if chosen is None or asked.get("do") != "withdraw for good":
        return _list_page(signed, comments, chosen=chosen)
    try:
        withdraw_by_email(signed, chosen.pk)
    except CommentError as fault:
        return _list_page(signed, comments, status=409, sentence=str(fault))
    return HttpResponseRedirect(request.path, status=303)


@secret_page
@program_page("GET")
def data_by_mail(request: HttpRequest, signed: str) -> HttpResponse:
    """The same as a JSON file."""
    try:
        return data_file(comments_of_email(signed))
    except CommentError as fault:
        raise NoSuchPage(str(fault)) from None


@secret_page
@program_page("GET", "POST")
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """A button that shows one's comment: mail programs look at links, but press no buttons."""
    if request.method != "POST":
        return page("comments/confirm.html", sentence="")
    try:
        comment = confirm_comment(signed)
    except CommentError as fault:
        return page("comments/confirm.html", status=409, sentence=str(fault))
    return HttpResponseRedirect(comment_url(comment.number, comment.pk), status=303)


def _ask_page(email: str = "", *, status: int = 200, sentence: str = "", is_asked: bool = False) -> HttpResponse:
    return page(
        "comments/mine.html",
        status=status,
        email=email,
        sentence=sentence,
        is_asked=is_asked,
        has_mail=is_mail_set_up(),
        email_characters=EMAIL_CHARACTERS,
    )


def _list_page(
    signed: str, comments: list[Comment], *, chosen: Comment | None = None, status: int = 200, sentence: str = ""
) -> HttpResponse:
    return page(
        "comments/by_mail.html", status=status, signed=signed, comments=comments, chosen=chosen, sentence=sentence
    )


def _chosen(comments: list[Comment], given: str) -> Comment | None:
    wanted = id_in(given)
    return next((comment for comment in comments if comment.pk == wanted), None)
