"""What holds of the counts at any moment between two transactions."""

from collections import Counter

from dateline.comments.models import Comment, Discussion

State = Comment.State


def assert_counts_are_right() -> None:
    """The counts that pages show are those of the comments, and what is shown is what may be."""
    rows = list(Comment.objects.all())
    approved = [row for row in rows if row.state == State.APPROVED]
    answers = Counter(row.thread_id for row in approved if row.thread_id is not None)
    shown = dict(Discussion.objects.filter(shown__gt=0).values_list("number", "shown"))
    assert shown == Counter(row.number for row in approved)
    for row in rows:
        assert row.replies == answers[row.pk], row
        assert row.is_shown == (row.state == State.APPROVED or row.replies > 0), row
        assert row.state != State.WITHDRAWN or (row.text, row.name, row.queue) == ("", "", ""), row
