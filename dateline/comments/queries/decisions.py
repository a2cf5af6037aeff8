"""Who decided what, and when: the log of moderation. And the bans in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from dateline.comments.models import Ban, Decision
from dateline.comments.queries.windows import Found, Place, find

PAGE_ROWS = 50
_CHUNK_ROWS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedDecisions:
    """What somebody asks of the log; whatever is None or "" is left open.

    user: an id. by_people: without what the phases and the readers themselves did. since, until: days in GMT, both
    included.
    """

    user: int | None = None
    by_people: bool = False
    what: str = ""
    since: date | None = None
    until: date | None = None


def decisions_page(wanted: WantedDecisions, *, after: Place | None = None, limit: int = PAGE_ROWS) -> Found[Decision]:
    """One page of the log, newest first."""
    base, only = _lists(wanted)
    return find(base, by="at", newest_first=True, after=after, only=only, limit=limit)


def all_decisions(wanted: WantedDecisions) -> Iterator[Decision]:
    """All of the log that is wanted, newest first, read a thousand rows at a time."""
    base, only = _lists(wanted)
    after: Place | None = None
    while True:
        found = find(base, by="at", newest_first=True, after=after, only=only, limit=_CHUNK_ROWS)
        yield from found.rows
        if found.next is None:
            return
        after = found.next


def bans_in_force(moment: datetime, *, before: int | None = None, limit: int = PAGE_ROWS) -> list[Ban]:
    """Bans that are not over, newest first, and one more than `limit` where there are more. before: the id of a ban."""
    bans = Ban.objects.filter(until__gt=moment).select_related("user").order_by("-pk")
    return list(bans.filter(pk__lt=before)[: limit + 1] if before else bans[: limit + 1])


def _lists(wanted: WantedDecisions) -> tuple[Any, list[Any]]:
    base = Decision.objects.select_related("user", "comment").defer("comment__text", "comment__remarks")
    if wanted.since:
        base = base.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        base = base.filter(at__lt=_midnight(wanted.until) + timedelta(days=1))
    if wanted.user is not None:
        base = base.filter(user_id=wanted.user)
    only: list[Any] = []
    if wanted.by_people:
        only.append(Q(user__isnull=False))
    if wanted.what:
        only.append(Q(what=wanted.what))
    return base, only


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
