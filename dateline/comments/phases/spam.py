"""What does the newsroom's own model, trained on its own decisions, think of it?"""

from dateline.comments.phases.verdict import Case, Remark
from dateline.comments.queries.learning import opinion_on

PHASE = "spam"
SUSPICIOUS_PERCENT = 70


def spam_phase(case: Case) -> Remark | None:
    """Remark what looks like comments that were rejected before. A hint for moderators: it never refuses anything."""
    opinion = opinion_on(name=case.sending.name, text=case.sending.text)
    if opinion is None:
        return None
    case.spam_percent = round(opinion.probability * 100)
    if case.spam_percent < SUSPICIOUS_PERCENT:
        return None
    return Remark(phase=PHASE, reason="spam-like", detail="; ".join(opinion.reasons))
