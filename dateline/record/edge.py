"""The right edge of the tree: the few partial tiles that growing it needs, remembered between acts.

What is remembered is keyed by the root over it, which the writer holds locked: a process whose memory is older than
the database, or newer because its transaction was rolled back, has the wrong root and reads the tiles again.
"""

from collections.abc import Mapping

from dateline.lib.merkle import EMPTY_ROOT, Coordinates, right_edge, tree_root
from dateline.record.errors import BrokenRecord
from dateline.record.models import LogHead
from dateline.record.queries import stored_tiles

Edge = dict[Coordinates, bytes]


class EdgeMemory:
    """The edge of one tree, the last this process wrote. Threads may share it: it is replaced whole, never changed."""

    def __init__(self) -> None:
        self._last: tuple[int, str, Edge] = (0, EMPTY_ROOT.hex(), {})

    def edge_at(self, head: LogHead) -> Edge:
        """The partial tiles under this head.

        Raises BrokenRecord when those in the database do not fit it: an act on top would make the damage permanent.
        """
        size, root, edge = self._last
        if (size, root) == (head.size, head.root):
            return edge
        edge = stored_tiles(right_edge(head.size))
        if root_over(head.size, edge) != head.root:
            raise BrokenRecord("The tree of the record does not fit its head; `dateline verify` says where.")
        return edge

    def remember(self, head: LogHead, tiles: Mapping[Coordinates, bytes]) -> None:
        """Keep the edge under a head that was just written; `tiles` holds at least those."""
        self._last = (head.size, head.root, {at: tiles[at] for at in right_edge(head.size)})


def root_over(size: int, tiles: Mapping[Coordinates, bytes]) -> str:
    """The root, in hex, of a tree whose right edge is in `tiles`. Raises BrokenRecord when a tile is too short."""
    try:
        return tree_root(size, lambda level, index: tiles.get((level, index), b"")).hex()
    except ValueError as error:
        raise BrokenRecord("A tile of the record is too short; `dateline verify` says which.") from error
