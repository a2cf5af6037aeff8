"""Leased tasks: queue one, lease one, do it, record the outcome. A process that dies loses nothing.

Register a handler once, in an AppConfig's `ready`:  `handle("publish_revision", publish_due_revision)`.
Handlers take the argument, read everything afresh, check again, and may run twice.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now

from dateline.base.models import Heartbeat, Task

logger = logging.getLogger(__name__)

Handler = Callable[[str], None]

LEASE_SECONDS = 120
MAX_ATTEMPTS = 5
# Before the second, third ... attempt. A scheduled story must not wait long for a passing fault.
BACKOFF_SECONDS = (5, 15, 60, 300)

_handlers: dict[str, Handler] = {}


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
    """Lease and do the due tasks, one after the other; one that fails does not stop the next."""
    results = []
    for task in Task.objects.waiting(now()).order_by("run_at", "pk")[:limit]:
        if _lease(task):
            results.append(_run(task))
    return results


def beat(name: str) -> None:
    """Say that this part of the program is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": now()})


def _lease(task: Task) -> bool:
    """Take the task, unless somebody else was quicker: the conditional update settles it without a lock."""
    moment = now()
    changed = (
        Task.objects.waiting(moment)
        .filter(pk=task.pk, attempts=task.attempts)
        .update(lease_until=moment + timedelta(seconds=LEASE_SECONDS), attempts=task.attempts + 1)
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
