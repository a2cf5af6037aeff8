"""Comments as readers see them, read without building a model for each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from dateline.comments.models import Comment
from dateline.comments.models.comment import CommentQuerySet
from dateline.comments.reading import ShownComment

_FIELDS = (
    "id",
    "thread_id",
    "name",
    "text",
    "state",
    "is_redacted",
    "newsroom_user_id",
    "received_at",
    "decided_at",
    "replies",
    "answers_id",
    "answers__name",
    "answers__state",
)
_State = Comment.State


def shown_comments(comments: CommentQuerySet) -> list[ShownComment]:
    """These comments, in their order. Of removed ones neither name nor text is handed on."""
    return [_shown(row) for row in comments.values_list(*_FIELDS)]


# Written by hand: the ORM builds a query for each thread, and building costs it ten times what the answer does. A
# window over all answers would read thousands to show three.
_FIRST_OF_ONE = (
    "SELECT * FROM (SELECT id FROM comments_comment WHERE thread_id = %s AND is_shown "
    "ORDER BY received_at, id LIMIT %s) AS first_answers"
)


def first_answers(threads: Iterable[ShownComment], *, each: int) -> dict[int, tuple[ShownComment, ...]]:
    """The oldest answers of each thread, `each` at most, by the thread's id; in two questions, or none."""
    answered = [first.id for first in threads if first.replies]
    if not answered:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join([_FIRST_OF_ONE] * len(answered)),
            [value for thread in answered for value in (thread, each)],
        )
        ids = [row[0] for row in cursor.fetchall()]
    by_thread: defaultdict[int, list[ShownComment]] = defaultdict(list)
    for answer in shown_comments(Comment.objects.filter(pk__in=ids).order_by("received_at", "pk")):
        by_thread[answer.thread].append(answer)
    return {thread: tuple(answers) for thread, answers in by_thread.items()}


def _shown(row: Sequence[Any]) -> ShownComment:
    (pk, thread, name, text, state, is_redacted, user, received_at, decided_at, replies, *answered) = row
    is_there = state == _State.APPROVED
    return ShownComment(
        id=pk,
        thread=thread or pk,
        name=name if is_there else "",
        text=text if is_there else "",
        to=_answered_name(answered, thread),
        removed_by="" if is_there else "author" if state == _State.WITHDRAWN else "newsroom",
        is_newsroom=user is not None,
        is_redacted=is_redacted and is_there,
        received_at=received_at,
        changed_at=max(received_at, decided_at or received_at),
        replies=replies,
    )


def _answered_name(answered: Sequence[Any], thread: int | None) -> str:
    """Whom an answer within a thread answers; nobody's name is printed whose comment readers can't see."""
    pk, name, state = answered
    return str(name) if pk not in {None, thread} and state == _State.APPROVED else ""
