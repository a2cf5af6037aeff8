"""Leased tasks: done once, tried again, given back by processes that died."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils.timezone import now

from dateline.base import tasks
from dateline.base.models import Heartbeat, Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def done() -> Iterator[list[str]]:
    """The arguments a handler was called with; it fails for `bad` and can't for `later`."""
    calls: list[str] = []

    def handler(argument: str) -> None:
        calls.append(argument)
        if argument == "bad":
            raise RuntimeError("broken")
        if argument == "later":
            raise tasks.NotNow("not before noon")

    tasks.handle("test", handler)
    yield calls
    tasks.handle("test", lambda argument: None)


def test_a_due_task_is_done_once(done: list[str]) -> None:
    tasks.queue_task("test", "good", run_at=now())

    tasks.run_due_tasks()
    tasks.run_due_tasks()

    assert done == ["good"]
    assert Task.objects.get().finished_at is not None


def test_a_task_waits_for_its_time(done: list[str]) -> None:
    tasks.queue_task("test", "good", run_at=now() + timedelta(minutes=1))

    assert tasks.run_due_tasks() == []
    assert done == []


def test_one_that_fails_does_not_stop_the_next_and_is_tried_again(done: list[str]) -> None:
    tasks.queue_task("test", "bad", run_at=now() - timedelta(minutes=2))
    tasks.queue_task("test", "later", run_at=now() - timedelta(minutes=1))
    tasks.queue_task("test", "good", run_at=now())

    results = tasks.run_due_tasks()

    assert [result.error for result in results] == ["RuntimeError: broken", "not before noon", ""]
    bad = Task.objects.get(argument="bad")
    assert (bad.finished_at, bad.failed_at, bad.lease_until, bad.error) == (None, None, None, "RuntimeError: broken")
    assert bad.run_at > now()


def test_a_task_is_given_up_after_its_last_attempt(done: list[str]) -> None:
    tasks.queue_task("test", "bad", run_at=now())

    for _ in range(tasks.MAX_ATTEMPTS + 2):
        Task.objects.update(run_at=now())
        tasks.run_due_tasks()

    assert len(done) == tasks.MAX_ATTEMPTS
    assert Task.objects.get().failed_at is not None


def test_a_lease_whose_process_died_runs_out_and_comes_back(done: list[str]) -> None:
    tasks.queue_task("test", "good", run_at=now())
    Task.objects.update(lease_until=now() + timedelta(seconds=60), attempts=1)
    assert tasks.run_due_tasks() == []

    Task.objects.update(lease_until=now() - timedelta(seconds=1))
    tasks.run_due_tasks()

    assert done == ["good"]


def test_queueing_again_moves_the_task_and_opens_it(done: list[str]) -> None:
    tasks.queue_task("test", "good", run_at=now())
    tasks.run_due_tasks()

    tasks.queue_task("test", "good", run_at=now())
    tasks.run_due_tasks()

    assert done == ["good", "good"]
    assert Task.objects.count() == 1


def test_a_dropped_task_is_not_done(done: list[str]) -> None:
    tasks.queue_task("test", "good", run_at=now())

    tasks.drop_task("test", "good")

    assert tasks.run_due_tasks() == []


def test_a_kind_nobody_handles_says_so() -> None:
    tasks.queue_task("nobody's", "1", run_at=now())

    result = tasks.run_due_tasks()[0]

    assert "nobody knows" in result.error


def test_a_heartbeat_is_one_row_that_moves() -> None:
    tasks.beat("worker")
    first = Heartbeat.objects.get().at
    tasks.beat("worker")

    assert Heartbeat.objects.get().at > first
