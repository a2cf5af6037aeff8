"""A bell for all processes of one machine: a commit rings it, and hearing it costs one read of memory.

It holds the highest seq anybody here committed, in 8 bytes of a file that readers map into memory. It is a hint and
never the truth: a node that can't hear it, whose bell was lost, or whose bell still knows a record longer than a
backup that was restored, finds new entries by polling.
"""

import fcntl
import logging
import mmap
import os
import struct
import time
from functools import cache
from pathlib import Path

from django.conf import settings

_COUNTER = struct.Struct("=Q")
_LOCK_ATTEMPTS = 20
_LOCK_PAUSE_SECONDS = 0.001
REOPEN_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Doorbell:
    """The bell at one path. Safe to share between threads and across fork; neither method ever raises."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._counter: memoryview | None = None
        self._next_attempt = 0.0
        self._has_complained = False

    def ring(self, seq: int) -> None:
        """Let everybody on this machine hear that entry `seq` is committed. Never turns the counter back.

        Silent when the file can't be written (no such folder, read-only, disk full), or when another process keeps it
        locked for 20 ms. The first such failure is logged.
        """
        try:
            self._raise_to(seq)
        except OSError as error:
            self._complain(error)

    def heard(self) -> int:
        """The highest seq rung so far; 0 when nobody rang, or the bell can't be used."""
        counter = self._counter or self._attached()
        return int(counter[0]) if counter else 0

    def _raise_to(self, seq: int) -> None:
        # A descriptor of its own each time: flock excludes descriptors, not processes, and those shared through fork or
        # between threads would not exclude each other. Written with pwrite, because a full disk is an error there
        # and a SIGBUS in mapped memory.
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _lock(handle)
            written = os.pread(handle, _COUNTER.size, 0)
            if len(written) < _COUNTER.size or _COUNTER.unpack(written)[0] < seq:
                os.pwrite(handle, _COUNTER.pack(seq), 0)
        finally:
            os.close(handle)

    def _attached(self) -> memoryview | None:
        now = time.monotonic()
        if now < self._next_attempt:
            return None
        self._next_attempt = now + REOPEN_SECONDS
        try:
            # Makes sure that all 8 bytes exist: reading mapped memory beyond the end of a file kills the process.
            self._raise_to(0)
            handle = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                self._counter = memoryview(mmap.mmap(handle, _COUNTER.size, prot=mmap.PROT_READ)).cast("Q")
            finally:
                os.close(handle)
        except (OSError, ValueError) as error:
            self._complain(error)
        return self._counter

    def _complain(self, error: Exception) -> None:
        if not self._has_complained:
            self._has_complained = True
            logger.warning("The doorbell %s can't be used, new entries are found by polling: %s", self._path, error)


@cache
def _bell_at(path: Path) -> Doorbell:
    return Doorbell(path)


def node_doorbell() -> Doorbell:
    """The bell of this machine, in NODE_DIR."""
    return _bell_at(Path(settings.NODE_DIR) / "doorbell")


def _lock(handle: int) -> None:
    for _ in range(_LOCK_ATTEMPTS):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_LOCK_PAUSE_SECONDS)
        else:
            return
    raise BlockingIOError("another process keeps it locked")
