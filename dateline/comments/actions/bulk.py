"""Many comments, one decision: each in a transaction of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from dateline.base.models import User
from dateline.comments.actions.deciding import approve_comment, reject_comment
from dateline.comments.errors import CommentError
from dateline.comments.models import Reason

MANY_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of many comments: decided now, or left alone because somebody was quicker or nobody can."""

    decided: int = 0
    skipped: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.decided + other.decided, self.skipped + other.skipped)


def decide_many(comment_ids: Iterable[int], *, user: User, reason: Reason | None, note: str = "") -> Tally:
    """Reject these comments for this reason or, where it is None, approve them.

    A comment that was decided meanwhile, withdrawn or erased is counted and skipped. Readers and other moderators get
    their turn between two comments; a crash keeps what was decided so far.
    """
    decided = skipped = 0
    for comment_id in comment_ids:
        try:
            if reason is None:
                approve_comment(comment_id, user=user, note=note)
            else:
                reject_comment(comment_id, user=user, reason=reason, note=note)
            decided += 1
        except CommentError:
            skipped += 1
    return Tally(decided, skipped)
