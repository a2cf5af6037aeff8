"""Did the reader's browser work for it? Without script it can't, and stricter limits hold.

Who listens, or answers in words, does the work of four: that way is easier for programs.
"""

from dateline.captcha.answers import Kind
from dateline.captcha.challenges import LIVES_SECONDS
from dateline.captcha.ledger import MOST_TRIES, LedgerDown, the_ledger
from dateline.captcha.work import EFFORT, SOUND_EFFORT, WorkState, check_work
from dateline.comments.phases.verdict import Case, Remark

PHASE = "work"
# Of its id, which is a hash: as many digits as a key's nonce has, beside which it is remembered.
_ID_DIGITS = 32


def work_phase(case: Case) -> Remark | None:
    """Note a proof of work; remark one that is forged. An old or used one counts for nothing, and is nobody's fault."""
    sending = case.sending
    now = int(sending.at.timestamp())
    work = check_work(sending.work, story=sending.number, now=now)
    if work.state is WorkState.BAD:
        return Remark(phase=PHASE, reason="bad-work", detail=f"Its proof of work is no good: {work.reason}.")
    effort = EFFORT if case.kind == Kind.PICTURE else SOUND_EFFORT
    if work.state is WorkState.DONE and work.effort >= effort and _is_unused(work.id[:_ID_DIGITS], now=now):
        case.work_id = work.id[:_ID_DIGITS]
    if case.kind == Kind.QUESTION and not case.work_id:
        # Any program can add two numbers: without work behind it, a moderator looks first, whatever the rules.
        return Remark(phase=PHASE, reason="no-work", detail="A question in words was answered without a proof of work.")
    return None


def _is_unused(work_id: str, *, now: int) -> bool:
    """Whether no comment was stored with it; the one that is stored uses it up (actions/receiving.py)."""
    try:
        tries = the_ledger().count_try(work_id, expires=now + LIVES_SECONDS)
    except LedgerDown:
        return False
    return tries is not None and tries <= MOST_TRIES
