"""Limits in the memory of one process: they protect the machine, cost a microsecond and forget everything at its end.

Limits that must hold for the whole paper count what is stored instead (comments/phases/limits.py).
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock


class Buckets:
    """For each visitor so many at once, and then so many a second. Thread-safe.

    per_second: how fast a bucket fills again. burst: how much it holds. most_visitors: of how many visitors it knows;
    beyond, those longest not seen are forgotten, which is an advantage to strangers and costs no memory.
    """

    def __init__(
        self,
        *,
        per_second: float,
        burst: int,
        most_visitors: int = 50_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._most_visitors = most_visitors
        self._clock = clock
        self._lock = Lock()
        # What was left, and when.
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, visitor: str, *, cost: float = 1.0) -> bool:
        """Whether this visitor may go on; if so, `cost` is taken from their bucket."""
        now = self._clock()
        with self._lock:
            left, since = self._left.pop(visitor, (float(self._burst), now))
            left = min(float(self._burst), left + (now - since) * self._per_second)
            may_go_on = left >= cost
            self._left[visitor] = (left - cost if may_go_on else left, now)
            if len(self._left) > self._most_visitors:
                self._left.popitem(last=False)
        return may_go_on

    def forget(self) -> None:
        """Begin anew, as after a start; for tests."""
        with self._lock:
            self._left.clear()
