"""Answers held back for a moment: a program that floods the paper over some connections waits on each of them.

No thread waits with them. One sends what is due, one answer after the other with a breath in between: a thousand at
once would bring a thousand new requests at once, and readers of pages would stand behind those. A reader who was
refused waits some seconds longer, at worst, for a page that asks to try again in ten.
"""

import logging
import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread

MOST_HELD = 2_000
MOST_PER_SECOND = 200
MOST_HELD_BYTES = 16 * 1024 * 1024

logger = logging.getLogger(__name__)


class Pause:
    """Holds answers, up to a number of them and of bytes. All are held equally long, so the first is always next."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held = 0
        self._held_bytes = 0
        self._is_started = False
        self._due: SimpleQueue[tuple[float, int, Callable[[], None]]] = SimpleQueue()

    def hold(self, send: Callable[[], None], *, seconds: float, size_bytes: int) -> bool:
        """Call `send`, from another thread, in so many seconds or a little later. False, and nothing, without room."""
        with self._lock:
            if self._held >= MOST_HELD or self._held_bytes + size_bytes > MOST_HELD_BYTES:
                return False
            self._held += 1
            self._held_bytes += size_bytes
            if not self._is_started:
                self._is_started = True
                Thread(target=self._run, name="web-pause", daemon=True).start()
        self._due.put((time.monotonic() + seconds, size_bytes, send))
        return True

    def _run(self) -> None:
        while True:
            due, size_bytes, send = self._due.get()
            time.sleep(max(0.0, due - time.monotonic()))
            with self._lock:
                self._held -= 1
                self._held_bytes -= size_bytes
            try:
                send()
            except Exception:
                logger.exception("A refusal can't be sent")
            del send
            time.sleep(1 / MOST_PER_SECOND)
