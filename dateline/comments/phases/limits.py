"""How many comments were taken lately: from this address, on this story, in the whole paper.

Counted in the table itself, so that the limits hold for all processes and machines together and cost no write.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from dateline.comments.models import Comment, CommentQuerySet
from dateline.comments.phases.verdict import Case, Refusal

PHASE = "limits"
_MINUTE_SECONDS, _DAY_SECONDS = 60, 86_400


@dataclass(frozen=True, slots=True)
class Limit:
    """So many comments in so many seconds."""

    most: int
    seconds: int
    sentence: str


_YOURS = "You have sent several comments in a short time. Please wait a little; your text is still here."
_ALL = "So many readers are writing at the moment that yours has to wait. Please send it again in a minute."

OF_AN_ADDRESS = (Limit(5, 10 * _MINUTE_SECONDS, _YOURS), Limit(40, _DAY_SECONDS, _YOURS))
# Without a proof of work: no script, or a program.
OF_AN_ADDRESS_THAT_DID_NO_WORK = (Limit(3, 10 * _MINUTE_SECONDS, _YOURS), Limit(15, _DAY_SECONDS, _YOURS))
OF_A_STORY = (Limit(60, _MINUTE_SECONDS, _ALL),)
OF_THE_PAPER = (Limit(300, _MINUTE_SECONDS, _ALL),)


def limits_phase(case: Case) -> Refusal | None:
    """Refuse for a while what goes beyond a limit."""
    own = OF_AN_ADDRESS if case.has_worked else OF_AN_ADDRESS_THAT_DID_NO_WORK
    # The digest changes at midnight GMT, so a day's limit is one for the day so far.
    groups = (
        (Comment.objects.of_address(case.address_digest), own, "address"),
        (Comment.objects.of_story(case.sending.number), OF_A_STORY, "story"),
        (Comment.objects.all(), OF_THE_PAPER, "paper"),
    )
    for comments, limits, whose in groups:
        for limit in limits:
            wait_seconds = _seconds_to_wait(case, comments, limit)
            if wait_seconds:
                return Refusal(
                    phase=PHASE,
                    reason=f"limit-{whose}",
                    sentence=limit.sentence,
                    status=429,
                    retry_after_seconds=wait_seconds,
                )
    return None


def _seconds_to_wait(case: Case, comments: CommentQuerySet, limit: Limit) -> int:
    """0 when there is room, else the seconds until the oldest of the last `most` comments is out of the window."""
    since = case.sending.at - timedelta(seconds=limit.seconds)
    recent = comments.filter(received_at__gt=since, newsroom_user=None).order_by("-received_at", "-pk")
    times = list(recent.values_list("received_at", flat=True)[: limit.most])
    if len(times) < limit.most:
        return 0
    return max(1, ceil((times[-1] - since).total_seconds()))
