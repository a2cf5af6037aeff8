"""One page of a long list, found by its place in an index; and conditions no index answers, a window at a time.

A condition such as "contains this word" may hold for one row in a million. So that no request reads a million rows, a
page with such conditions looks through the next 5,000 rows of the list only, and says where to go on.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import Count, Max, Min, Model, Q, QuerySet

WINDOW_ROWS = 5_000
_PLACE = re.compile(r"(-?\d{1,17})-(\d{1,19})", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_ID = 2**63 - 1
M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Place:
    """Behind which row a page begins: its time, and its id among rows of the same microsecond."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.id}"


def read_place(text: str) -> Place:
    """The place written by `str`. Raises ValueError for anything else."""
    match = _PLACE.fullmatch(text)
    if match is None or int(match[2]) > _LAST_ID:
        raise ValueError("no place in a list")
    try:
        return Place(_EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))
    except OverflowError:
        raise ValueError("no time a clock can show") from None


@dataclass(frozen=True, slots=True)
class Found(Generic[M]):
    """One page. `next` is the place of the one after it, None at the end.

    `is_cut`: it has fewer rows than were asked for, because a window ended before they were found.
    """

    rows: tuple[M, ...]
    next: Place | None
    is_cut: bool = False


def find(
    base: QuerySet[M],
    *,
    by: str,
    newest_first: bool,
    after: Place | None,
    only: Sequence[Any],
    limit: int,
    window_rows: int = WINDOW_ROWS,
) -> Found[M]:
    """Up to `limit` rows of `base` behind `after`, in the order of time and id.

    base: rows that one index gives in this order. by: its time, such as `received_at`. only: conditions that have to
    look at rows. Two queries with such conditions, one without; each reads a bounded part of the index.
    """
    order = (f"-{by}", "-pk") if newest_first else (by, "pk")
    rest = (
        base.filter(behind(after, by=by, newest_first=newest_first)).order_by(*order)
        if after
        else base.order_by(*order)
    )
    end, is_all = None, True
    if only:
        end, is_all = _window_end(rest, by=by, newest_first=newest_first, rows=window_rows)
        if end is None:
            return Found((), None)
        rest = rest.filter(*only, **{f"{by}__gte" if newest_first else f"{by}__lte": end})
    rows = tuple(rest[: limit + 1])
    if len(rows) > limit:
        last = rows[limit - 1]
        return Found(rows[:limit], Place(getattr(last, by), last.pk))
    if is_all or end is None:
        return Found(rows, None)
    return Found(rows, Place(end, 0 if newest_first else _LAST_ID), is_cut=True)


def behind(after: Place, *, by: str, newest_first: bool) -> Q:
    """What comes after this place, in the order of time and id. by: the time, such as `received_at`."""
    way = "lt" if newest_first else "gt"
    # The first condition follows from the others; with it, databases begin at that place of the index.
    return Q(**{f"{by}__{way}e": after.at}) & (
        Q(**{f"{by}__{way}": after.at}) | Q(**{by: after.at, f"pk__{way}": after.id})
    )


def _window_end(rest: QuerySet[M], *, by: str, newest_first: bool, rows: int) -> tuple[datetime | None, bool]:
    """The time of the last row of the window, None where there is none; and whether the list ends in it."""
    extreme = Min if newest_first else Max
    found = rest.values(by)[:rows].aggregate(end=extreme(by), rows=Count(by))
    return found["end"], found["rows"] < rows
