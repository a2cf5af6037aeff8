"""The part of `verify` that recomputes the tree: each tile from the one below, the root from them all."""

from collections.abc import Iterator

from dateline.lib.merkle import (
    HASH_BYTES,
    TILE_BYTES,
    TILE_WIDTH,
    Coordinates,
    ReadTile,
    perfect_root,
    right_edge,
    tile_path,
    tile_width,
    tree_root,
)
from dateline.record.findings import Findings


class TreeCheck:
    """Compares the tiles of a tree with each other and with its root.

    size, root: what the head says. changed_tiles: those already found to be at fault; more are added.
    """

    def __init__(
        self, *, size: int, root: bytes, read_tile: ReadTile, findings: Findings, changed_tiles: set[Coordinates]
    ) -> None:
        self._size = size
        self._root = root
        self._read_tile = read_tile
        self._findings = findings
        self._changed = changed_tiles

    def run(self) -> str:
        """Check the whole tree; its recomputed root in hex, "" when tiles are missing."""
        found = self._recomputed_root()
        root_fits = found == self._root
        torn = {at for at in self._tiles() if self._is_torn(at)}
        # From the top: a tile that fits nothing above it explains that the tiles below do not fit it.
        for at in sorted(torn, reverse=True):
            self._blame(at, torn=torn, root_fits=root_fits)
        if found is not None and not root_fits and self._changed.isdisjoint(right_edge(self._size)):
            self._findings.add(
                f"The root at the head does not fit the {self._size} entries: "
                "the head was changed, or the last entries together with their tiles."
            )
        return "" if found is None else found.hex()

    def _recomputed_root(self) -> bytes | None:
        try:
            return tree_root(self._size, self._read_tile)
        except ValueError:
            return None

    def _tiles(self) -> Iterator[Coordinates]:
        level, complete = 0, self._size
        while complete:
            for index in range(-(-complete // TILE_WIDTH)):
                yield level, index
            level, complete = level + 1, complete // TILE_WIDTH

    def _is_torn(self, at: Coordinates) -> bool:
        """Whether a full tile has another root than the level above says. Reports a tile that is too short."""
        level, index = at
        width = tile_width(self._size, at)
        tile = self._read_tile(level, index)
        if len(tile) < width * HASH_BYTES:
            self._add(at, "is missing" if not tile else "is cut short")
            return False
        above = self._read_tile(level + 1, index // TILE_WIDTH)
        slot = index % TILE_WIDTH * HASH_BYTES
        expected = above[slot : slot + HASH_BYTES]
        return width == TILE_WIDTH and bool(expected) and perfect_root(tile[:TILE_BYTES]) != expected

    def _blame(self, at: Coordinates, *, torn: set[Coordinates], root_fits: bool) -> None:
        level, index = at
        parent = (level + 1, index // TILE_WIDTH)
        if self._changed & {at, parent}:
            return
        is_at_edge = tile_width(self._size, parent) < TILE_WIDTH
        if parent in torn or (is_at_edge and not root_fits):
            self._add(parent, "was changed")
        elif level:
            self._add(at, "was changed")
        else:
            first, last = index * TILE_WIDTH + 1, (index + 1) * TILE_WIDTH
            self._findings.add(
                f"Among the entries {first} to {last} at least one was changed together with its tile.", seq=first
            )
            self._changed.add(at)

    def _add(self, at: Coordinates, what: str) -> None:
        if at not in self._changed:
            self._changed.add(at)
            self._findings.add(f"The tile {tile_path(at, tile_width(self._size, at))} {what}.")
