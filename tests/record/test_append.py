"""Appending to the record: all of it or nothing, in order, once."""

import contextlib
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from pymerkle import InmemoryTree
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from dateline.record import queries
from dateline.record.actions import LEAF_BYTES_AT_MOST, append, lock_head, seal_versions, unseal_versions
from dateline.record.doorbell import Doorbell
from dateline.record.errors import (
    BadEntry,
    BrokenRecord,
    NotInTransaction,
    RecordError,
    VersionExists,
    VersionMissing,
)
from dateline.record.models import Act, Entry, LogHead, Tile, Version
from tests.record.acts import AT, FERRY, act, behind_the_back, record, record_many, seqs, text_of

pytestmark = pytest.mark.django_db


def test_a_first_act_writes_entry_version_tile_and_head() -> None:
    [entry] = record(act(note="", keys=("story:318621", "front")))

    head = queries.head()
    assert (entry.seq, entry.number, entry.version, entry.act) == (1, FERRY, 1, Act.PUBLISH)
    assert entry.content_hash == sha256(text_of().encode()).hexdigest()
    assert Entry.objects.get(seq=1).leaf() == entry.leaf()
    assert Version.objects.get(number=FERRY, version=1).content == text_of()
    assert bytes(Tile.objects.get(level=0, index=0).hashes) == sha256(b"\x00" + entry.leaf()).digest()
    assert (head.size, head.highest_number) == (1, FERRY)
    assert head.root == sha256(b"\x00" + entry.leaf()).hexdigest()


def test_the_leaf_is_canonical_json_of_every_field_with_moments_in_whole_seconds_of_utc() -> None:
    tehran = timezone(timedelta(hours=3, minutes=30))
    record(act(at=datetime(2021, 12, 10, 7, 52, 0, 999, tzinfo=tehran)))
    entry = Entry.objects.get(seq=1)
    behind_the_back(Entry).update(recorded_at=AT)
    entry.refresh_from_db()

    assert entry.leaf().decode() == (
        '{"act":"publish","at":"2021-12-10T04:22:00Z","content_hash":"'
        + sha256(text_of().encode()).hexdigest()
        + '","keys":["story:318621","front"],"note":"","number":318621,'
        '"recorded_at":"2021-12-10T04:22:00Z","seq":1,"version":1}'
    )


def test_many_acts_in_batches_and_one_by_one_give_the_tree_of_another_implementation() -> None:
    record_many(300)
    record_many(5, first_number=1_000)
    for number in range(2_000, 2_010):
        record(act(number=number))
    record_many(300, first_number=3_000)

    tree = InmemoryTree(algorithm="sha256")
    for entry in queries.entries_after(0, 10_000):
        tree.append_entry(entry.leaf())
    assert queries.head().size == tree.get_size() == 615
    assert queries.head().root == tree.get_root().hex()


def test_an_act_without_a_new_version_takes_the_hash_of_the_published_one() -> None:
    [published] = record(act())

    [retracted] = record(act(act=Act.RETRACT, note="The harbour office withdrew it.", content=None))

    assert retracted.content_hash == published.content_hash
    assert Version.objects.count() == 1


def test_an_act_may_speak_of_a_version_made_in_the_same_batch() -> None:
    published, killed = record(act(), act(act=Act.KILL, note="Wrong story.", content=None))

    assert killed.content_hash == published.content_hash


def test_appending_nothing_writes_nothing() -> None:
    with transaction.atomic():
        assert append(lock_head(), []) == []

    assert queries.head().size == 0


def test_the_highest_number_never_sinks() -> None:
    record(act(number=FERRY))
    record(act(number=12))

    assert queries.head().highest_number == FERRY


def test_a_single_act_takes_four_queries_beside_the_lock_however_long_the_record_is() -> None:
    record_many(600)
    with transaction.atomic():
        head = lock_head()

        with CaptureQueriesContext(connection) as context:
            append(head, [act()])

    assert len(context) == 4


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"content": text_of("Another text")}, VersionExists),
        ({"version": 2, "content": None}, VersionMissing),
        ({"number": 7, "content": None}, VersionMissing),
        ({"version": 2, "at": datetime(2021, 12, 10)}, BadEntry),  # noqa: DTZ001
        ({"version": 2, "note": "long " * LEAF_BYTES_AT_MOST}, BadEntry),
        ({"version": 2, "note": "\x00"}, BadEntry),
        ({"version": 2, "keys": ("\x00",)}, BadEntry),
        ({"version": 2, "note": "\ud800"}, BadEntry),
    ],
)
def test_a_bad_act_is_refused_and_the_good_one_beside_it_is_not_written(
    given: dict[str, object], error: type[RecordError]
) -> None:
    record(act())
    before = queries.head()

    with pytest.raises(error):
        record(act(number=9), act(**given))

    after = queries.head()
    assert (after.size, after.root, after.highest_number) == (before.size, before.root, before.highest_number)
    assert Entry.objects.count() == Version.objects.count() == 1
    assert seqs(record(act(number=9), act(version=2))) == [2, 3]


def test_an_act_whose_transaction_fails_later_leaves_nothing() -> None:
    record(act())
    before = queries.head()

    with transaction.atomic():
        append(lock_head(), [act(version=2)])
        transaction.set_rollback(True)

    assert queries.head().root == before.root
    assert seqs(record(act(version=2))) == [2]


def test_whoever_swallows_the_error_inside_the_transaction_can_not_commit_half_an_act() -> None:
    record(act())

    with transaction.atomic():
        head = lock_head()
        with contextlib.suppress(BadEntry):
            append(head, [act(version=2, note="\x00")])
        with pytest.raises(TransactionManagementError):
            Version.objects.exists()

    assert Version.objects.count() == 1


def test_a_head_that_was_not_locked_can_not_fork_the_record() -> None:
    stale = queries.head()
    record(act())

    with pytest.raises(BrokenRecord), transaction.atomic():
        append(stale, [act(number=9)])

    assert queries.head().size == 1


def test_nothing_is_appended_to_a_broken_tree() -> None:
    record_many(3)
    record_many(3, first_number=10)
    behind_the_back(LogHead).update(size=3)

    with pytest.raises(BrokenRecord, match="does not fit"):
        record(act())

    behind_the_back(Tile).update(hashes=b"")
    with pytest.raises(BrokenRecord, match="too short"):
        record(act())


def test_a_lost_head_is_made_again_only_for_an_empty_record() -> None:
    behind_the_back(LogHead).all().delete()
    record(act())

    behind_the_back(LogHead).all().delete()

    with pytest.raises(BrokenRecord, match="no head"):
        record(act(version=2))
    assert queries.head().size == 0


@pytest.mark.django_db(transaction=True)
def test_writing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInTransaction):
        lock_head()
    with pytest.raises(NotInTransaction):
        append(queries.head(), [act()])
    with pytest.raises(NotInTransaction):
        seal_versions(FERRY)
    with pytest.raises(NotInTransaction):
        unseal_versions(FERRY)


def test_the_doorbell_rings_with_the_commit_and_not_before(
    tmp_path: Path, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.NODE_DIR = tmp_path
    bell = Doorbell(tmp_path / "doorbell")

    with django_capture_on_commit_callbacks(execute=True):
        record_many(3)
        assert bell.heard() == 0

    assert bell.heard() == 3


def test_sealing_hides_every_version_and_unsealing_shows_it_again() -> None:
    record(act(), act(version=2, content=text_of("Second")), act(number=9))

    assert seal_versions(FERRY) == 2
    assert queries.version_content(FERRY, 1) is None
    assert queries.version_content(9, 1) is not None

    assert unseal_versions(FERRY) == 2
    assert queries.version_content(FERRY, 2) == {"format": 1, "headline": "Second"}
