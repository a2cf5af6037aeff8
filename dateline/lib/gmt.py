"""The paper's clock: stamps such as `0422 GMT December 10, 2021`, and ISO 8601 in UTC."""

import re
from datetime import UTC, datetime

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_STAMP = re.compile(r"\b([01]\d|2[0-3]):?([0-5]\d)\s*(?:GMT|UTC|Z)\b[\s,]*([A-Z][a-z]+)\.?\s+(\d{1,2}),?\s+(\d{4})\b")


def stamp(at: datetime) -> str:
    """`0422 GMT December 10, 2021`: the one way the paper writes a moment, in any language.

    Raises ValueError for a datetime without a time zone: a moment without one is not a moment.
    """
    utc = _in_utc(at)
    return f"{utc:%H%M} GMT {MONTHS[utc.month - 1]} {utc.day}, {utc.year}"


def parse_stamp(text: str) -> datetime | None:
    """The first stamp in the text, or None. Full and three-letter month names are read."""
    for match in _STAMP.finditer(text):
        hour, minute, month, day, year = match.groups()
        names = [name for name in MONTHS if name == month or name[:3] == month or name[:4] == month]
        if names:
            try:
                return datetime(int(year), MONTHS.index(names[0]) + 1, int(day), int(hour), int(minute), tzinfo=UTC)
            except ValueError:
                continue
    return None


def iso(at: datetime) -> str:
    """`2021-12-10T04:22:00Z`: whole seconds, in UTC. Source: RFC 3339. Raises ValueError without a time zone."""
    return f"{_in_utc(at).isoformat()[:19]}Z"


def from_iso(text: str) -> datetime:
    """The moment written by `iso`. Raises ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _in_utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return at.astimezone(UTC)
