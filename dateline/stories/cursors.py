"""Keyset cursors: where a page of a listing begins or ends, as `1639109520-318621` (seconds since 1970, number).

A page is found by its place in the index, so that the thousandth costs what the first does.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from dateline.stories.errors import BadCursor

_CURSOR = re.compile(r"(-?\d{1,12})-(\d{1,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place of one story in a listing, newest first."""

    at: int
    number: int

    def __str__(self) -> str:
        return f"{self.at}-{self.number}"

    @property
    def moment(self) -> datetime:
        """The time as a datetime in UTC."""
        return datetime.fromtimestamp(self.at, UTC)


def read_cursor(text: str) -> Cursor:
    """The cursor in an address. Raises BadCursor for anything that is not one."""
    match = _CURSOR.fullmatch(text)
    if match is None:
        raise BadCursor("This page of the listing does not exist.")
    cursor = Cursor(int(match[1]), int(match[2]))
    try:
        cursor.moment  # noqa: B018 (a moment that a datetime can't hold is no cursor)
    except (OverflowError, ValueError, OSError):
        raise BadCursor("This page of the listing does not exist.") from None
    return cursor
