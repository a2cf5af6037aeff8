"""A reader says that something is wrong with a comment."""

from datetime import timedelta
from http import HTTPStatus

from django.db import IntegrityError, transaction
from django.db.models import Q

from dateline.captcha.challenges import KeyCheck, Outcome, check_key
from dateline.captcha.ledger import the_ledger
from dateline.comments.actions.deciding import log_decision
from dateline.comments.actions.showing import locked_comment
from dateline.comments.addresses import digest_at
from dateline.comments.errors import NoSuchComment
from dateline.comments.models import Comment, Decision, Reason, Report
from dateline.comments.phases.key import refusal_of
from dateline.comments.phases.verdict import Refusal
from dateline.comments.sending import Sending

PHASE = "report"
REPORT_CHARACTERS = 500
# Of one address; a story's whole discussion is not reported by one person in an hour.
MOST_IN_AN_HOUR = 10


def report_comment(sending: Sending, *, comment_id: int, reason: str) -> Refusal | None:
    """Put the comment before a moderator, whatever was decided of it before; None when that is done.

    sending: the report's form; `text` is the reader's remark, and its key is checked as a comment's is. What readers
    see stays until a moderator decides. The same form sent twice is one report.
    """
    address_digest = digest_at(sending.visitor, sending.at)
    fault = _fault(sending, reason) or _limit(sending, address_digest)
    if fault is not None:
        return fault
    check = check_key(sending.cookies, sending.key, story=sending.number, now=int(sending.at.timestamp()))
    if check.outcome == Outcome.SPENT and Report.objects.filter(nonce=check.nonce, comment=comment_id).exists():
        return None
    if not check.is_right:
        return refusal_of(check)
    report = Report(
        comment_id=comment_id,
        reason=reason,
        text=sending.text,
        at=sending.at,
        nonce=check.nonce,
        address_digest=address_digest,
    )
    try:
        return _store(report, number=sending.number)
    except NoSuchComment as gone:
        return Refusal(phase=PHASE, reason="gone", sentence=str(gone), status=HTTPStatus.NOT_FOUND)
    except IntegrityError:
        # The same form at the same time: one of the two is enough.
        return None


def file_report(report: Report) -> None:
    """Write the report down and put its comment, locked by the caller's transaction, into the queue."""
    report.save(force_insert=True)
    comment = report.comment
    if comment.queue == Comment.Queue.NONE:
        log_decision(comment, Decision.What.REOPEN, user=None, phase=PHASE, reason=report.reason)
    Comment.objects.filter(pk=comment.pk).update(queue=Comment.Queue.REPORTED)


def _fault(sending: Sending, reason: str) -> Refusal | None:
    if sending.trap:
        return Refusal(phase=PHASE, reason="trap-filled", sentence="A field that should stay empty was filled.")
    if reason not in Reason.values:
        return Refusal(phase=PHASE, reason="no-reason", sentence="Please choose what is wrong.", field="reason")
    if len(sending.text) > REPORT_CHARACTERS:
        return Refusal(
            phase=PHASE,
            reason="bad-text",
            sentence=f"A remark may have {REPORT_CHARACTERS} characters; yours has {len(sending.text)}.",
            field="text",
        )
    return None


def _limit(sending: Sending, address_digest: str) -> Refusal | None:
    lately = Report.objects.filter(
        # The index is over reports that have an address, and SQLite wants to be told so.
        ~Q(address_digest=""),
        address_digest=address_digest,
        at__gt=sending.at - timedelta(hours=1),
    )
    if len(lately.values_list("pk", flat=True)[:MOST_IN_AN_HOUR]) < MOST_IN_AN_HOUR:
        return None
    return Refusal(
        phase=PHASE,
        reason="limit-address",
        sentence="You have reported several comments. Please give the moderators an hour.",
        status=429,
        retry_after_seconds=3_600,
    )


@transaction.atomic
def _store(report: Report, *, number: int) -> Refusal | None:
    comment = locked_comment(report.comment_id)
    if comment.number != number or comment.state != Comment.State.APPROVED:
        raise NoSuchComment
    if not the_ledger().spend(report.nonce):
        # By the same form, sent twice at the same time; or by a comment, and then this report is not there.
        is_here = Report.objects.filter(nonce=report.nonce, comment=comment).exists()
        return None if is_here else refusal_of(KeyCheck(outcome=Outcome.SPENT))
    report.comment = comment
    file_report(report)
    return None
