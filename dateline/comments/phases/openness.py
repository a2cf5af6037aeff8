"""Does the story take comments, and is what this one answers still there?"""

from http import HTTPStatus

from dateline.comments.models import Comment
from dateline.comments.phases.verdict import Case, Refusal

PHASE = "open"


def openness_phase(case: Case) -> Refusal | None:
    """Refuse what comes too late, or answers something readers don't see."""
    if not case.openness.is_open:
        status = HTTPStatus.FORBIDDEN if case.openness.exists else HTTPStatus.NOT_FOUND
        return Refusal(phase=PHASE, reason="closed", sentence=case.openness.sentence, status=status)
    wanted = case.sending.answers
    if wanted is None:
        return None
    case.answered = Comment.objects.of_story(case.sending.number).filter(pk=wanted, state="approved").first()
    if case.answered is None:
        return Refusal(
            phase=PHASE,
            reason="answered-gone",
            sentence="The comment you answer is no longer there. You can send yours as a comment on the story itself.",
            status=HTTPStatus.CONFLICT,
        )
    return None
