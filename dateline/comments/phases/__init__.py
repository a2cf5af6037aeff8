"""The phases every comment goes through, in this order. Each looks at one thing, in a file of its own.

A phase says nothing (None), remarks something (the comment will wait for a moderator), or ends the matter: refused,
sent before, or placed. The first to end it decides.
"""

from collections.abc import Callable

from dateline.comments.phases.banned import banned_phase
from dateline.comments.phases.duplicates import duplicates_phase
from dateline.comments.phases.form import form_phase
from dateline.comments.phases.key import key_phase
from dateline.comments.phases.limits import limits_phase
from dateline.comments.phases.openness import openness_phase
from dateline.comments.phases.placing import placing_phase
from dateline.comments.phases.spam import spam_phase
from dateline.comments.phases.traps import honeypot_phase, time_trap_phase
from dateline.comments.phases.verdict import Case, Placing, Refusal, Remark, Repeat, Verdict
from dateline.comments.phases.words import words_phase
from dateline.comments.phases.work import work_phase

Phase = Callable[[Case], Verdict | None]

PHASES: tuple[Phase, ...] = (
    openness_phase,
    form_phase,
    honeypot_phase,
    key_phase,
    time_trap_phase,
    work_phase,
    banned_phase,
    limits_phase,
    duplicates_phase,
    words_phase,
    spam_phase,
    placing_phase,
)


def judge(case: Case, phases: tuple[Phase, ...] = PHASES) -> Refusal | Repeat | Placing:
    """What becomes of the comment. The remarks on the way are in `case.remarks`.

    Raises LookupError when no phase ended the matter, which the last one always does.
    """
    for phase in phases:
        verdict = phase(case)
        if isinstance(verdict, Remark):
            case.remarks.append(verdict)
        elif verdict is not None:
            return verdict
    raise LookupError("no phase decided")


__all__ = ["PHASES", "Case", "Placing", "Refusal", "Remark", "Repeat", "Verdict", "judge"]
