"""Reads of the record. None of them locks or writes."""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import Q

from dateline.lib.merkle import Coordinates, ReadTile
from dateline.record.models import HEAD_ID, Entry, LogHead, Tile, Touch, Version

_TILES_KEPT_BY_READER = 64


def head() -> LogHead:
    """How long the record is, and its root; size 0 before the first act. For reading: writers use `lock_head`."""
    return LogHead.objects.filter(pk=HEAD_ID).first() or LogHead()


def entries_after(seq: int, limit: int) -> list[Entry]:
    """At most `limit` entries after `seq`, oldest first, without a gap."""
    return list(Entry.objects.filter(seq__gt=seq).order_by("seq")[:limit])


def happened_after(tick: int, limit: int) -> list[tuple[int, Entry | Touch]]:
    """At most `limit` entries and touches after this tick, each with its own tick, in the order they happened.

    An entry's tick is its seq and the number of touches before it; it is not stored. Exact as long as no touch after
    `tick` was forgotten (actions.forget_old_touches).
    """
    # Read first: what lies up to the head is there for good, whatever is committed between the questions.
    end = head()
    touches = list(Touch.objects.filter(tick__gt=tick, tick__lte=end.tick).order_by("tick")[:limit])
    count = _touches_up_to(tick, touches, end)
    happened: list[tuple[int, Entry | Touch]] = []
    for entry in Entry.objects.filter(seq__gt=tick - count, seq__lte=end.size).order_by("seq")[:limit]:
        while touches and touches[0].seq < entry.seq:
            count += 1
            happened.append((touches[0].tick, touches.pop(0)))
        happened.append((entry.seq + count, entry))
    happened += [(touch.tick, touch) for touch in touches]
    return happened[:limit]


def _touches_up_to(tick: int, later: Sequence[Touch], end: LogHead) -> int:
    """How many touches there ever were up to this tick, those forgotten since included. later: the next ones."""
    if later:
        return later[0].tick - later[0].seq - 1
    return end.tick - end.size


def entries_of(number: int) -> list[Entry]:
    """Every act on one story, oldest first; empty when there was none."""
    return list(Entry.objects.filter(number=number).order_by("seq"))


def latest_entry(number: int) -> Entry | None:
    """The last act on one story, or None."""
    return Entry.objects.filter(number=number).order_by("-seq").first()


def version_content(number: int, version: int) -> dict[str, Any] | None:
    """What readers may see of a version; None when it is sealed, destroyed, or was never published."""
    content = (
        Version.objects.filter(number=number, version=version, sealed=False).values_list("content", flat=True).first()
    )
    return None if content is None else json.loads(content)


def stored_tiles(coordinates: Iterable[Coordinates]) -> dict[Coordinates, bytes]:
    """The tiles at these coordinates, in one query; those that do not exist are left out."""
    wanted = [Q(level=level, index=index) for level, index in coordinates]
    if not wanted:
        return {}
    rows = Tile.objects.filter(reduce(or_, wanted)).values_list("level", "index", "hashes")
    return {(level, index): bytes(hashes) for level, index, hashes in rows}


def tile_reader() -> ReadTile:
    """A reader for the functions of lib/merkle.py, for one request or run: it keeps the last 64 tiles it read.

    A tile that does not exist reads as empty.
    """

    @lru_cache(maxsize=_TILES_KEPT_BY_READER)
    def read_tile(level: int, index: int) -> bytes:
        return stored_tiles([(level, index)]).get((level, index), b"")

    return read_tile
