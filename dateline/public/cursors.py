"""Which part of a long list an address asks for."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest

from dateline.public.errors import NoSuchPage

_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Position:
    """The cursors of an address, "" where absent. They are the list's own; nobody writes them by hand."""

    before: str
    after: str

    @property
    def query(self) -> str:
        """`?before=…`, or "" for a list's first page."""
        given = [(name, value) for name, value in (("before", self.before), ("after", self.after)) if value]
        return f"?{urlencode(given)}" if given else ""


def position_of(request: HttpRequest, of: str = "stories") -> Position:
    """The position a request asks for. Raises NoSuchPage for both directions at once, or absurd length."""
    position = Position(request.GET.get("before", ""), request.GET.get("after", ""))
    if (position.before and position.after) or len(position.before + position.after) > _LONGEST:
        raise no_such_part(of)
    return position


def no_such_part(of: str = "stories") -> NoSuchPage:
    """The answer to a cursor that is none."""
    return NoSuchPage(f"This list has no such part. It starts again from its first {of} without the “?” part.")
