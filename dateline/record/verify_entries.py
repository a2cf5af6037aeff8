"""The part of `verify` that compares every entry with its hash in the tree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from django.db import DatabaseError

from dateline.lib.merkle import (
    HASH_BYTES,
    TILE_WIDTH,
    Coordinates,
    ReadTile,
    leaf_hash,
    perfect_root,
    tile_path,
    tile_width,
    tree_root,
)
from dateline.record.findings import Findings
from dateline.record.models import Entry

# Changed entries compared pairwise, to tell a swap from a change: 64 * 64 hashes take a tenth of a second.
_COMPARED_AT_MOST = 64


@dataclass(slots=True)
class EntryCheck:
    """Compares entries with the tree, one tile's worth at a time, in constant memory.

    size, root: what the head says. changed_tiles: those found to be at fault themselves, for the checks that follow.
    """

    size: int
    root: bytes
    read_tile: ReadTile
    findings: Findings
    changed_tiles: set[Coordinates] = field(default_factory=set)
    _changed: list[tuple[Entry, bytes]] = field(default_factory=list)
    _gap_from: int | None = None

    def run(self, check_versions: Callable[[Sequence[Entry]], None], progress: Callable[[int, int], None]) -> None:
        """Check the entries from 1 to the size of the tree; those that fit go on to `check_versions`."""
        for index in range(-(-self.size // TILE_WIDTH)):
            check_versions(self._fitting(index))
            progress(min(self.size, (index + 1) * TILE_WIDTH), self.size)
        self._close_gap(self.size)
        self._report_changed()

    def _fitting(self, index: int) -> list[Entry]:
        """The entries under one tile of level 0 that are what was written; what is wrong with the others is noted."""
        width = tile_width(self.size, (0, index))
        first_seq = index * TILE_WIDTH + 1
        rows = self._rows(range(first_seq, first_seq + width))
        tile = self.read_tile(0, index)[: width * HASH_BYTES]
        hashes = {entry.seq: _hash_of(entry) for entry in rows}
        if b"".join(hashes.values()) == tile:
            return rows
        if self._fits_above(index, b"".join(hashes.values()), width=width):
            self.findings.add(f"The tile {tile_path((0, index), width)} was changed; its entries were not.")
            self.changed_tiles.add((0, index))
            return rows
        if len(tile) < width * HASH_BYTES:
            return []  # The tile is reported with the tree; what its entries were, nobody can say.
        return [entry for entry in rows if self._is_as_written(entry, hashes[entry.seq], tile, first_seq)]

    def _is_as_written(self, entry: Entry, found: bytes, tile: bytes, first_seq: int) -> bool:
        at = (entry.seq - first_seq) * HASH_BYTES
        expected = tile[at : at + HASH_BYTES]
        if found != expected:
            self._note_changed(entry, expected)
        return found == expected

    def _fits_above(self, index: int, packed: bytes, *, width: int) -> bool:
        """Whether the level above, or the root, agrees with these hashes and not with the tile."""
        if len(packed) < width * HASH_BYTES:
            return False
        if width == TILE_WIDTH:
            slot = index % TILE_WIDTH * HASH_BYTES
            return self.read_tile(1, index // TILE_WIDTH)[slot : slot + HASH_BYTES] == perfect_root(packed)
        read_tile = partial(_read_instead, self.read_tile, {(0, index): packed})
        try:
            return tree_root(self.size, read_tile) == self.root
        except ValueError:
            return False

    def _rows(self, seqs: range) -> list[Entry]:
        rows, unreadable = _read_entries(seqs)
        for seq, error in unreadable.items():
            self.findings.add(f"Entry {seq} can't be read: {error}", seq=seq)
        present = {entry.seq for entry in rows} | unreadable.keys()
        for seq in seqs:
            if seq in present:
                self._close_gap(seq - 1)
            elif self._gap_from is None:
                self._gap_from = seq
        return rows

    def _close_gap(self, last: int) -> None:
        first, self._gap_from = self._gap_from, None
        if first is not None:
            message = f"Entry {first} is missing." if first == last else f"Entries {first} to {last} are missing."
            self.findings.add(message, seq=first)

    def _note_changed(self, entry: Entry, expected: bytes) -> None:
        if len(self._changed) < _COMPARED_AT_MOST:
            self._changed.append((entry, expected))
        else:
            self._add_changed(entry)

    def _add_changed(self, entry: Entry) -> None:
        self.findings.add(f"Entry {entry.seq} was changed after it was written.", seq=entry.seq, number=entry.number)

    def _report_changed(self) -> None:
        for entry, _ in self._changed:
            origin = self._origin(entry)
            if origin is None:
                self._add_changed(entry)
            else:
                message = f"Entry {entry.seq} holds what was written as entry {origin}: entries were swapped."
                self.findings.add(message, seq=entry.seq, number=entry.number)

    def _origin(self, entry: Entry) -> int | None:
        """The seq under which this entry fits the tree, or None."""
        here = entry.seq
        others = [(other.seq, expected) for other, expected in self._changed if other is not entry]
        try:
            for entry.seq, expected in others:
                if _hash_of(entry) == expected:
                    return entry.seq
        finally:
            entry.seq = here
        return None


def _read_entries(seqs: range) -> tuple[list[Entry], dict[int, str]]:
    """The entries with these seqs, in order, and why others can't be read: damaged text, or impossible dates."""
    rows = Entry.objects.filter(seq__range=(seqs[0], seqs[-1])).order_by("seq")
    try:
        return list(rows), {}
    except (DatabaseError, ValueError):
        found: list[Entry] = []
        unreadable: dict[int, str] = {}
    for seq in seqs:
        try:
            found += rows.filter(seq=seq)
        except (DatabaseError, ValueError) as error:
            unreadable[seq] = str(error)
    return found, unreadable


def _hash_of(entry: Entry) -> bytes:
    """The leaf hash; empty, which fits nothing, when no such entry can have been written."""
    try:
        if entry.at.microsecond or entry.recorded_at.microsecond:
            return b""
        return leaf_hash(entry.leaf())
    except (ValueError, TypeError, AttributeError):
        return b""


def _read_instead(read_tile: ReadTile, instead: dict[Coordinates, bytes], level: int, index: int) -> bytes:
    return instead.get((level, index)) or read_tile(level, index)
