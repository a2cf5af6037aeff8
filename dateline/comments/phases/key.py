"""Is the security key right?"""

from dateline.captcha.challenges import KeyCheck, Outcome, check_key
from dateline.comments.models import Comment
from dateline.comments.phases.verdict import Case, Refusal, Repeat

PHASE = "key"
_MINUTE_SECONDS = 60


def key_phase(case: Case) -> Refusal | Repeat | None:
    """Refuse a wrong, old or missing key; find the comment that was already sent with this one."""
    sending = case.sending
    check = check_key(sending.cookies, sending.key, story=sending.number, now=int(sending.at.timestamp()))
    if check.is_right and check.kind is not None:
        case.nonce, case.kind, case.asked_at = check.nonce, check.kind.value, check.asked_at
        return None
    if check.outcome in {Outcome.SPENT, Outcome.TOO_MANY_TRIES}:
        # The form was sent twice: a double click, the back button, a browser that tried again.
        sent = Comment.objects.filter(nonce=check.nonce, number=sending.number).first()
        if sent is not None and sent.text_digest == case.text_digest:
            return Repeat(sent)
    return refusal_of(check)


def refusal_of(check: KeyCheck) -> Refusal:
    """What a reader whose key did not fit is told."""
    is_down = check.outcome is Outcome.UNAVAILABLE
    return Refusal(
        phase=PHASE,
        reason=f"key-{check.outcome.name.lower().replace('_', '-')}",
        sentence=check.sentence,
        status=503 if is_down else 422,
        field="" if is_down else "key",
        retry_after_seconds=_MINUTE_SECONDS if is_down else None,
    )
