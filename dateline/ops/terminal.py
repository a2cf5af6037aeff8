"""What commands say: plain lines, and for long work a bar on a terminal or a line now and then in a log."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Report = Callable[[int, int], None]

_SECONDS_BETWEEN_LINES = 10.0


def say(line: str = "") -> None:
    """One line on standard output, at once."""
    print(line, flush=True)  # noqa: T201 (this is the one place that prints)


def complain(line: str) -> None:
    """One line on standard error, at once."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def progress(what: str) -> Iterator[Report]:
    """A function `report(done, total)` that shows how far the work is, as often as one likes to call it."""
    if sys.stdout.isatty():
        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, transient=True) as bar:
            task = bar.add_task(what, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)
    else:
        yield _line_now_and_then(what)


def _line_now_and_then(what: str) -> Report:
    last = time.monotonic()

    def report(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _SECONDS_BETWEEN_LINES:
            last = time.monotonic()
            say(f"{what}: {done} of {total}")

    return report
