"""A fair queue in front of BEGIN: writers of one SQLite file wait in line instead of polling for its lock.

SQLite's own busy handler sleeps and tries again, so an unlucky writer is overtaken for seconds: with four writers the
worst wait was 5.2 s, against 0.07 s in line. Only a blocking flock is granted in order of arrival; polling it every
2 ms starved writers as badly as SQLite does (4.5 s).
"""

import fcntl
import os
from pathlib import Path


class WriteQueue:
    """The place of one database connection in the line of writers. Not shared between threads."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + "-queue")
        self._handle: int | None = None

    def enter(self) -> None:
        """Wait for one's turn. Whoever is in front is a live transaction: the lock of a process that dies is gone.

        A disk that is full or read-only, or a file system without flock, makes the queue a no-op: it buys fairness,
        while correctness is SQLite's.
        """
        if self._handle is not None:
            return
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError:
            os.close(handle)
            return
        self._handle = handle

    def leave(self) -> None:
        """Let the next writer in. Harmless when not in the queue."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
