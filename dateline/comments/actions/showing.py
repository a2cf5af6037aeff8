"""What every decision ends in: the state, the counts that pages show, and the touch that prints the pages anew."""

from datetime import datetime

from django.db.models import F, Q

from dateline.comments.cache_keys import comments_key
from dateline.comments.errors import AlreadyDecided, NoSuchComment
from dateline.comments.models import Comment, Discussion
from dateline.record.actions import touch

_State = Comment.State


def locked_comment(comment_id: int) -> Comment:
    """The comment as it is now; its whole thread is locked until the transaction ends. Raises NoSuchComment."""
    found = Comment.objects.filter(pk=comment_id).values_list("pk", "thread_id").first()
    if found is None:
        raise NoSuchComment
    _, thread_id = found
    if thread_id is not None:
        # The first comment's row is the place in line of everybody who changes something in its thread.
        list(Comment.objects.select_for_update().filter(pk=thread_id))
    return Comment.objects.select_for_update().get(pk=comment_id)


def change_state(comment: Comment, *, to: Comment.State, moment: datetime) -> None:
    """Write the state and everything that follows from it; the comment leaves the queue.

    comment: from `locked_comment`, in the same transaction. Counts, and touches the pages, only where readers see a
    difference. Raises AlreadyDecided when its state is no longer the one the caller saw.
    """
    was_approved, is_approved = comment.state == _State.APPROVED, to == _State.APPROVED
    keeps_place = comment.thread_id is None and comment.replies > 0
    changed = Comment.objects.filter(pk=comment.pk, state=comment.state).update(
        state=to, queue=Comment.Queue.NONE, decided_at=moment, is_shown=is_approved or keeps_place
    )
    if not changed:
        raise AlreadyDecided
    if was_approved != is_approved:
        _count(comment, by=1 if is_approved else -1)
        touch([comments_key(comment.number)], withdraws=was_approved)
    comment.state, comment.queue, comment.decided_at = to, Comment.Queue.NONE, moment
    comment.is_shown = is_approved or keeps_place


def count_new(comment: Comment) -> None:
    """Count a comment that was approved as it was stored, and print its pages anew."""
    _count(comment, by=1)
    touch([comments_key(comment.number)])


def show_change(comment: Comment, *, withdraws: bool = False) -> None:
    """Print the pages anew that show this comment: its text changed, not its state."""
    # The place that a removed comment keeps has no text on it.
    if comment.state == _State.APPROVED:
        touch([comments_key(comment.number)], withdraws=withdraws)


def _count(comment: Comment, *, by: int) -> None:
    Discussion.objects.get_or_create(number=comment.number)
    # Never below nought, whatever an import forgot to count: a moderator's decision must not fail for a figure.
    Discussion.objects.filter(number=comment.number, shown__gte=-by).update(shown=F("shown") + by)
    if comment.thread_id is None:
        return
    first = Comment.objects.filter(pk=comment.thread_id)
    first.filter(replies__gte=-by).update(replies=F("replies") + by)
    # A removed comment keeps its place, without its text, as long as it has answers.
    first.exclude(state=_State.APPROVED).update(is_shown=Q(replies__gt=0))
