"""What readers' pages ask about comments. Each function names the press keys of what it read; none writes.

Lists are found by their place in an index, so that the thousandth part costs what the first does. A cursor is the id of
the last comment of the part before: there are no more addresses of parts than there are comments.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from django.db.models import Q

from dateline.comments.cache_keys import comments_key
from dateline.comments.models import Comment, Discussion
from dateline.comments.models.comment import CommentQuerySet
from dateline.comments.queries.shown import first_answers, shown_comments
from dateline.comments.queries.windows import Place, behind
from dateline.comments.reading import CommentsPage, Newest, PlaceInThread, ShownComment, Thread, ThreadPage
from dateline.press.keys import depends_on
from dateline.stories.errors import BadCursor

ANSWERS_IN_LISTS = 3
FEED_ENTRIES = 50
_CURSOR = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


class Order(StrEnum):
    """How a story's threads are sorted."""

    NEWEST = "newest"
    OLDEST = "oldest"
    MOST_REPLIED = "most-replied"


_ORDERS = {
    Order.NEWEST: ("-received_at", "-pk"),
    Order.OLDEST: ("received_at", "pk"),
    Order.MOST_REPLIED: ("-replies", "-received_at", "-pk"),
}


def counts_of(numbers: Iterable[int]) -> dict[int, int]:
    """How many comments readers see on each story, in one question; stories without any are left out."""
    wanted = set(numbers)
    depends_on(*map(comments_key, wanted))
    if not wanted:
        return {}
    return dict(Discussion.objects.filter(pk__in=wanted, shown__gt=0).values_list("number", "shown"))


def newest_of(number: int, limit: int) -> Newest:
    """The newest comments that answer the story itself, and how many there are in all."""
    count = counts_of([number]).get(number, 0)
    if not count:
        return Newest(0, ())
    threads = Comment.objects.of_story(number).threads().shown().filter(state=Comment.State.APPROVED)
    return Newest(count, tuple(shown_comments(threads.order_by(*_ORDERS[Order.NEWEST])[:limit])))


def comments_page(number: int, *, order: Order, before: str = "", limit: int = 50) -> CommentsPage:
    """One part of a story's comments: threads with their first answers, until `limit` comments stand on the page.

    before: "" or the cursor of a CommentsPage. Raises BadCursor for anything else.
    """
    count = counts_of([number]).get(number, 0)
    threads = Comment.objects.of_story(number).threads().shown().order_by(*_ORDERS[order])
    if before:
        found = _threads_behind(threads, order, _comment_of(number, before), limit + 1)
    else:
        found = shown_comments(threads[: limit + 1])
    firsts = _that_fit(found, limit)
    answers = first_answers(firsts, each=ANSWERS_IN_LISTS)
    return CommentsPage(
        count,
        tuple(Thread(first, answers.get(first.id, ())) for first in firsts),
        str(firsts[-1].id) if len(firsts) < len(found) else "",
    )


def thread_page(number: int, comment_id: int, *, before: str = "", limit: int = 50) -> ThreadPage | None:
    """One part of a thread, its answers oldest first; None where no thread readers see begins with this comment.

    before: "" or the cursor of a ThreadPage. Raises BadCursor for anything else.
    """
    depends_on(comments_key(number))
    first = next(iter(shown_comments(Comment.objects.of_story(number).threads().shown().filter(pk=comment_id))), None)
    if first is None:
        return None
    answers = _answers_in(comment_id)
    if before:
        answers = answers.filter(_behind(Order.OLDEST, _comment_of(number, before)))
    found = shown_comments(answers[: limit + 1])
    page = tuple(found[:limit])
    return ThreadPage(first, page, str(page[-1].id) if len(found) > limit else "")


def place_of(number: int, answer_id: int, *, limit: int = 50) -> PlaceInThread | None:
    """Where a shown answer stands in its thread, by parts of `limit` answers; None where there is no such answer."""
    depends_on(comments_key(number))
    answer = Comment.objects.of_story(number).shown().filter(pk=answer_id).exclude(thread=None).first()
    if answer is None or answer.thread_id is None:
        return None
    answers = _answers_in(answer.thread_id)
    earlier = answers.filter(behind(Place(answer.received_at, answer.pk), by="received_at", newest_first=True)).count()
    start = earlier - earlier % limit
    before = str(answers.values_list("pk", flat=True)[start - 1]) if start else ""
    return PlaceInThread(answer.thread_id, before)


def shown_comment(number: int, comment_id: int) -> ShownComment | None:
    """One comment readers see on this story, text and all, or None."""
    depends_on(comments_key(number))
    wanted = Comment.objects.of_story(number).shown().filter(pk=comment_id, state=Comment.State.APPROVED)
    return next(iter(shown_comments(wanted)), None)


def feed_of(number: int) -> tuple[ShownComment, ...]:
    """The newest comments of a story, answers among them, newest first."""
    depends_on(comments_key(number))
    approved = Comment.objects.of_story(number).shown().filter(state=Comment.State.APPROVED)
    return tuple(shown_comments(approved.order_by(*_ORDERS[Order.NEWEST])[:FEED_ENTRIES]))


def _answers_in(thread: int) -> CommentQuerySet:
    return Comment.objects.filter(thread=thread).shown().order_by(*_ORDERS[Order.OLDEST])


def _comment_of(number: int, cursor: str) -> Comment:
    """The comment a part begins after. It need not be shown any more: its place is where it was."""
    found = None
    if _CURSOR.fullmatch(cursor):
        found = Comment.objects.of_story(number).only("received_at", "replies").filter(pk=int(cursor)).first()
    if found is None:
        raise BadCursor("This part of the comments does not exist.")
    return found


def _threads_behind(threads: CommentQuerySet, order: Order, last: Comment, limit: int) -> list[ShownComment]:
    """The threads that come after this one in that order, `limit` at most. threads: sorted."""
    if order != Order.MOST_REPLIED:
        return shown_comments(threads.filter(_behind(order, last))[:limit])
    # Two questions, each of which begins at its place in the index: most threads have no answers at all, and one
    # question for both would read all of those before.
    as_many = shown_comments(threads.filter(_behind(Order.NEWEST, last), replies=last.replies)[:limit])
    fewer = threads.filter(replies__lt=last.replies)
    return as_many + (shown_comments(fewer[: limit - len(as_many)]) if len(as_many) < limit else [])


def _behind(order: Order, last: Comment) -> Q:
    """What was sent after this comment (oldest first), or before it (newest first)."""
    return behind(Place(last.received_at, last.pk), by="received_at", newest_first=order == Order.NEWEST)


def _that_fit(threads: Sequence[ShownComment], limit: int) -> list[ShownComment]:
    """The threads that stand on one page: as many as are begun before it holds `limit` comments."""
    fitting, comments = [], 0
    for first in threads:
        if comments >= limit:
            break
        fitting.append(first)
        comments += 1 + min(first.replies, ANSWERS_IN_LISTS)
    return fitting
