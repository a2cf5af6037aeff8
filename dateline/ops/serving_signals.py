"""Signals to the supervisor, waited for like any other message."""

import contextlib
import select
import signal
import socket
from types import FrameType, TracebackType
from typing import Any, Self

_STOPPING = frozenset({signal.SIGINT, signal.SIGTERM})
_HEARD = (*_STOPPING, signal.SIGCHLD)


class HeardSignals:
    """Inside the block SIGINT, SIGTERM and SIGCHLD do nothing by themselves, but end the wait. Main thread only."""

    def __enter__(self) -> Self:
        self._inbox, self._outbox = socket.socketpair()
        self._inbox.setblocking(False)
        self._outbox.setblocking(False)
        self._old_handlers: dict[signal.Signals, Any] = {}
        for number in _HEARD:
            self._old_handlers[number] = signal.signal(number, _note)
        signal.set_wakeup_fd(self._outbox.fileno(), warn_on_full_buffer=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.set_wakeup_fd(-1)
        for number, handler in self._old_handlers.items():
            signal.signal(number, handler)
        self._inbox.close()
        self._outbox.close()

    def told_to_stop(self, *, within_seconds: float) -> bool:
        """True as soon as somebody asks us to stop; False when a child ends, or the time is up."""
        select.select([self._inbox], [], [], within_seconds)
        with contextlib.suppress(BlockingIOError):
            return bool(_STOPPING & set(self._inbox.recv(4096)))
        return False


def forget_signals() -> None:
    """What a child does first: the supervisor's ears are not its own."""
    signal.set_wakeup_fd(-1)
    for number in _HEARD:
        signal.signal(number, signal.SIG_DFL)


def _note(number: int, frame: FrameType | None) -> None:
    """Python writes the number into the outbox; there is nothing else to do."""
