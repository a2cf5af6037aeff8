"""What does not come from the press: the desk, searches, what readers write. The program answers, within limits."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from itertools import chain
from typing import IO, Any

from dateline.lib.addresses import Network, client_address
from dateline.press.asking import Environ
from dateline.press.bodies import READERS_BODIES, BodyDesk
from dateline.press.giving_back import can_be_given_back, given_back
from dateline.press.lanes import Crew, Gate
from dateline.press.printing import WsgiApp
from dateline.press.refusals import Headers, Refused, busy
from dateline.press.writing import Writing

_PATIENCE_SECONDS = 60.0
DOWNLOADS_AT_ONCE = 8
_TAKEN_IN = "dateline.body_taken_in"
# Django reads forms and queries in whatever charset a stranger names. Some that Python knows are none (`hex`), and one
# spells what no text can hold (`unicode_escape`). Browsers name none, and send UTF-8.
_CHARSET = re.compile(r";\s*charset\*?\s*=[^;]*", re.IGNORECASE)
# What is shorter is taken in whole, so that a slow reader holds nothing of the program.
_SHORT_BYTES = 256 * 1024

Started = tuple[str, Headers, Iterable[bytes]]


class Passage:
    """Takes requests through to the program. Thread-safe."""

    def __init__(self, app: WsgiApp, *, bodies: BodyDesk, trusted_proxies: Sequence[Network], writing: Writing) -> None:
        self._app = app
        self._bodies = bodies
        self._trusted = trusted_proxies
        self._writing = writing
        self._crew = Crew("press-passage", threads=6, line=10)
        self._downloads = Gate(places=DOWNLOADS_AT_ONCE)

    def take_in(self, environ: Environ) -> Environ:
        """The request with its whole body, read to the end. Raises Refused when the body is bad or there are too many.

        Waits for the sender. May be called before `reply`, by the one thread that can read from the server.
        """
        if _TAKEN_IN in environ:
            return environ
        address = client_address(environ, self._trusted)
        if self._writing.is_asked(environ):
            body = self._readers_body(environ, address)
        else:
            body = self._bodies.take(environ if _may_have_body(environ) else {}, address)
        kind = _CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return environ | {"wsgi.input": body, "CONTENT_TYPE": kind, _TAKEN_IN: True}

    def _readers_body(self, environ: Environ, address: str) -> IO[bytes]:
        """What a reader sends. Raises Refused for those who can't be let in, with what they wrote if it is at hand."""
        try:
            self._writing.admit(environ, address)
        except Refused as refused:
            raise self._with_words(refused, environ, address) from None
        return self._bodies.take(environ if _may_have_body(environ) else {}, address, kind=READERS_BODIES)

    def _with_words(self, refused: Refused, environ: Environ, address: str) -> Refused:
        """The refusal with the words it refuses; as it is when they can't be taken in either."""
        if not can_be_given_back(environ):
            return refused
        try:
            with self._bodies.take(environ, address, kind=READERS_BODIES) as body:
                return given_back(refused, body.read())
        except Refused:
            return refused

    def reply(self, environ: Environ) -> Started:
        """Status line, headers and body. Raises Refused when the body is bad or everybody is busy."""
        environ = self.take_in(environ)
        body = environ["wsgi.input"]
        lane = self._writing if self._writing.is_asked(environ) else self._crew
        try:
            future = lane.submit(lambda: _started(self._app, environ, body))
        except Refused as refused:
            with body:
                raise (given_back(refused, body.read()) if can_be_given_back(environ) else refused) from None
        try:
            status, headers, parts = future.result(timeout=_PATIENCE_SECONDS)
        except TimeoutError:
            future.add_done_callback(_close_unread)
            raise busy() from None
        if isinstance(parts, list):
            return status, headers, parts
        return status, headers, self._download(parts)

    def _download(self, parts: "Parts") -> Iterable[bytes]:
        """A long answer keeps the server's thread until the reader has it all; so there are few places for that."""
        try:
            self._downloads.enter()
        except BaseException:
            parts.close()
            raise
        parts.on_close = self._downloads.leave
        return parts


def _may_have_body(environ: Environ) -> bool:
    return environ["REQUEST_METHOD"] not in {"GET", "HEAD"}


class Parts:
    """An answer that comes in parts, and what to do when the server is through with it."""

    def __init__(self, parts: Iterator[bytes], *sources: Any) -> None:
        self._parts = parts
        self._sources = sources
        self.on_close: Callable[[], None] = _nothing

    def __iter__(self) -> Iterator[bytes]:
        return self._parts

    def close(self) -> None:
        """Let go of the program's side; called by the server, once."""
        with ExitStack() as stack:
            on_close, self.on_close = self.on_close, _nothing
            stack.callback(on_close)
            for source in reversed(self._sources):
                stack.callback(getattr(source, "close", _nothing))


def _nothing() -> None:
    """What there is to do at the end of most answers."""


def _started(app: WsgiApp, environ: Environ, body: IO[bytes]) -> tuple[str, Headers, list[bytes] | Parts]:
    """The program's answer: as a list when it is there already, else the parts still to come."""
    started: list[tuple[str, Headers]] = []
    parts = Parts(iter(()), body)
    try:
        whole = environ | {"wsgi.input": body}
        source = app(whole, lambda status, headers, exc_info=None: started.append((status, headers)))
        parts = Parts(iter(source), source, body)
        first, is_whole = _taken(iter(parts))
        status, headers = started[-1]
    except BaseException:
        parts.close()
        raise
    if is_whole:
        parts.close()
        return status, headers, first
    return status, headers, Parts(chain(first, iter(parts)), parts)


def _taken(parts: Iterator[bytes]) -> tuple[list[bytes], bool]:
    """The first 256 KB or so, and whether that is all."""
    taken: list[bytes] = []
    size_bytes = 0
    for part in parts:
        taken.append(part)
        size_bytes += len(part)
        if size_bytes > _SHORT_BYTES and len(taken) > 1:
            return taken, False
    return taken, True


def _close_unread(future: "Future[tuple[str, Headers, list[bytes] | Parts]]") -> None:
    """Nobody waits for this answer any more."""
    if future.exception() is None:
        parts = future.result()[2]
        if isinstance(parts, Parts):
            parts.close()
