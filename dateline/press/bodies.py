"""Request bodies: taken in whole before the program sees them, so that no slow sender ever holds up the program."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO

from dateline.press.asking import Environ
from dateline.press.lanes import Gate
from dateline.press.refusals import Refused, busy, crowded


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is allowed to bodies of one kind: how large each, how many at once in all and from one address.

    Each takes a thread of the web server for as long as its sender takes, and the server is quickest with few threads.
    longest_seconds: what a sender may take for the whole. too_large: the sentence for a larger one. no_place: what
    those get who find no place.
    """

    most_bytes: int
    at_once: int
    at_once_each: int
    longest_seconds: float
    too_large: str
    no_place: Callable[[], Refused] = busy


DESK_BODIES = Kind(
    most_bytes=64 * 1024 * 1024,
    at_once=4,
    at_once_each=2,
    longest_seconds=600.0,
    too_large="This is too large: 64 MB are the most that can be sent at once.",
)
# What readers send has places of its own: their slow senders must not keep the desk from saving.
READERS_BODIES = Kind(
    most_bytes=1024 * 1024,
    at_once=2,
    at_once_each=1,
    # A comment has a few thousand letters: two slow senders must not keep all others from writing.
    longest_seconds=20.0,
    too_large=(
        "This is too long to be a comment: 1 MB is the most that can be sent. "
        "Your browser's Back button leads to what you wrote; please shorten it."
    ),
    no_place=crowded,
)
BODIES_AT_ONCE = DESK_BODIES.at_once + READERS_BODIES.at_once
# A sender must manage this much in this time.
CHUNK_BYTES = 16 * 1024
CHUNK_SECONDS = 15.0
_IN_MEMORY_BYTES = 512 * 1024
_MOST_DIGITS = 18


@dataclass(slots=True)
class Sending:
    """A body on its way. began, moved: when it began and when its last piece arrived, on the monotonic clock."""

    kind: Kind
    address: str
    began: float
    moved: float

    def is_overdue(self, now: float) -> bool:
        """Whether the sender has used up our patience."""
        return now - self.moved > CHUNK_SECONDS or now - self.began > self.kind.longest_seconds


class BodyDesk:
    """Takes in bodies, a few at once, and knows who is late with one."""

    def __init__(self) -> None:
        self._gates = {
            kind: Gate(places=kind.at_once, places_each=kind.at_once_each, refusal=kind.no_place)
            for kind in (DESK_BODIES, READERS_BODIES)
        }
        self._lock = Lock()
        self._sendings: dict[int, Sending] = {}

    def take(self, environ: Environ, address: str, *, kind: Kind = DESK_BODIES) -> IO[bytes]:
        """The whole body, to be read from its start.

        Raises Refused: 411 without a length, 413 when it is too large for its kind, 503 when too many are on their way,
        400 when it was cut short: the server hands over a short body without a word.
        """
        length = _length(environ, kind)
        body: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115 - the program reads it later
        try:
            if length:
                with self._gates[kind].passing(address), self._noted(kind, address) as sending:
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
    def _noted(self, kind: Kind, address: str) -> Iterator[Sending]:
        now = time.monotonic()
        sending = Sending(kind, address, began=now, moved=now)
        with self._lock:
            self._sendings[id(sending)] = sending
        try:
            yield sending
        finally:
            with self._lock:
                del self._sendings[id(sending)]


def _length(environ: Environ, kind: Kind) -> int:
    if environ.get("HTTP_TRANSFER_ENCODING"):
        raise Refused(411, "Please say how long the message is (Content-Length).")
    text = environ.get("CONTENT_LENGTH") or "0"
    if not (text.isascii() and text.isdecimal()):
        raise Refused(400, "This request can't be read.")
    # Python itself refuses to read numbers of thousands of digits.
    if len(text) > _MOST_DIGITS or int(text) > kind.most_bytes:
        raise Refused(413, kind.too_large)
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
