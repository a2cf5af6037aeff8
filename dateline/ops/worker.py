"""What happens in the background: scheduled stories, followers of the record, SQLite's checkpoint, a heartbeat."""

import logging
import signal
import threading
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections

from dateline.base.sqlite.checkpoint import checkpoint_wal
from dateline.base.tasks import beat, run_due_tasks
from dateline.record.followers import run_followers
from dateline.stories.actions.schedule import queue_due_stories

logger = logging.getLogger(__name__)

HEARTBEAT = "worker"
_PAUSE_SECONDS = 1.0
_BEAT_SECONDS = 10


def run_worker() -> None:
    """Work until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work_until(stop)


def work_until(stop: threading.Event) -> None:
    """Go round once a second until the event is set. A database that is away is waited for."""
    rounds = 0
    while not stop.is_set():
        for duty in _duties(rounds, stop):
            _do(duty)
        rounds += 1
        stop.wait(_PAUSE_SECONDS)


def _duties(rounds: int, stop: threading.Event) -> list[Callable[[], object]]:
    duties: list[Callable[[], object]] = [
        queue_due_stories,
        run_due_tasks,
        lambda: _let_followers_catch_up(stop),
        checkpoint_wal,
    ]
    if rounds % _BEAT_SECONDS == 0:
        duties.insert(0, lambda: beat(HEARTBEAT))
    return duties


def _let_followers_catch_up(stop: threading.Event) -> None:
    while run_followers() and not stop.is_set():
        pass


def _do(duty: Callable[[], object]) -> None:
    """Each duty stands for itself: one that fails must not keep the others from their turn."""
    try:
        duty()
    except DatabaseError as fault:
        logger.warning("the worker can't reach the database, and tries again: %s", fault)
        close_old_connections()
    except Exception:
        logger.exception("the worker goes on after a fault")
