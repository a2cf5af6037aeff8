"""Lanes: so many requests of a kind at once and no more, so that a thread for a stored page is always free."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, TypeVar

from dateline.press.refusals import Refused, busy

T = TypeVar("T")


class Crew:
    """A few threads that do one kind of work, and a line before them that does not grow without end.

    Django keeps a database connection for every thread that ever asked a question: work done here needs `threads`
    connections, however many requests come. The threads start with the first work, after any fork, and never
    keep the process from ending.
    """

    def __init__(self, name: str, *, threads: int, line: int) -> None:
        self._name = name
        self._threads = threads
        self._places = threads + line
        self._lock = Lock()
        self._taken = 0
        self._started = 0
        self._work: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Do the work as soon as a thread is free. Raises Refused (503) when the line is full."""
        future: Future[T] = Future()
        with self._lock:
            if self._taken >= self._places:
                raise busy()
            self._taken += 1
            if self._started < min(self._taken, self._threads):
                self._started += 1
                Thread(target=self._run, name=f"{self._name}-{self._started}", daemon=True).start()
        self._work.put((future, work))
        return future

    def is_full(self) -> bool:
        """Whether `submit` would refuse now."""
        return self._taken >= self._places

    def _run(self) -> None:
        while True:
            future, work = self._work.get()
            try:
                result = work()
            except BaseException as error:
                self._step_out()
                future.set_exception(error)
            else:
                self._step_out()
                future.set_result(result)
            del future, work

    def _step_out(self) -> None:
        with self._lock:
            self._taken -= 1


class Allowance:
    """A share of a processor for one kind of work, which may save up a little. Thread-safe.

    share: 0.25 is a quarter of one core. burst_seconds: what may be used at once after a rest. least_seconds: what each
    piece of work counts for at least, as handing it over costs something too. Time spent waiting (for the disk, for
    another thread) is not counted: it takes nothing from anybody.
    """

    def __init__(
        self,
        *,
        share: float,
        burst_seconds: float,
        least_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._share = share
        self._least_seconds = least_seconds
        self._burst_seconds = burst_seconds
        self._clock = clock
        self._lock = Lock()
        self._left = burst_seconds
        self._since = clock()

    def is_spent(self) -> bool:
        """Whether work of this kind has used its share, and no more of it should begin."""
        with self._lock:
            return self._refilled() <= 0

    def spend(self, work: Callable[[], T]) -> T:
        """Do the work, and count what it uses of the processor in this thread."""
        began = time.thread_time()
        try:
            return work()
        finally:
            used = max(time.thread_time() - began, self._least_seconds)
            with self._lock:
                self._left = self._refilled() - used

    def _refilled(self) -> float:
        now = self._clock()
        self._left = min(self._burst_seconds, self._left + (now - self._since) * self._share)
        self._since = now
        return self._left


class Gate:
    """Lets so many in at once, and of each address no more than a few."""

    def __init__(self, *, places: int, places_each: int | None = None, refusal: Callable[[], Refused] = busy) -> None:
        self._lock = Lock()
        self._free = places
        self._places_each = places_each or places
        self._refusal = refusal
        self._inside: Counter[str] = Counter()

    def enter(self, address: str = "") -> None:
        """Take a place. Raises Refused (503) at once when there is none."""
        with self._lock:
            if self._free == 0 or self._inside[address] >= self._places_each:
                raise self._refusal()
            self._free -= 1
            self._inside[address] += 1

    def leave(self, address: str = "") -> None:
        """Give the place back."""
        with self._lock:
            self._free += 1
            self._inside[address] -= 1
            if not self._inside[address]:
                del self._inside[address]

    @contextmanager
    def passing(self, address: str = "") -> Iterator[None]:
        """Hold a place inside the block."""
        self.enter(address)
        try:
            yield
        finally:
            self.leave(address)
