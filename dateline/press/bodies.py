"""Request bodies: taken in whole before the program sees them, so that no slow sender ever holds up the program."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO

from dateline.press.asking import Environ
from dateline.press.lanes import Gate
from dateline.press.refusals import Refused

MAX_BODY_BYTES = 64 * 1024 * 1024
# Each takes a thread of the web server for as long as its sender takes, and the server is quickest with few threads.
BODIES_AT_ONCE = 4
BODIES_AT_ONCE_EACH = 2
# A sender must manage this much in this time, and the whole in the other.
CHUNK_BYTES = 16 * 1024
CHUNK_SECONDS = 15.0
LONGEST_SECONDS = 600.0
_IN_MEMORY_BYTES = 512 * 1024


@dataclass(slots=True)
class Sending:
    """A body on its way. began, moved: when it began and when its last piece arrived, on the monotonic clock."""

    address: str
    began: float
    moved: float

    def is_overdue(self, now: float) -> bool:
        """Whether the sender has used up our patience."""
        return now - self.moved > CHUNK_SECONDS or now - self.began > LONGEST_SECONDS


class BodyDesk:
    """Takes in bodies, a few at once, and knows who is late with one."""

    def __init__(self) -> None:
        self._gate = Gate(places=BODIES_AT_ONCE, places_each=BODIES_AT_ONCE_EACH)
        self._lock = Lock()
        self._sendings: dict[int, Sending] = {}

    def take(self, environ: Environ, address: str) -> IO[bytes]:
        """The whole body, to be read from its start.

        Raises Refused: 411 without a length, 413 beyond 64 MB, 503 when too many are on their way, 400 when it was cut
        short: the server hands over a short body without a word.
        """
        length = _length(environ)
        body: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - the program reads it later
        try:
            if length:
                with self._gate.passing(address), self._noted(address) as sending:
                    _copy(environ["wsgi.input"], body, length, sending)
            body.seek(0)
        except BaseException:
            body.close()
            raise
        return body

    def overdue(self) -> list[Sending]:
        """The bodies whose senders are late."""
        now = time.monotonic()
        with self._lock:
            return [sending for sending in self._sendings.values() if sending.is_overdue(now)]

    @contextmanager
    def _noted(self, address: str) -> Iterator[Sending]:
        now = time.monotonic()
        sending = Sending(address, began=now, moved=now)
        with self._lock:
            self._sendings[id(sending)] = sending
        try:
            yield sending
        finally:
            with self._lock:
                del self._sendings[id(sending)]


def _length(environ: Environ) -> int:
    if environ.get("HTTP_TRANSFER_ENCODING"):
        raise Refused(411, "Please say how long the message is (Content-Length).")
    text = environ.get("CONTENT_LENGTH") or "0"
    if not (text.isascii() and text.isdecimal()):
        raise Refused(400, "This request can't be read.")
    if int(text) > MAX_BODY_BYTES:
        raise Refused(413, "This is too large: 64 MB are the most that can be sent at once.")
    return int(text)


def _copy(source: IO[bytes], body: IO[bytes], length: int, sending: Sending) -> None:
    missing = length
    while missing:
        piece = source.read(min(missing, CHUNK_BYTES))
        if not piece:
            raise Refused(400, "The message was cut short on its way. Please send it again.")
        sending.moved = time.monotonic()
        missing -= len(piece)
        try:
            body.write(piece)
        except OSError:
            raise Refused(503, "There is no room for this message at the moment.", retry_after_seconds=60) from None
