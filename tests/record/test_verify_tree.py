"""The tree of a record longer than a test would write: 70,000 entries, three levels of tiles."""

from collections.abc import Iterable

import pytest

from dateline.lib import merkle
from dateline.record.findings import Findings
from dateline.record.verify_tree import TreeCheck

SIZE = 70_000


@pytest.fixture(scope="module")
def _grown() -> dict[merkle.Coordinates, bytes]:
    leaves = b"".join(merkle.leaf_hash(b"%d" % number) for number in range(SIZE))
    return merkle.grow(0, leaves, {})


@pytest.fixture
def tiles(_grown: dict[merkle.Coordinates, bytes]) -> dict[merkle.Coordinates, bytes]:
    return dict(_grown)


def problems(tiles: dict[merkle.Coordinates, bytes], *, root: bytes) -> list[tuple[int | None, str]]:
    findings = Findings()
    check = TreeCheck(
        size=SIZE,
        root=root,
        read_tile=lambda level, index: tiles.get((level, index), b""),
        findings=findings,
        changed_tiles=set(),
    )
    check.run()
    return [(problem.seq, str(problem)) for problem in findings.in_order()]


def root_of(tiles: dict[merkle.Coordinates, bytes]) -> bytes:
    return merkle.tree_root(SIZE, lambda level, index: tiles[level, index])


def put(tiles: dict[merkle.Coordinates, bytes], at: merkle.Coordinates, slot: int, value: bytes) -> None:
    tiles[at] = tiles[at][: slot * 32] + value + tiles[at][(slot + 1) * 32 :]


def put_through(tiles: dict[merkle.Coordinates, bytes], leaf: int, levels: Iterable[int]) -> None:
    """Change a leaf, and what the tiles of these levels say of it."""
    value, place = bytes(32), leaf
    for level in levels:
        index, slot = divmod(place, 256)
        put(tiles, (level, index), slot, value)
        value, place = merkle.perfect_root(tiles[level, index][: 256 * 32]), index


def test_a_sound_tree_has_no_problems(tiles: dict[merkle.Coordinates, bytes]) -> None:
    assert problems(tiles, root=root_of(tiles)) == []


@pytest.mark.parametrize(
    ("at", "slot", "name"),
    [
        ((1, 0), 5, "tile/1/000"),
        ((1, 0), 255, "tile/1/000"),
        ((1, 1), 5, "tile/1/001.p/17"),
        ((2, 0), 0, "tile/2/000.p/1"),
    ],
)
def test_one_changed_hash_accuses_its_own_tile_and_no_other(
    tiles: dict[merkle.Coordinates, bytes], at: merkle.Coordinates, slot: int, name: str
) -> None:
    root = root_of(tiles)

    put(tiles, at, slot, bytes(32))

    assert problems(tiles, root=root) == [(None, f"The tile {name} was changed.")]


def test_a_change_carried_up_one_level_accuses_the_entries_under_that_tile(
    tiles: dict[merkle.Coordinates, bytes],
) -> None:
    root = root_of(tiles)

    put_through(tiles, 1_000, [0])

    assert problems(tiles, root=root) == [
        (769, "Among the entries 769 to 1024 at least one was changed together with its tile.")
    ]


def test_a_change_carried_up_two_levels_is_found_by_the_third(tiles: dict[merkle.Coordinates, bytes]) -> None:
    root = root_of(tiles)

    put_through(tiles, 1_000, [0, 1])

    assert problems(tiles, root=root) == [(None, "The tile tile/1/000 was changed.")]


def test_a_change_carried_up_to_the_top_is_found_by_the_root(tiles: dict[merkle.Coordinates, bytes]) -> None:
    root = root_of(tiles)

    put_through(tiles, 1_000, [0, 1, 2])

    [(seq, message)] = problems(tiles, root=root)
    assert seq is None
    assert "The root at the head does not fit the 70000 entries" in message
