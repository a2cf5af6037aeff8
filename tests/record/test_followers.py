"""Followers: every entry, in order, at least once, whatever happens to the others."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils.timezone import now

from dateline.record.errors import FollowerNameTaken, UnknownFollower
from dateline.record.followers import follow, follow_once, follower_names, run_followers, unfollow
from dateline.record.models import Cursor, Entry
from tests.record.acts import act, record, record_many, seqs

pytestmark = pytest.mark.django_db


class Listener:
    """A follower that remembers what it was given, and fails when told to."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.error: Exception | None = None

    def __call__(self, entries: Sequence[Entry]) -> None:
        self.batches.append(seqs(entries))
        if self.error:
            raise self.error


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    follow("test-listener", listener)
    yield listener
    unfollow("test-listener")


@pytest.fixture
def neighbour() -> Iterator[Listener]:
    neighbour = Listener()
    follow("test-neighbour", neighbour)
    yield neighbour
    unfollow("test-neighbour")


def cursor(name: str = "test-listener") -> Cursor:
    return Cursor.objects.get(name=name)


def rest_is_over() -> None:
    Cursor.objects.update(updated_at=now() - timedelta(hours=1))


def test_a_follower_gets_every_entry_once_and_in_order(listener: Listener) -> None:
    record_many(5)

    given = [follow_once("test-listener", limit=2) for _ in range(4)]

    assert given == [2, 2, 1, 0]
    assert listener.batches == [[1, 2], [3, 4], [5]]
    assert cursor().seq == 5


def test_a_follower_that_joins_late_gets_everything_from_the_first_entry(listener: Listener) -> None:
    record_many(3)

    run_followers()

    record(act())
    run_followers()
    assert listener.batches == [[1, 2, 3], [4]]


def test_a_failing_follower_stops_alone_and_gets_the_same_entries_again(
    listener: Listener, neighbour: Listener
) -> None:
    record_many(3)
    listener.error = ValueError("index is full\x00")

    assert run_followers() == 3
    failed = cursor()
    rest_is_over()
    listener.error = None
    run_followers()

    assert (failed.seq, failed.failures, failed.error) == (0, 1, "ValueError: index is full")
    assert neighbour.batches == [[1, 2, 3]]
    assert listener.batches == [[1, 2, 3], [1, 2, 3]]
    assert (cursor().seq, cursor().failures, cursor().error) == (3, 0, "")


def test_a_failing_follower_rests_longer_each_time_but_never_longer_than_64_seconds(listener: Listener) -> None:
    record(act())
    listener.error = ValueError("no")
    run_followers()

    run_followers()
    assert len(listener.batches) == 1

    Cursor.objects.update(updated_at=now() - timedelta(seconds=30), failures=5)
    run_followers()
    assert len(listener.batches) == 2
    assert cursor().failures == 6

    Cursor.objects.update(updated_at=now() - timedelta(seconds=30))
    run_followers()
    assert len(listener.batches) == 2

    Cursor.objects.update(updated_at=now() - timedelta(seconds=65), failures=5_000)
    run_followers()
    assert len(listener.batches) == 3


def test_following_once_raises_what_the_handler_raised_and_notes_it(listener: Listener) -> None:
    record(act())
    listener.error = ValueError("index is full")

    with pytest.raises(ValueError, match="index is full"):
        follow_once("test-listener")

    assert cursor().failures == 1


def test_a_crash_between_handler_and_cursor_brings_the_same_entries_again(listener: Listener) -> None:
    record_many(2)
    listener.error = KeyboardInterrupt()  # type: ignore[assignment]

    with pytest.raises(KeyboardInterrupt):
        follow_once("test-listener")
    listener.error = None
    follow_once("test-listener")

    assert listener.batches == [[1, 2], [1, 2]]


def test_two_workers_at_once_repeat_entries_but_skip_none(listener: Listener) -> None:
    record_many(4)
    seen: list[list[int]] = []

    def overtaken(entries: Sequence[Entry]) -> None:
        seen.append(seqs(entries))
        if len(seen) == 1:
            # The other worker starts from the same cursor, is quicker, and has less to do.
            follow_once("test-overtaken", limit=2)

    follow("test-overtaken", overtaken)
    try:
        follow_once("test-overtaken")
        follow_once("test-overtaken")
    finally:
        unfollow("test-overtaken")

    assert seen == [[1, 2, 3, 4], [1, 2], [3, 4]]
    assert cursor("test-overtaken").seq == 4


def test_a_failure_that_can_not_be_noted_is_still_the_handlers_own(
    listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    record(act())
    follow_once("test-listener")
    record(act(version=2))
    listener.error = ValueError("index is full")

    def refuse_updates(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE"):
            raise DatabaseError("the database went away")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse_updates), pytest.raises(ValueError, match="index is full"):
        follow_once("test-listener")

    assert "could not be noted" in caplog.text


def test_a_name_belongs_to_one_handler(listener: Listener) -> None:
    follow("test-listener", listener)

    with pytest.raises(FollowerNameTaken):
        follow("test-listener", Listener())

    assert "test-listener" in follower_names()


def test_nobody_follows_under_an_unknown_name() -> None:
    with pytest.raises(UnknownFollower):
        follow_once("test-nobody")
