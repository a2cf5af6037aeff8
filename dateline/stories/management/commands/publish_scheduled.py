"""Wagtail's command of this name, led to our schedule: one bad item must not stop the rest."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dateline.base.tasks import run_due_tasks
from dateline.stories.actions.schedule import queue_due_stories


class Command(BaseCommand):
    """Publish and take down what is due, each item for itself, and say what became of it."""

    help = "Publish what is scheduled and take down what has expired. The worker does this every second by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it once. Raises CommandError (exit code 1) when an item failed; the others are done all the same."""
        queue_due_stories()
        failed = 0
        for result in run_due_tasks():
            failed += bool(result.error)
            self.stdout.write(f"{result.kind} {result.argument}: {result.error or 'done'}")
        if failed:
            raise CommandError(f"{failed} of the due items failed; they are tried again.")
