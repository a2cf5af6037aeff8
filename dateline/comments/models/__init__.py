"""Comments and what hangs on them. Each file depends on comment.py at most."""

from dateline.comments.models.comment import Comment, CommentQuerySet
from dateline.comments.models.learning import TrainedModel
from dateline.comments.models.moderation import Decision, Note, Reason, Report
from dateline.comments.models.readers import AddressSalt, Ban
from dateline.comments.models.rules import Discussion, Rules

__all__ = [
    "AddressSalt",
    "Ban",
    "Comment",
    "CommentQuerySet",
    "Decision",
    "Discussion",
    "Note",
    "Reason",
    "Report",
    "Rules",
    "TrainedModel",
]
