"""A Merkle tree kept as tiles: hashing, growth, roots, proofs and their verification. Plain functions over bytes.

Sources: RFC 6962 section 2.1 (hashing, proofs), RFC 9162 sections 2.1.3.2 and 2.1.4.2 (verification),
C2SP tlog-tiles (tiles 256 hashes wide, and their paths).

A tile is addressed by `(level, index)`, both from 0, and is its hashes one after the other, 32 bytes each. Level 0
holds leaf hashes, level 1 the roots of full level-0 tiles, and so on. Only the last tile of a level may be partial.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import sha256

HASH_BYTES = 32
TILE_WIDTH = 256
TILE_BYTES = TILE_WIDTH * HASH_BYTES
TILE_HEIGHT = 8
EMPTY_ROOT = sha256(b"").digest()

# The right edge of a growing tree is asked for again and again; a few hundred kilobytes of it are kept.
_SUBTREES_KEPT = 64

Coordinates = tuple[int, int]
# Gives the bytes of the tile at (level, index); longer than needed is fine, shorter is an error of the tree.
ReadTile = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf, 32 bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two hashes, 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


def perfect_root(packed: bytes) -> bytes:
    """The root over 1, 2, 4, … 2**n hashes lying one after the other.

    Raises ValueError for any other number of them.
    """
    count, rest = divmod(len(packed), HASH_BYTES)
    if rest or count < 1 or count & (count - 1):
        raise ValueError(f"{len(packed)} bytes are not the hashes of a complete tree")
    while len(packed) > HASH_BYTES:
        packed = b"".join(
            [sha256(b"\x01" + packed[at : at + 64]).digest() for at in range(0, len(packed), 2 * HASH_BYTES)]
        )
    return packed


_remembered_root = lru_cache(_SUBTREES_KEPT)(perfect_root)


def tile_width(size: int, at: Coordinates) -> int:
    """How many hashes the tile at these coordinates holds in a tree of this size: 0 to 256."""
    level, index = at
    return max(0, min(TILE_WIDTH, (size >> TILE_HEIGHT * level) - index * TILE_WIDTH))


def right_edge(size: int) -> list[Coordinates]:
    """The partial tiles of a tree of this size, lowest level first; they are all that growing it and its root need."""
    edge = []
    level, complete = 0, size
    while complete:
        index, width = divmod(complete, TILE_WIDTH)
        if width:
            edge.append((level, index))
        level, complete = level + 1, index
    return edge


def tile_path(at: Coordinates, width: int = TILE_WIDTH) -> str:
    """The public path of a tile: `tile/0/x001/x234/067`, partial ones `tile/0/273.p/112`."""
    level, index = at
    elements = [f"{index % 1000:03d}"]
    while index := index // 1000:
        elements.insert(0, f"x{index % 1000:03d}")
    suffix = "" if width == TILE_WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(elements)}{suffix}"


def grow(size: int, leaves: bytes, edge: Mapping[Coordinates, bytes]) -> dict[Coordinates, bytes]:
    """The tiles that change when leaf hashes (packed, 32 bytes each) are appended to a tree of this size.

    edge: the tiles named by `right_edge(size)`; others in it do no harm.
    Raises ValueError when one of them is missing or too short.
    """
    changed: dict[Coordinates, bytes] = {}
    level, carry = 0, leaves
    while carry:
        index, width = divmod(size >> TILE_HEIGHT * level, TILE_WIDTH)
        row = _hashes(edge.get((level, index), b""), first=0, count=width) + carry
        carry = b""
        while len(row) >= TILE_BYTES:
            changed[level, index] = row[:TILE_BYTES]
            carry += perfect_root(row[:TILE_BYTES])
            row = row[TILE_BYTES:]
            index += 1
        if row:
            changed[level, index] = row
        level += 1
    return changed


def tree_root(size: int, read_tile: ReadTile) -> bytes:
    """The root of a tree of this size. Reads only the tiles of `right_edge(size)`.

    Raises ValueError when a tile is too short.
    """
    return _range_root(0, size, read_tile) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, read_tile: ReadTile) -> list[bytes]:
    """What proves that leaf `index` (from 0) is in the tree of this size: its neighbours, nearest first.

    Raises ValueError when there is no such leaf, or a tile is too short.
    """
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    proof: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            proof.append(_range_root(middle, end, read_tile))
            end = middle
        else:
            proof.append(_range_root(start, middle, read_tile))
            start = middle
    return proof[::-1]


def consistency_proof(old_size: int, new_size: int, read_tile: ReadTile) -> list[bytes]:
    """What proves that the tree of the old size is the beginning of the tree of the new size.

    Empty when the sizes are equal or the old tree is empty. Raises ValueError when the old size is larger, or a tile is
    too short.
    """
    if not 0 <= old_size <= new_size:
        raise ValueError(f"a tree of {new_size} did not grow from one of {old_size}")
    if old_size in (0, new_size):
        return []
    proof: list[bytes] = []
    start, end = 0, new_size
    while old_size != end:
        middle = start + _split(end - start)
        if old_size <= middle:
            proof.append(_range_root(middle, end, read_tile))
            end = middle
        else:
            proof.append(_range_root(start, middle, read_tile))
            start = middle
    if start:
        proof.append(_range_root(start, end, read_tile))
    return proof[::-1]


def is_included(leaf: bytes, *, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """Whether the proof shows that this leaf hash stands at `index` (from 0) of the tree with this size and root."""
    if not 0 <= index < size or any(len(step) != HASH_BYTES for step in proof):
        return False
    node, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(step, found)
            node, last = _up_past_left_edge(node, last)
        else:
            found = node_hash(found, step)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(*, old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: list[bytes]) -> bool:
    """Whether the proof shows that the old tree is the beginning of the new one."""
    if not 0 <= old_size <= new_size or any(len(step) != HASH_BYTES for step in proof):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    steps = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    return bool(steps) and _fold_consistency(steps, old_size, new_size) == (old_root, new_root)


def _fold_consistency(steps: list[bytes], old_size: int, new_size: int) -> tuple[bytes, bytes] | None:
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_found = new_found = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            old_found, new_found = node_hash(step, old_found), node_hash(step, new_found)
            node, last = _up_past_left_edge(node, last)
        else:
            new_found = node_hash(new_found, step)
        node, last = node >> 1, last >> 1
    return (old_found, new_found) if last == 0 else None


def _up_past_left_edge(node: int, last: int) -> tuple[int, int]:
    # A node at the right edge may have no sibling for several levels; the proof has no step for those.
    while not node & 1 and node:
        node, last = node >> 1, last >> 1
    return node, last


def _split(count: int) -> int:
    """The largest power of two smaller than the count, which is at least 2."""
    return 1 << ((count - 1).bit_length() - 1)


def _range_root(start: int, end: int, read_tile: ReadTile) -> bytes:
    """The root over leaves start to end - 1, where start is a multiple of the largest complete subtree in between."""
    complete: list[bytes] = []
    while start < end:
        height = (end - start).bit_length() - 1
        complete.append(_subtree_root(start, height, read_tile))
        start += 1 << height
    root = complete.pop()
    while complete:
        root = node_hash(complete.pop(), root)
    return root


def _subtree_root(start: int, height: int, read_tile: ReadTile) -> bytes:
    level, height_in_tile = divmod(height, TILE_HEIGHT)
    index, first = divmod(start >> TILE_HEIGHT * level, TILE_WIDTH)
    return _remembered_root(_hashes(read_tile(level, index), first=first, count=1 << height_in_tile))


def _hashes(tile: bytes, *, first: int, count: int) -> bytes:
    found = tile[first * HASH_BYTES : (first + count) * HASH_BYTES]
    if len(found) != count * HASH_BYTES:
        raise ValueError(f"a tile ends before its hash {first + count}")
    return found
