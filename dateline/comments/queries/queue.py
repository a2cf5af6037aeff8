"""The moderators' list: what waits for them, and, to find it again, what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from dateline.comments.models import Comment, CommentQuerySet, Decision, Reason, Report
from dateline.comments.queries.rows import Row, rows_of
from dateline.comments.queries.windows import Place, find
from dateline.stories.models import Story

PAGE_ROWS = 30
WAITING_COUNTED = 100
_OF_READER_AT_MOST = 1_000
# Whoever decides on all that match has asked for it and waits a little longer than for a page.
_MATCHING_WINDOW_ROWS = 100_000


class Show(StrEnum):
    """Which comments a list has."""

    QUEUE = "queue"
    NEW = "new"
    REPORTED = "reported"
    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a moderator asks for; whatever is None or "" is left open.

    section: its id. number: the story's. words: part of the text or the name. reader: the id of a comment; its reader's
    others are meant, by e-mail or by the hash of the address, which is the same for one day. reason: of a report, or of
    the rejection.
    """

    show: Show = Show.QUEUE
    section: int | None = None
    number: int | None = None
    words: str = ""
    reader: int | None = None
    reason: str = ""

    @property
    def newest_first(self) -> bool:
        """The queue begins with whoever waits longest; what was decided, with the newest."""
        return self.show not in {Show.QUEUE, Show.NEW, Show.REPORTED, Show.WAITING}


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the list. `is_cut`: there may be more behind `next`, it was not looked for."""

    rows: tuple[Row, ...]
    next: Place | None
    is_cut: bool


@dataclass(frozen=True, slots=True)
class Matching:
    """The ids of all that match, at most so many; `is_all` says whether there are no others."""

    ids: tuple[int, ...]
    is_all: bool


def queue_page(wanted: Wanted, *, after: Place | None = None, limit: int = PAGE_ROWS) -> QueuePage:
    """One page of what is wanted, with stories, reports, notes and last decisions: seven queries at most."""
    base, only = _lists(wanted)
    found = find(
        base.defer("likeness", "text_digest"),
        by="received_at",
        newest_first=wanted.newest_first,
        after=after,
        only=only,
        limit=limit,
    )
    return QueuePage(rows_of(found.rows), found.next, found.is_cut)


def matching_ids(wanted: Wanted, *, limit: int) -> Matching:
    """The ids of all that match, in the order of the list; not more than `limit`."""
    base, only = _lists(wanted)
    found = find(
        base.only("pk", "received_at"),
        by="received_at",
        newest_first=wanted.newest_first,
        after=None,
        only=only,
        limit=limit,
        window_rows=_MATCHING_WINDOW_ROWS,
    )
    return Matching(tuple(row.pk for row in found.rows), found.next is None)


def waiting_up_to(most: int = WAITING_COUNTED) -> int:
    """How many comments are in the queue; `most` where there are as many or more."""
    return Comment.objects.in_queue().order_by()[:most].count()


def stories_among(comment_ids: Sequence[int]) -> list[tuple[int, str, int]]:
    """Number, headline and how many of these comments are on it, of every story among them; most first."""
    counts = (
        Comment.objects.filter(pk__in=comment_ids)
        .order_by()
        .values_list("number")
        .annotate(comments=Count("pk"))
        .order_by("-comments", "number")
    )
    found = list(counts)
    headlines = dict(Story.objects.filter(number__in=[number for number, _ in found]).values_list("number", "headline"))
    return [(number, headlines.get(number, ""), comments) for number, comments in found]


def _lists(wanted: Wanted) -> tuple[CommentQuerySet, list[Any]]:
    """The rows one index gives in order, and the conditions that have to look at each of them."""
    base, only = Comment.objects.all(), _conditions(wanted)
    if wanted.reader is not None:
        base = _of_reader(base, wanted.reader)
    elif wanted.number is not None:
        base = base.of_story(wanted.number)
    elif wanted.show != Show.ALL:
        return base.filter(_shown(wanted.show)), only
    if wanted.show != Show.ALL:
        only.append(_shown(wanted.show))
    if wanted.reader is not None and wanted.number is not None:
        only.append(Q(number=wanted.number))
    return base, only


def _shown(show: Show) -> Q:
    if show == Show.QUEUE:
        return ~Q(queue=Comment.Queue.NONE)
    if show in {Show.NEW, Show.REPORTED}:
        return Q(queue=show.value)
    return Q(state=show.value)


def _conditions(wanted: Wanted) -> list[Any]:
    only: list[Any] = []
    if wanted.section is not None:
        only.append(Exists(Story.objects.filter(number=OuterRef("number"), section_id=wanted.section)))
    if wanted.words:
        only.append(Q(text__icontains=wanted.words) | Q(name__icontains=wanted.words))
    if wanted.reason:
        only.append(_because_of(wanted.reason))
    return only


def _because_of(reason: str) -> Q:
    reported = Report.objects.filter(comment=OuterRef("pk"), reason=Reason(reason), closed_at=None)
    rejected = Decision.objects.filter(comment=OuterRef("pk"), reason=Reason(reason), what=Decision.What.REJECT)
    return Q(Exists(reported)) | Q(Exists(rejected), state=Comment.State.REJECTED)


def _of_reader(base: CommentQuerySet, comment_id: int) -> CommentQuerySet:
    """That comment and the newest of the same reader, a thousand by either mark at most.

    Their ids are read first, from an index each: one question with an "or" in it would read every comment there is.
    """
    known = Comment.objects.filter(pk=comment_id).values_list("address_digest", "email").first()
    digest, email = known or ("", "")
    newest = Comment.objects.order_by("-received_at")
    ids = {comment_id, *newest.of_address(digest).values_list("pk", flat=True)[:_OF_READER_AT_MOST]}
    ids.update(newest.of_email(email).values_list("pk", flat=True)[:_OF_READER_AT_MOST])
    return base.filter(pk__in=ids)
