"""Work that waits for the worker, with leases; and the signs of life of whoever does it."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class TaskQuerySet(models.QuerySet["Task"]):
    """Chainable filters."""

    def waiting(self, now: datetime) -> "TaskQuerySet":
        """Due, not done, not given up, and not in anybody's hands: a lease that ran out is nobody's."""
        return self.filter(
            Q(lease_until=None) | Q(lease_until__lte=now),
            finished_at=None,
            failed_at=None,
            run_at__lte=now,
        )


class Task(models.Model):
    """One thing to do once, at or after a moment.

    `kind` names the handler, `argument` is its only input (an id, as text); the two are unique together, so that the
    same work is not queued twice. `lease_until` says how long somebody has it; a process that dies lets it run out.
    """

    kind = models.CharField(max_length=60)
    argument = models.CharField(max_length=120)
    run_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "argument"], name="one_task_of_a_kind")]
        indexes = [
            models.Index(
                fields=["run_at"],
                condition=Q(finished_at=None, failed_at=None),
                name="open_tasks_by_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.argument}"


class Heartbeat(models.Model):
    """When a part of the program last said that it is alive."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
