"""Threads that append as fast as they can: `python -m tests.record.writers FIRST_NUMBER THREADS ACTS_EACH`.

A program of its own, because threads need a database that is not a test's: a file that several processes open.
"""

import sys
import threading

import django
from django.core.management import call_command
from django.db import connection

from dateline.base.sqlite.creating import allow_creating

# Models can't be imported before it.
django.setup()

from dateline.record import queries  # noqa: E402
from dateline.record.models import Act, LogHead  # noqa: E402
from tests.record.acts import act, record, text_of  # noqa: E402


def prepare() -> None:
    """Make the database."""
    allow_creating()
    call_command("migrate", "record", verbosity=0)
    assert queries.head().pk == LogHead.objects.get().pk, "the migration writes the one head"


def write(first_number: int, acts: int) -> None:
    """Append that many stories from this number on, one transaction each, every third one with a retraction."""
    try:
        for number in range(first_number, first_number + acts):
            new = [act(number=number, content=text_of(f"Story {number}"))]
            if number % 3 == 0:
                new.append(act(number=number, act=Act.RETRACT, note="Withdrawn.", content=None))
            record(*new)
    finally:
        connection.close()


def write_in_threads(first_number: int, threads: int, acts_each: int) -> None:
    """All threads at once, each with stories of its own."""
    running = [threading.Thread(target=write, args=(first_number + at * acts_each, acts_each)) for at in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


if __name__ == "__main__":
    if sys.argv[1:] == ["prepare"]:
        prepare()
    else:
        write_in_threads(*map(int, sys.argv[1:]))
