"""Leased tasks: queue one, lease one, do it, record the outcome. A process that dies loses nothing.

Register a handler once, in an AppConfig's `ready`:  `handle("publish_revision", publish_due_revision)`.
Handlers take the argument, read everything afresh, check again, and may run twice. What waits for others (a mail
server) or works for minutes is registered with `handle_aside`: it is done in a line of its own, so that no scheduled
story is late because of it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now

from dateline.base.models import Heartbeat, Task

logger = logging.getLogger(__name__)

Handler = Callable[[str], None]

LEASE_SECONDS = 120
LONG_LEASE_SECONDS = 600
MAX_ATTEMPTS = 5
# Before the second, third ... attempt. A scheduled story must not wait long for a passing fault.
BACKOFF_SECONDS = (5, 15, 60, 300)

_handlers: dict[str, Handler] = {}
_aside: set[str] = set()


class NotNow(Exception):
    """A handler's answer that the work can't be done, said in an editor's words; tried again, then given up."""


@dataclass(frozen=True, slots=True)
class TaskResult:
    """What came of one task: `error` is empty when it was done."""

    kind: str
    argument: str
    error: str


def handle(kind: str, handler: Handler) -> None:
    """Let `handler` do the tasks of this kind."""
    _handlers[kind] = handler


def handle_aside(kind: str, handler: Handler) -> None:
    """Let `handler` do the tasks of this kind, apart from the quick ones. It has ten minutes."""
    _handlers[kind] = handler
    _aside.add(kind)


def queue_task(kind: str, argument: str, *, run_at: datetime) -> None:
    """Queue the task, or move it to another time if it is queued already. A finished one is opened again."""
    Task.objects.update_or_create(
        kind=kind,
        argument=argument,
        defaults={
            "run_at": run_at,
            "lease_until": None,
            "attempts": 0,
            "error": "",
            "finished_at": None,
            "failed_at": None,
        },
    )


def drop_task(kind: str, argument: str) -> None:
    """Forget the task; nothing happens if there is none."""
    Task.objects.filter(kind=kind, argument=argument).delete()


def run_due_tasks(*, limit: int = 50) -> list[TaskResult]:
    """Lease and do the due quick tasks, one after the other; one that fails does not stop the next."""
    return _run_all(Task.objects.waiting(now()).exclude(kind__in=_aside), limit, lease_seconds=LEASE_SECONDS)


def run_tasks_aside(*, limit: int = 50) -> list[TaskResult]:
    """Lease and do the due tasks that may take long, in the same way."""
    return _run_all(Task.objects.waiting(now()).filter(kind__in=_aside), limit, lease_seconds=LONG_LEASE_SECONDS)


def beat(name: str) -> None:
    """Say that this part of the program is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now()})


def _run_all(tasks: QuerySet[Task], limit: int, *, lease_seconds: int) -> list[TaskResult]:
    due = tasks.order_by("run_at", "pk")[:limit]
    return [_run(task) for task in due if _lease(task, lease_seconds)]


def _lease(task: Task, seconds: int) -> bool:
    """Take the task, unless somebody else was quicker: the conditional update settles it without a lock."""
    moment = now()
    changed = (
        Task.objects.waiting(moment)
        .filter(pk=task.pk, attempts=task.attempts)
        .update(lease_until=moment + timedelta(seconds=seconds), attempts=task.attempts + 1)
    )
    task.attempts += 1
    return bool(changed)


def _run(task: Task) -> TaskResult:
    handler = _handlers.get(task.kind)
    error = ""
    if task.attempts > MAX_ATTEMPTS:
        # Every lease before ran out without a word: whoever does this dies of it.
        _record(task, "the program ended each time it tried")
        return TaskResult(task.kind, task.argument, "the program ended each time it tried")
    try:
        if handler is None:
            raise NotNow(f"nobody knows how to do “{task.kind}”")
        handler(task.argument)
    except NotNow as reason:
        error = str(reason)
    except Exception as fault:
        # Whatever a handler raises is written down and tried again: one bad item must not stop the others.
        logger.exception("task %s failed", task)
        error = f"{type(fault).__name__}: {fault}"
    _record(task, error)
    return TaskResult(task.kind, task.argument, error)


@transaction.atomic
def _record(task: Task, error: str) -> None:
    # Only what this very lease did may be written: a lease that ran out while we worked belongs to somebody else now.
    mine = Task.objects.filter(pk=task.pk, attempts=task.attempts, finished_at=None)
    if not error:
        mine.update(finished_at=now(), lease_until=None, error="")
    elif task.attempts >= MAX_ATTEMPTS:
        mine.update(failed_at=now(), lease_until=None, error=error)
    else:
        pause = BACKOFF_SECONDS[min(task.attempts, len(BACKOFF_SECONDS)) - 1]
        mine.update(lease_until=None, error=error, run_at=now() + timedelta(seconds=pause))
