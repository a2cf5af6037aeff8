"""What readers do by mail: ask for everything of theirs, and confirm that a comment is theirs.

Mail is sent by tasks of the worker. A task names a comment, never an address: tasks are kept when they are done.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now

from dateline.base.mail import is_mail_set_up, send_mail
from dateline.base.models import Task
from dateline.base.tasks import queue_task
from dateline.comments.actions.deciding import log_decision
from dateline.comments.actions.showing import change_state, locked_comment
from dateline.comments.emails import is_email, one_spelling
from dateline.comments.errors import NotPossible
from dateline.comments.letters import Letter, confirmation_letter, own_comments_letter
from dateline.comments.mailed_links import comment_id_in
from dateline.comments.models import Ban, Comment, Decision
from dateline.comments.phases.placing import CONFIRM

MAIL_OWN_COMMENTS = "mail the link to a reader's comments"
MAIL_CONFIRMATION = "mail the link that confirms a comment"
MAILS_AN_HOUR = 200
PAUSE = timedelta(hours=1)
# To one address. Whoever writes more has to wait for a moderator: somebody may be writing under another's address.
CONFIRMATIONS_AN_HOUR = 3

# Stands for no comment: asking for an address that nobody has used must look and take as long as asking for another.
_NOBODY = "0"
_State = Comment.State


def request_mail(email: str, *, now: datetime) -> None:
    """Have the link to all their comments mailed to this address, if any were sent with it in the last 30 days.

    Nothing tells the caller whether there are any. One mail an hour to one address, and 200 an hour in all: an
    address known by its oldest comment; whoever withdraws that one may have another mail sooner. Raises NotPossible
    for what is no address, where mail is not set up, and when too many have asked.
    """
    if not is_mail_set_up():
        raise NotPossible("This paper sends no mail. Please use the link that was shown after you sent your comment.")
    address = one_spelling(email)
    if not is_email(address):
        raise NotPossible("This is not an e-mail address.")
    asked = Task.objects.filter(kind=MAIL_OWN_COMMENTS)
    if asked.filter(run_at__gt=now - timedelta(hours=1)).count() >= MAILS_AN_HOUR:
        raise NotPossible("So many readers have asked for a mail that yours has to wait. Please try again in an hour.")
    theirs = Comment.objects.of_email(address).order_by("received_at", "pk")
    argument = str(theirs.values_list("pk", flat=True).first() or _NOBODY)
    if asked.filter(argument=argument, run_at__gt=now - PAUSE).exists():
        argument = _NOBODY
    queue_task(MAIL_OWN_COMMENTS, argument, run_at=now)


def queue_confirmation(comment: Comment) -> None:
    """Have the author of a comment that waits for nothing else mailed the link that puts it on the page.

    Called in the transaction that stores it. Without mail, and beyond three mails an hour to one address, nothing is
    queued, and a moderator reads it.
    """
    wants_mail = is_mail_set_up() and comment.email and _waits_for_confirmation(comment)
    if wants_mail and _confirmations_of_late(comment.email) < CONFIRMATIONS_AN_HOUR:
        queue_task(MAIL_CONFIRMATION, str(comment.pk), run_at=now())


@transaction.atomic
def confirm_comment(signed: str) -> Comment:
    """Show the comment whose confirmation link this is; the second time it is as if it was the first.

    signed: the last part of a mailed link, and not the comment's own secret, which is shown to whoever sent the form.
    Raises NoSuchComment; NotPossible where the link has run out, or a moderator has to look at the comment for another
    reason, or has decided.
    """
    comment = locked_comment(comment_id_in(signed))
    if comment.state == _State.APPROVED:
        return comment
    if not _waits_for_confirmation(comment):
        raise NotPossible("This comment can't be confirmed: a moderator has decided on it, or has to read it first.")
    if Ban.objects.filter(email=comment.email, until__gt=now()).exists():
        raise NotPossible("This comment can't be confirmed: a moderator has to read it first.")
    change_state(comment, to=_State.APPROVED, moment=now())
    log_decision(comment, Decision.What.APPROVE, user=None, phase=CONFIRM, note="confirmed by e-mail")
    return comment


def mail_own_comments(argument: str) -> None:
    """The task: mail the link to the address this comment was sent with, if it is still kept. Raises NotNow."""
    email = Comment.objects.filter(pk=int(argument)).values_list("email", flat=True).first()
    if email:
        _send(own_comments_letter(email), to=email)


def mail_confirmation(argument: str) -> None:
    """The task: mail the link, unless somebody decided meanwhile. Raises NotNow."""
    comment = Comment.objects.filter(pk=int(argument)).exclude(email="").first()
    if comment is not None and _waits_for_confirmation(comment):
        _send(confirmation_letter(comment), to=comment.email)


def _send(letter: Letter, *, to: str) -> None:
    send_mail(to=to, subject=letter.subject, text=letter.text)


def _confirmations_of_late(email: str) -> int:
    """How many of the newest hundred comments of the last hour with this address had their confirmation mailed."""
    newest = Comment.objects.filter(email=email, received_at__gt=now() - timedelta(hours=1)).order_by("-received_at")
    ids = [str(pk) for pk in newest.values_list("pk", flat=True)[:100]]
    return Task.objects.filter(kind=MAIL_CONFIRMATION, argument__in=ids).count()


def _waits_for_confirmation(comment: Comment) -> bool:
    """Whether the missing confirmation is all that keeps it from the page."""
    reasons = {remark.get("reason") for remark in comment.remarks}
    return comment.state == _State.WAITING and reasons == {CONFIRM}
