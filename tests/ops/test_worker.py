"""The worker's second line of work: what may take long, and what is cleaned up."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils.timezone import now

from dateline.base.models import Heartbeat, Task
from dateline.base.tasks import handle, handle_aside, queue_task, run_tasks_aside
from dateline.comments.actions.housekeeping import COMMENTS_CLOSED
from dateline.comments.models import Comment
from dateline.ops import worker
from dateline.record.actions import forget_old_touches


class Rounds(threading.Event):
    """Set after so many rounds, without the pause between them."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.left = rounds

    def wait(self, timeout: float | None = None) -> bool:
        self.left -= 1
        if self.left <= 0:
            self.set()
        return self.is_set()


@pytest.mark.django_db(transaction=True)
def test_what_takes_long_is_done_aside_and_old_addresses_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_FIRST_CLEANING_ROUND", 0)
    done: list[str] = []
    handle_aside("test aside", done.append)
    handle("test", lambda argument: done.append("the quick one"))
    for kind in ("test aside", "test"):
        queue_task(kind, kind, run_at=now())
    Comment.objects.create(number=1, text="x", received_at=now() - timedelta(days=31), email="ada@reader.example")

    worker.work_aside_until(Rounds(2))

    assert done == ["test aside"]
    assert Comment.objects.get().email == ""
    assert Heartbeat.objects.filter(name=COMMENTS_CLOSED).exists()


@pytest.mark.django_db(transaction=True)
def test_a_task_aside_that_fails_stops_neither_the_next_nor_the_round(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def handler(argument: str) -> None:
        done.append(argument)
        raise DatabaseError("away")

    handle_aside("test aside", handler)
    queue_task("test aside", "1", run_at=now())
    queue_task("test aside", "2", run_at=now())

    worker.work_aside_until(Rounds(1))

    assert sorted(done) == ["1", "2"]
    assert [task.attempts for task in Task.objects.all()] == [1, 1]


def test_cleaning_waits_until_the_paper_has_started() -> None:
    first, cleaning, later = (list(worker._duties_aside(rounds)) for rounds in (0, 30, 31))

    assert forget_old_touches not in first
    assert forget_old_touches in cleaning
    assert later == [run_tasks_aside]
