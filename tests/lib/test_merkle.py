"""The tree: checked against the test vectors of RFC 6962 implementations, its definition, and a library by others."""

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from dateline.lib import merkle

# The leaves and roots that implementations of RFC 6962 share, ever since Certificate Transparency's first.
VECTOR_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
]
VECTOR_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

SIZES = st.integers(min_value=1, max_value=1_200)


class Tree:
    """A tree in memory, grown by the functions under test."""

    def __init__(self, size: int = 0, *, steps: list[int] | None = None) -> None:
        self.tiles: dict[merkle.Coordinates, bytes] = {}
        self.size = 0
        for step in steps or [size]:
            self.grow([b"leaf %d" % number for number in range(self.size, self.size + step)])

    def grow(self, leaves: list[bytes]) -> None:
        packed = b"".join(map(merkle.leaf_hash, leaves))
        self.tiles |= merkle.grow(self.size, packed, edge_of(self.tiles, self.size))
        self.size += len(leaves)

    def read(self, level: int, index: int) -> bytes:
        return self.tiles.get((level, index), b"")

    def root(self, size: int | None = None) -> bytes:
        return merkle.tree_root(self.size if size is None else size, self.read)

    def leaf(self, index: int) -> bytes:
        return merkle.leaf_hash(b"leaf %d" % index)


def edge_of(tiles: Mapping[merkle.Coordinates, bytes], size: int) -> dict[merkle.Coordinates, bytes]:
    return {at: tiles[at] for at in merkle.right_edge(size)}


def library_tree(size: int) -> InmemoryTree:
    tree = InmemoryTree(algorithm="sha256")
    for number in range(size):
        tree.append_entry(b"leaf %d" % number)
    return tree


def defined_root(hashes: list[bytes]) -> bytes:
    """MTH of RFC 6962 section 2.1, word for word."""
    if len(hashes) < 2:
        return hashes[0] if hashes else merkle.EMPTY_ROOT
    middle = split(len(hashes))
    return merkle.node_hash(defined_root(hashes[:middle]), defined_root(hashes[middle:]))


def defined_subproof(old_size: int, hashes: list[bytes], *, is_whole: bool) -> list[bytes]:
    """SUBPROOF of RFC 6962 section 2.1.2, word for word."""
    if old_size == len(hashes):
        return [] if is_whole else [defined_root(hashes)]
    middle = split(len(hashes))
    left, right = hashes[:middle], hashes[middle:]
    if old_size <= middle:
        return [*defined_subproof(old_size, left, is_whole=is_whole), defined_root(right)]
    return [*defined_subproof(old_size - middle, right, is_whole=False), defined_root(left)]


def split(count: int) -> int:
    middle = 1
    while middle * 2 < count:
        middle *= 2
    return middle


def test_roots_are_those_of_the_known_test_vectors() -> None:
    tree = Tree()
    roots = [tree.root().hex()]

    for leaf in VECTOR_LEAVES:
        tree.grow([leaf])
        roots.append(tree.root().hex())

    assert roots == VECTOR_ROOTS


def test_inclusion_proof_is_that_of_the_known_test_vector() -> None:
    tree = Tree()
    tree.grow(VECTOR_LEAVES)

    proof = merkle.inclusion_proof(0, 8, tree.read)

    assert [step.hex() for step in proof] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(min_value=0, max_value=600), min_size=1, max_size=5))
def test_tiles_and_root_do_not_depend_on_how_the_tree_grew(steps: list[int]) -> None:
    tree = Tree(steps=steps)

    assert tree.tiles == Tree(sum(steps)).tiles
    assert tree.root() == library_tree(sum(steps)).get_root(tree.size)


@settings(deadline=None, max_examples=15)
@given(st.data())
def test_every_hash_in_a_tile_is_the_one_the_specification_defines(data: st.DataObject) -> None:
    tree = Tree(data.draw(st.integers(min_value=1, max_value=70_000)))
    level, index = data.draw(st.sampled_from(sorted(tree.tiles)))
    at = data.draw(st.integers(0, len(tree.tiles[level, index]) // 32 - 1))
    first, last = (index * 256 + at) * 256**level, (index * 256 + at + 1) * 256**level

    expected = defined_root([tree.leaf(number) for number in range(first, last)])

    assert tree.tiles[level, index][at * 32 : (at + 1) * 32] == expected


def test_a_tree_of_70000_has_the_tiles_the_specification_counts() -> None:
    tree = Tree(70_000)

    widths = {at: len(tile) // 32 for at, tile in tree.tiles.items()}

    full = {(0, index): 256 for index in range(273)} | {(1, 0): 256}
    assert widths == full | {(0, 273): 112, (1, 1): 17, (2, 0): 1}
    assert merkle.right_edge(70_000) == [(0, 273), (1, 1), (2, 0)]
    assert {at: merkle.tile_width(70_000, at) for at in widths} == widths
    assert merkle.tile_width(70_000, (0, 274)) == 0


def test_a_tree_of_256_has_a_full_tile_and_one_hash_above() -> None:
    assert {at: len(tile) // 32 for at, tile in Tree(256).tiles.items()} == {(0, 0): 256, (1, 0): 1}


@pytest.mark.parametrize(
    ("at", "width", "path"),
    [
        ((0, 0), 256, "tile/0/000"),
        ((1, 5), 17, "tile/1/005.p/17"),
        ((0, 273), 112, "tile/0/273.p/112"),
        ((2, 1234067), 256, "tile/2/x001/x234/067"),
    ],
)
def test_tile_paths_are_those_of_the_specification(at: merkle.Coordinates, width: int, path: str) -> None:
    assert merkle.tile_path(at, width) == path


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_inclusion_proofs_hold_and_are_those_of_another_implementation(data: st.DataObject) -> None:
    grown = data.draw(SIZES)
    tree = Tree(grown)
    size = data.draw(st.integers(1, grown))
    index = data.draw(st.integers(0, size - 1))

    proof = merkle.inclusion_proof(index, size, tree.read)

    assert proof == library_tree(grown).prove_inclusion(index + 1, size).path[1:]
    assert merkle.is_included(tree.leaf(index), index=index, size=size, proof=proof, root=tree.root(size))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_an_inclusion_proof_holds_for_nothing_else(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 600))
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda number: number != index))
    tree = Tree(size)
    proof, root = merkle.inclusion_proof(index, size, tree.read), tree.root()
    leaf = tree.leaf(index)
    bent = [bytes(32), *proof[1:]]

    assert merkle.is_included(leaf, index=index, size=size, proof=proof, root=root)
    assert not merkle.is_included(tree.leaf(other), index=index, size=size, proof=proof, root=root)
    assert not merkle.is_included(leaf, index=other, size=size, proof=proof, root=root)
    assert not merkle.is_included(leaf, index=index, size=size, proof=bent, root=root)
    assert not merkle.is_included(leaf, index=index, size=size, proof=proof[:-1], root=root)
    assert not merkle.is_included(leaf, index=index, size=size, proof=[*proof, bytes(32)], root=root)
    assert not merkle.is_included(leaf, index=index, size=size, proof=proof, root=bytes(32))
    assert not merkle.is_included(leaf, index=size, size=size, proof=proof, root=root)
    assert not merkle.is_included(leaf, index=index, size=size, proof=[b"short", *proof[1:]], root=root)


@settings(deadline=None, max_examples=60)
@given(SIZES, SIZES)
def test_consistency_proofs_hold_and_are_those_of_the_definition(one: int, other: int) -> None:
    old_size, new_size = sorted([one, other])
    tree = Tree(new_size)
    hashes = [tree.leaf(index) for index in range(new_size)]

    proof = merkle.consistency_proof(old_size, new_size, tree.read)

    assert proof == defined_subproof(old_size, hashes, is_whole=True)
    assert merkle.is_consistent(
        old_size=old_size,
        old_root=tree.root(old_size),
        new_size=new_size,
        new_root=tree.root(),
        proof=proof,
    )


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_consistency_proof_holds_for_no_other_history(data: st.DataObject) -> None:
    new_size = data.draw(st.integers(2, 600))
    old_size = data.draw(st.integers(1, new_size - 1))
    tree = Tree(new_size)
    proof = merkle.consistency_proof(old_size, new_size, tree.read)
    old_root, new_root = tree.root(old_size), tree.root()

    def holds(
        *, old: bytes = old_root, new: bytes = new_root, steps: list[bytes] = proof, size: int = new_size
    ) -> bool:
        return merkle.is_consistent(old_size=old_size, old_root=old, new_size=size, new_root=new, proof=steps)

    assert holds()
    assert not holds(old=bytes(32))
    assert not holds(new=bytes(32))
    assert not holds(steps=proof[:-1])
    assert not holds(steps=[*proof, bytes(32)])
    assert not holds(steps=[bytes(32), *proof[1:]])
    assert not holds(steps=[b"short", *proof[1:]])
    assert not holds(steps=[])
    assert not holds(size=old_size - 1)
    assert not holds(size=old_size)


def test_the_empty_tree_is_the_beginning_of_every_other_and_itself() -> None:
    root = Tree(5).root()

    assert merkle.consistency_proof(0, 5, Tree(5).read) == []
    assert merkle.is_consistent(old_size=0, old_root=merkle.EMPTY_ROOT, new_size=5, new_root=root, proof=[])
    assert not merkle.is_consistent(old_size=0, old_root=root, new_size=5, new_root=root, proof=[])
    assert merkle.is_consistent(old_size=5, old_root=root, new_size=5, new_root=root, proof=[])
    assert not merkle.is_consistent(old_size=5, old_root=root, new_size=5, new_root=merkle.EMPTY_ROOT, proof=[])


def test_proofs_of_what_does_not_exist_are_refused() -> None:
    tree = Tree(5)

    for index, size in [(5, 5), (-1, 5), (0, 0)]:
        with pytest.raises(ValueError, match="no leaf"):
            merkle.inclusion_proof(index, size, tree.read)
    with pytest.raises(ValueError, match="did not grow"):
        merkle.consistency_proof(6, 5, tree.read)


def test_a_tile_that_is_too_short_is_an_error_and_never_a_wrong_root() -> None:
    tree = Tree(300)
    tree.tiles[0, 1] = tree.tiles[0, 1][:-32]

    with pytest.raises(ValueError, match="a tile ends before"):
        tree.root()
    with pytest.raises(ValueError, match="a tile ends before"):
        tree.grow([b"next"])


@pytest.mark.parametrize("count", [0, 31, 33, 3 * 32])
def test_a_perfect_root_needs_a_power_of_two_of_hashes(count: int) -> None:
    with pytest.raises(ValueError, match="not the hashes of a complete tree"):
        merkle.perfect_root(bytes(count))


def test_each_root_on_the_way_is_the_beginning_of_the_next() -> None:
    tree = Tree(1_000)

    for old_size, new_size in pairwise([1, 2, 255, 256, 257, 511, 512, 999, 1_000]):
        assert merkle.is_consistent(
            old_size=old_size,
            old_root=tree.root(old_size),
            new_size=new_size,
            new_root=tree.root(new_size),
            proof=merkle.consistency_proof(old_size, new_size, tree.read),
        )
