"""`dateline verify`: sound records verify, and whatever somebody does to one is found and named."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.db.models import F

from dateline.lib import merkle
from dateline.record import queries
from dateline.record.findings import PROBLEMS_LISTED_AT_MOST
from dateline.record.models import Act, Cursor, Entry, LogHead, Tile, Version
from dateline.record.verify import Problem, Report, verify
from tests.record.acts import FERRY, act, behind_the_back, record, record_many, text_of

pytestmark = pytest.mark.django_db

ENTRIES = 600


@pytest.fixture
def _record() -> None:
    """600 stories, then a correction and a retraction of story 20: entries 601 and 602, in the third, partial tile."""
    record_many(ENTRIES)
    record(
        act(number=20, version=2, act=Act.CORRECT, note="The hour was wrong.", content=text_of("Corrected")),
        act(number=20, version=2, act=Act.RETRACT, note="Withdrawn.", content=None),
    )


sound_record = pytest.mark.usefixtures("_record")


def only(report: Report) -> Problem:
    """The one problem there is."""
    [problem] = report.problems
    assert not report.is_sound
    return problem


def messages(report: Report) -> list[str]:
    return [str(problem) for problem in report.problems]


def change_tile(level: int, index: int, change: Callable[[bytes], bytes]) -> None:
    tile = behind_the_back(Tile).get(level=level, index=index)
    behind_the_back(Tile).filter(pk=tile.pk).update(hashes=change(bytes(tile.hashes)))


def with_hash(at: int, value: bytes) -> Callable[[bytes], bytes]:
    return lambda tile: tile[: at * 32] + value + tile[(at + 1) * 32 :]


def rewrite_entry(seq: int, **changes: object) -> bytes:
    """Change an entry; its new leaf hash."""
    behind_the_back(Entry).filter(seq=seq).update(**changes)
    return merkle.leaf_hash(Entry.objects.get(seq=seq).leaf())


def test_an_empty_record_verifies() -> None:
    report = verify()

    assert report.is_sound
    assert (report.entries, report.versions, report.root) == (0, 0, merkle.EMPTY_ROOT.hex())


@sound_record
def test_a_sound_record_verifies_and_says_how_far_it_is() -> None:
    Cursor.objects.create(name="search", seq=602)
    steps: list[tuple[int, int]] = []

    report = verify(lambda done, total: steps.append((done, total)))

    assert messages(report) == []
    assert (report.entries, report.versions, report.root) == (602, 601, queries.head().root)
    assert steps == [(256, 602), (512, 602), (602, 602)]


@sound_record
def test_a_changed_text_is_named_once_at_the_first_entry_that_speaks_of_it() -> None:
    behind_the_back(Version).filter(number=20, version=2).update(content=text_of("Nothing happened"))

    problem = only(verify())

    assert (problem.seq, problem.number) == (601, 20)
    assert str(problem) == "Story 20, version 2, is not the text that was published (entry 601)."


@sound_record
def test_a_text_changed_together_with_its_own_hash_is_found() -> None:
    text = text_of("Nothing happened")
    behind_the_back(Version).filter(number=7).update(content=text, content_hash=sha256(text.encode()).hexdigest())

    assert "not the text that was published" in str(only(verify()))


@sound_record
def test_a_changed_hash_beside_an_unchanged_text_is_found() -> None:
    behind_the_back(Version).filter(number=7).update(content_hash="0" * 64)

    assert str(only(verify())) == "Story 7, version 1, has another hash than the record says (entry 7)."


@pytest.mark.parametrize(
    "changes",
    [
        {"note": "Nothing to see."},
        {"act": "update"},
        {"version": 2},
        {"number": 8},
        {"content_hash": "0" * 64},
        {"keys": []},
        {"keys": [0.5]},
        {"at": datetime(2021, 12, 10, 4, 23, tzinfo=UTC)},
        {"recorded_at": F("recorded_at") + timedelta(hours=1)},
        {"at": datetime(2021, 12, 10, 4, 22, 0, 1, tzinfo=UTC)},
    ],
    ids=str,
)
@pytest.mark.parametrize("seq", [7, 599], ids=["in a full tile", "at the edge"])
@sound_record
def test_any_changed_field_of_an_entry_is_found(seq: int, changes: dict[str, object]) -> None:
    behind_the_back(Entry).filter(seq=seq).update(**changes)

    first = verify().problems[0]

    assert (first.seq, str(first)) == (seq, f"Entry {seq} was changed after it was written.")


@sound_record
def test_a_missing_entry_and_a_missing_run_are_named() -> None:
    behind_the_back(Entry).filter(seq__in=[9, *range(250, 300)]).delete()

    found = messages(verify())

    assert found[:2] == ["Entry 9 is missing.", "Entries 250 to 299 are missing."]
    assert "Story 9, version 1, has no entry in the record." in found


@sound_record
def test_entries_cut_off_at_the_end_are_missing() -> None:
    behind_the_back(Entry).filter(seq__gte=601).delete()

    report = verify()

    assert messages(report)[0] == "Entries 601 to 602 are missing."


@sound_record
def test_two_swapped_entries_are_named_with_their_places() -> None:
    behind_the_back(Entry).filter(seq=5).update(seq=10_000)
    behind_the_back(Entry).filter(seq=590).update(seq=5)
    behind_the_back(Entry).filter(seq=10_000).update(seq=590)

    assert messages(verify()) == [
        "Entry 5 holds what was written as entry 590: entries were swapped.",
        "Entry 590 holds what was written as entry 5: entries were swapped.",
    ]


@sound_record
def test_more_changed_entries_than_are_compared_are_all_named() -> None:
    behind_the_back(Entry).filter(seq__range=(101, 200)).update(note="Nothing to see.")

    assert [problem.seq for problem in verify().problems] == list(range(101, 201))


@sound_record
def test_a_record_rewritten_throughout_is_reported_in_bounded_length() -> None:
    record_many(PROBLEMS_LISTED_AT_MOST, first_number=1_000)
    behind_the_back(Version).update(content="{}")

    report = verify()

    assert len(report.problems) == PROBLEMS_LISTED_AT_MOST
    assert report.unlisted == 601


@sound_record
@pytest.mark.parametrize(
    ("level", "index", "name"),
    [(0, 1, "tile/0/001"), (0, 2, "tile/0/002.p/90"), (1, 0, "tile/1/000.p/2")],
)
def test_a_changed_tile_is_named_and_no_entry_is_accused(level: int, index: int, name: str) -> None:
    change_tile(level, index, with_hash(1, bytes(32)))

    problem = only(verify())

    assert problem.seq is None
    assert name in str(problem)
    assert "was changed" in str(problem)


@sound_record
@pytest.mark.parametrize(
    ("level", "index", "what"),
    [(0, 0, "is cut short"), (0, 2, "is cut short"), (1, 0, "is cut short")],
)
def test_a_tile_that_was_cut_short_is_named(level: int, index: int, what: str) -> None:
    change_tile(level, index, lambda tile: tile[:-32])

    found = messages(verify())

    assert any(f"tile/{level}/00{index}" in message for message in found), found


@sound_record
def test_lost_tiles_are_named_and_texts_are_still_checked_where_the_tree_above_stands() -> None:
    behind_the_back(Tile).filter(level=0, index=0).delete()
    behind_the_back(Version).filter(number=7).update(content="{}")

    found = messages(verify())

    assert found == [
        "Story 7, version 1, is not the text that was published (entry 7).",
        "The tile tile/0/000 was changed; its entries were not.",
    ]


@sound_record
def test_a_tree_that_is_gone_is_reported_tile_by_tile() -> None:
    behind_the_back(Tile).all().delete()

    report = verify()

    assert report.root == ""
    assert messages(report) == [
        f"The tile {name} is missing." for name in ["tile/0/000", "tile/0/001", "tile/0/002.p/90", "tile/1/000.p/2"]
    ]


@sound_record
def test_an_entry_changed_together_with_its_tile_is_found_by_the_tree_above() -> None:
    change_tile(0, 0, with_hash(6, rewrite_entry(7, note="Nothing to see.")))

    problem = only(verify())

    assert problem.seq == 1
    assert "Among the entries 1 to 256" in str(problem)


@sound_record
def test_an_entry_at_the_edge_changed_together_with_its_tile_is_found_by_the_root() -> None:
    change_tile(0, 2, with_hash(0, rewrite_entry(513, note="Nothing to see.")))

    assert "The root at the head does not fit the 602 entries" in str(only(verify()))


@sound_record
@pytest.mark.parametrize("root", ["0" * 64, "not a root"])
def test_a_changed_root_is_found(root: str) -> None:
    behind_the_back(LogHead).update(root=root)

    assert "The root at the head does not fit the 602 entries" in str(only(verify()))


@sound_record
def test_a_head_that_was_set_back_is_found() -> None:
    root = merkle.tree_root(600, queries.tile_reader()).hex()
    behind_the_back(LogHead).update(size=600, root=root)

    found = messages(verify())

    assert found[0] == "The head says 600 entries, but there are entries up to 602."
    assert "The tree has 602 hashes, the head says 600 entries: the record was cut short." in found


@sound_record
def test_a_record_cut_short_with_tree_and_head_is_betrayed_by_its_versions_and_followers() -> None:
    Cursor.objects.create(name="search", seq=602)
    root = merkle.tree_root(600, queries.tile_reader()).hex()
    behind_the_back(LogHead).update(size=600, root=root)
    behind_the_back(Entry).filter(seq__gt=600).delete()
    change_tile(0, 2, lambda tile: tile[: 88 * 32])

    assert messages(verify()) == [
        "The follower search has read to entry 602; the record now ends at 600.",
        "Story 20, version 2, has no entry in the record.",
    ]


@sound_record
def test_a_lost_head_is_found() -> None:
    behind_the_back(LogHead).all().delete()

    assert "The head of the record is missing." in messages(verify())


@sound_record
@pytest.mark.parametrize("number", [12, 2_000])
def test_a_changed_highest_number_is_found(number: int) -> None:
    behind_the_back(LogHead).update(highest_number=number)

    assert str(only(verify())) == f"The highest story number is 600; the head says {number}."


@sound_record
def test_an_entry_before_the_first_is_found() -> None:
    behind_the_back(Entry).bulk_create(
        [Entry(seq=0, number=1, version=1, at=datetime.now(UTC), recorded_at=datetime.now(UTC), keys=[])]
    )

    assert str(only(verify())) == "Entry 0 stands before the first."


@sound_record
def test_a_version_that_is_gone_and_one_that_no_act_made_are_found() -> None:
    behind_the_back(Version).filter(number=7).delete()
    behind_the_back(Version).bulk_create([Version(number=FERRY, version=1, content="{}", content_hash="")])

    assert messages(verify()) == [
        "Story 7, version 1, is missing (entry 7).",
        "Story 318621, version 1, has no entry in the record.",
    ]


@sound_record
def test_a_sealed_version_verifies_and_so_does_one_destroyed_after_a_kill() -> None:
    record(act(number=7, act=Act.KILL, note="A court forbade it.", content=None))
    behind_the_back(Version).filter(number__in=[7, 8]).update(sealed=True)
    assert messages(verify()) == []

    behind_the_back(Version).filter(number=7).update(content=None)
    assert messages(verify()) == []

    behind_the_back(Version).filter(number=7).update(content_hash="0" * 64)
    assert "lost its text" in str(only(verify()))


@sound_record
@pytest.mark.parametrize("sealed", [True, False])
def test_a_text_destroyed_without_a_kill_is_found(sealed: bool) -> None:
    behind_the_back(Version).filter(number=7).update(content=None, sealed=sealed)

    assert str(only(verify())) == "Story 7, version 1, lost its text without being killed (entry 7)."


@sound_record
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL stores no such values")
def test_bytes_that_are_no_text_and_dates_that_are_none_are_named_and_the_rest_is_checked() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE record_version SET content = CAST(x'ff' AS TEXT) WHERE number = 7")
        cursor.execute("UPDATE record_version SET content = x'ff' WHERE number = 8")
        cursor.execute("UPDATE record_entry SET at = '2021-99-99 00:00:00' WHERE seq = 9")
        cursor.execute("UPDATE record_entry SET at = 'yesterday' WHERE seq = 10")
    behind_the_back(Entry).filter(seq=12).delete()

    found = [(problem.seq, str(problem)) for problem in verify().problems]

    assert [seq for seq, _ in found[:5]] == [7, 8, 9, 10, 12]
    assert "can't be read" in found[0][1]
    assert "is not the text that was published" in found[1][1]
    assert "Entry 9 can't be read" in found[2][1]
    assert found[3][1] == "Entry 10 was changed after it was written."
    assert found[4][1] == "Entry 12 is missing."
