"""Taking in a comment: through the phases, and into the database before anybody says thank you."""

import logging
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from dateline.captcha.challenges import KeyCheck, Outcome
from dateline.captcha.ledger import the_ledger
from dateline.comments.actions.deciding import log_decision
from dateline.comments.actions.mailing import queue_confirmation
from dateline.comments.actions.showing import count_new, locked_comment
from dateline.comments.addresses import digest_at
from dateline.comments.models import Comment, Decision
from dateline.comments.phases import Case, Placing, Refusal, Repeat, judge
from dateline.comments.phases.key import refusal_of
from dateline.comments.queries.openness import openness_and_rules_of
from dateline.comments.sending import Sending
from dateline.comments.tokens import digest_of_token, token_of

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The comment is safe in the database. token: the secret of its author's own link. is_new: False for a repeat."""

    comment: Comment
    token: str
    is_new: bool


class _SpentMeanwhile(Exception):
    """Another request used the same key while this one was looked at."""


def receive(sending: Sending) -> Accepted | Refusal:
    """Take the comment in, or say why not. Never raises for what a reader did.

    Writes the comment, its decision and, where the rules show it at once, the counts and a touch: all, or nothing. The
    same form sent twice is one comment, however many processes it reaches at the same time.
    """
    openness, rules = openness_and_rules_of(sending.number)
    case = Case(
        sending=sending,
        openness=openness,
        rules=rules,
        address_digest=digest_at(sending.visitor, sending.at),
    )
    verdict = judge(case)
    if isinstance(verdict, Refusal):
        # The same form may have been stored since its key was looked at: it is what later phases then stumble on.
        sent = _sent_with(case)
        return _repeated(sent) if sent else _refused(verdict, sending)
    if isinstance(verdict, Repeat):
        return _repeated(verdict.comment)
    try:
        with transaction.atomic():
            comment = _store(case, verdict)
    except (IntegrityError, _SpentMeanwhile):
        return _first_of_the_two(case)
    logger.info("%s taken: phase %s, %s", comment, verdict.phase, verdict.reason)
    return Accepted(comment=comment, token=token_of(case.nonce), is_new=True)


def _refused(refusal: Refusal, sending: Sending) -> Refusal:
    logger.info("comment on %s refused: phase %s, %s", sending.number, refusal.phase, refusal.reason)
    return refusal


def _repeated(comment: Comment) -> Accepted:
    return Accepted(comment=comment, token=token_of(comment.nonce or ""), is_new=False)


def _first_of_the_two(case: Case) -> Accepted | Refusal:
    """What the one gets that came second with the same key."""
    first = _sent_with(case)
    if first is not None:
        return _repeated(first)
    return _refused(refusal_of(KeyCheck(outcome=Outcome.SPENT)), case.sending)


def _sent_with(case: Case) -> Comment | None:
    """The comment that was stored with this very form, if there is one. No key that fitted: none is looked for."""
    if not case.nonce:
        return None
    return Comment.objects.filter(nonce=case.nonce, number=case.sending.number, text_digest=case.text_digest).first()


def _store(case: Case, placing: Placing) -> Comment:
    sending, answered = case.sending, case.answered
    if answered is not None:
        # Whoever changes a thread takes its place in line before anything else is locked; see locked_comment.
        answered = locked_comment(answered.pk)
    comment = Comment.objects.create(
        number=sending.number,
        thread_id=answered.thread_id_or_own if answered else None,
        answers=answered,
        name=sending.name,
        text=sending.text,
        email=sending.email,
        state=placing.state,
        queue=placing.queue,
        is_shown=placing.state == Comment.State.APPROVED,
        received_at=sending.at,
        decided_at=sending.at if placing.state == Comment.State.APPROVED else None,
        address_digest=case.address_digest,
        nonce=case.nonce,
        token_digest=digest_of_token(token_of(case.nonce)),
        text_digest=case.text_digest,
        likeness=case.likeness,
        remarks=[asdict(remark) for remark in case.remarks],
        spam_percent=case.spam_percent,
    )
    # After the row: a second one with this key waits for the first in the database, and then finds it there.
    if not the_ledger().spend(case.nonce):
        raise _SpentMeanwhile
    if case.work_id:
        # Whoever used it meanwhile for another comment had typed another key: nothing to refuse.
        the_ledger().spend(case.work_id)
    log_decision(comment, Decision.What.RECEIVE, user=None, phase=placing.phase, note=placing.reason)
    if placing.state == Comment.State.APPROVED:
        count_new(comment)
    queue_confirmation(comment)
    return comment
