"""Reading the record."""

import pytest
from pytest_django import DjangoAssertNumQueries

from dateline.lib import merkle
from dateline.record import queries
from dateline.record.models import Act, Cursor, Entry, Tile, Version
from tests.record.acts import FERRY, act, behind_the_back, record, record_many, seqs

pytestmark = pytest.mark.django_db


def test_an_empty_record_has_a_head_of_size_nought_and_the_root_of_the_empty_tree() -> None:
    head = queries.head()

    assert (head.pk, head.size, head.root, head.highest_number) == (1, 0, merkle.EMPTY_ROOT.hex(), 0)


def test_entries_come_in_order_after_a_seq_and_of_a_story() -> None:
    record(act(), act(number=9), act(version=2, act=Act.CORRECT, note="The hour was wrong."))

    assert seqs(queries.entries_after(0, 2)) == [1, 2]
    assert seqs(queries.entries_after(2, 10)) == [3]
    assert queries.entries_after(3, 10) == []
    assert seqs(queries.entries_of(FERRY)) == [1, 3]
    assert queries.entries_of(7) == []
    latest = queries.latest_entry(FERRY)
    assert latest is not None
    assert latest.seq == 3
    assert queries.latest_entry(7) is None


def test_content_is_given_as_it_was_published_unless_sealed_destroyed_or_absent() -> None:
    record(act(), act(number=9), act(number=10))
    behind_the_back(Version).filter(number=9).update(sealed=True)
    behind_the_back(Version).filter(number=10).update(content=None)

    assert queries.version_content(FERRY, 1) == {"format": 1, "headline": "Ferry to Vell runs again after storm"}
    assert queries.version_content(FERRY, 2) is None
    assert queries.version_content(9, 1) is None
    assert queries.version_content(10, 1) is None


def test_proofs_of_each_entry_hold_against_the_head_and_read_each_tile_once(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    entries = record_many(600)
    root = bytes.fromhex(queries.head().root)
    read_tile = queries.tile_reader()

    with django_assert_max_num_queries(4):
        proofs = [merkle.inclusion_proof(entry.seq - 1, 600, read_tile) for entry in entries]

    for entry, proof in zip(entries, proofs, strict=True):
        leaf = merkle.leaf_hash(entry.leaf())
        assert merkle.is_included(leaf, index=entry.seq - 1, size=600, proof=proof, root=root)


def test_tiles_that_do_not_exist_are_left_out_or_read_as_empty() -> None:
    record(act())

    assert queries.stored_tiles([]) == {}
    assert set(queries.stored_tiles([(0, 0), (0, 1), (1, 0)])) == {(0, 0)}
    assert queries.tile_reader()(5, 5) == b""


def test_rows_say_what_they_are() -> None:
    [entry] = record(act())

    assert str(entry) == "entry 1: publish 318621"
    assert str(Version.objects.get()) == "318621 version 1"
    assert str(Tile.objects.get()) == "tile/0/000"
    assert str(queries.head()) == f"1 entries, root {queries.head().root}"
    assert str(Cursor(name="search", seq=1)) == "search at 1"
    assert Entry.objects.get() == entry
