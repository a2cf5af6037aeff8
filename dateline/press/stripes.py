"""One process of a machine at a time prints a page; the others wait and find it in the store."""

import contextlib
import fcntl
import os
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_STRIPES = 64
_PAUSE_SECONDS = 0.005
LONGEST_WAIT_SECONDS = 3.0


class Stripes:
    """64 lock files in one folder. A key always belongs to the same one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def held(self, key: str) -> Iterator[None]:
        """Hold the lock of this key inside the block; without it after three seconds, or where files can't be made.

        Two prints of one page do no harm, they only cost. A process that dies gives its locks back.
        """
        handle = self._opened(zlib.crc32(key.encode("utf-8", "surrogateescape")) % _STRIPES)
        try:
            if handle is not None:
                _lock(handle)
            yield
        finally:
            if handle is not None:
                os.close(handle)

    def _opened(self, stripe: int) -> int | None:
        # A descriptor of its own each time: threads that share one would not exclude each other.
        with contextlib.suppress(OSError):
            return os.open(self._folder / f"printing-{stripe:02}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        return None


def _lock(handle: int) -> None:
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while time.monotonic() < until:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(_PAUSE_SECONDS)
        else:
            return
