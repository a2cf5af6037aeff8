"""What happens in the background: scheduled stories, followers of the record, SQLite's checkpoint, a heartbeat.

Two lines of work. The first is quick: a round of a few milliseconds every second, because a story must go out at its
minute. The second, in a thread of its own, may wait for a mail server or train a model for minutes, and cleans up.
"""

import logging
import signal
import threading
from collections.abc import Callable, Iterator

from django.db import DatabaseError, close_old_connections, connections
from django.utils.timezone import now

from dateline.base.sqlite.checkpoint import checkpoint_wal
from dateline.base.tasks import beat, run_due_tasks, run_tasks_aside
from dateline.captcha.ledger import sweep
from dateline.comments.actions.housekeeping import close_old_discussions, drop_personal_data
from dateline.comments.actions.learning import queue_learning
from dateline.record.actions import forget_old_touches
from dateline.record.followers import run_followers
from dateline.stories.actions.schedule import queue_due_stories

logger = logging.getLogger(__name__)

HEARTBEAT = "worker"
_PAUSE_SECONDS = 1.0
_BEAT_SECONDS = 10
_MINUTE_ROUNDS, _HOUR_ROUNDS = 60, 3_600
# Not at once: a paper that starts has better things to do.
_FIRST_CLEANING_ROUND = 30

Duty = Callable[[], object]


def run_worker() -> None:
    """Work until SIGTERM or SIGINT."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    # A daemon: whoever stops the worker does not wait for a mail server. What it was at is done again by the next one.
    threading.Thread(target=work_aside_until, args=(stop,), name="aside", daemon=True).start()
    work_until(stop)


def work_until(stop: threading.Event) -> None:
    """Go round once a second until the event is set. A database that is away is waited for."""
    rounds = 0
    while not stop.is_set():
        for duty in _duties(rounds, stop):
            _do(duty)
        rounds += 1
        stop.wait(_PAUSE_SECONDS)


def work_aside_until(stop: threading.Event) -> None:
    """The second line of work, until the event is set; for a thread of its own."""
    rounds = 0
    while not stop.is_set():
        for duty in _duties_aside(rounds):
            _do(duty)
        rounds += 1
        stop.wait(_PAUSE_SECONDS)
    connections.close_all()


def _duties(rounds: int, stop: threading.Event) -> list[Duty]:
    duties: list[Duty] = [
        queue_due_stories,
        run_due_tasks,
        lambda: _let_followers_catch_up(stop),
        checkpoint_wal,
    ]
    if rounds % _BEAT_SECONDS == 0:
        duties.insert(0, lambda: beat(HEARTBEAT))
    return duties


def _duties_aside(rounds: int) -> Iterator[Duty]:
    yield run_tasks_aside
    if rounds % _MINUTE_ROUNDS == 0:
        yield lambda: close_old_discussions(now())
    if rounds % _HOUR_ROUNDS == _FIRST_CLEANING_ROUND:
        yield lambda: drop_personal_data(now())
        yield forget_old_touches
        yield sweep
        yield queue_learning


def _let_followers_catch_up(stop: threading.Event) -> None:
    while run_followers() and not stop.is_set():
        pass


def _do(duty: Duty) -> None:
    """Each duty stands for itself: one that fails must not keep the others from their turn."""
    try:
        duty()
    except DatabaseError as fault:
        logger.warning("the worker can't reach the database, and tries again: %s", fault)
        close_old_connections()
    except Exception:
        logger.exception("the worker goes on after a fault")
