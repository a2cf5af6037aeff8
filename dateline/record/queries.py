"""Reads of the record. None of them locks or writes."""

import json
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.models import Q

from dateline.lib.merkle import Coordinates, ReadTile
from dateline.record.models import HEAD_ID, Entry, LogHead, Tile, Version

_TILES_KEPT_BY_READER = 64


def head() -> LogHead:
    """How long the record is, and its root; size 0 before the first act. For reading: writers use `lock_head`."""
    return LogHead.objects.filter(pk=HEAD_ID).first() or LogHead()


def entries_after(seq: int, limit: int) -> list[Entry]:
    """At most `limit` entries after `seq`, oldest first, without a gap."""
    return list(Entry.objects.filter(seq__gt=seq).order_by("seq")[:limit])


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
