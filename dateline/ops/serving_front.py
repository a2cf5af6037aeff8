"""Between Granian and the program: what lies in memory is answered at once, by few threads; the rest waits elsewhere.

Granian calls the program in a pool of threads. Were it as large as the number of requests that may have to wait, these
threads would get in each other's way: at 32 connections, 72 of them spend twice as much processor time on a page in
memory as 4 do. So Granian gets few threads. They answer what lies in memory, turn away floods and take in bodies (which
Granian hands over to nobody else); whatever waits for Django is handed to threads of our own, which answer when it is
done.
"""

import logging
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Protocol

from granian.server import mp

from dateline.ops.serving_pause import Pause
from dateline.press.lanes import Crew
from dateline.press.refusals import Headers, Refused
from dateline.press.wsgi import REQUESTS_ON_THEIR_WAY, AtOnce

# More than may wait, so that only a flood meets this end of the line.
_LINE = 1_000

logger = logging.getLogger(__name__)


class FrontedApplication(Protocol):
    """A WSGI application that also says what it can answer without waiting."""

    at_once: AtOnce

    def take_in(self, environ: dict[str, Any]) -> dict[str, Any]:
        """The request, let in, with its body read to the end. Raises Refused; waits for the sender."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer as WSGI wants it."""


class Connection(Protocol):
    """Granian's side of one request. May be used after the call it came with, by any thread, once."""

    def response_bytes(self, status: int, headers: Headers, body: bytes) -> None:
        """Answer with this body."""

    def response_iter(self, status: int, headers: Headers, body: "_Parts") -> None:
        """Answer with these parts; returns when the reader has them."""


def put_front() -> bool:
    """Have Granian call applications this way from now on. False when this Granian has no place for it."""
    # Not part of its documented interface, hence the question and the test that goes with it.
    if not hasattr(mp, "_wsgi_call_wrap"):
        return False
    mp._wsgi_call_wrap = _front_of
    return True


def _front_of(app: FrontedApplication, scope_options: object, access_log_format: object) -> Callable[..., None]:
    at_once = app.at_once
    crew = Crew("web", threads=REQUESTS_ON_THEIR_WAY, line=_LINE)
    pause = Pause()

    def front(connection: Connection, environ: dict[str, Any]) -> None:
        answer = at_once(environ)
        if answer is not None:
            connection.response_bytes(answer.status, answer.headers, answer.body)
            return
        try:
            # Granian drops what was not read when this function returns.
            whole = app.take_in(environ)
            crew.submit(lambda: _answer(app, connection, whole))
        except Refused as refused:
            _refuse_later(connection, refused, pause)
        except OSError:
            logger.exception("a request's body can't be kept")
            _refuse(connection, Refused(503, "This can't be taken in at the moment. Please try again in a while."))

    return front


def _answer(app: FrontedApplication, connection: Connection, environ: dict[str, Any]) -> None:
    """Run the program as WSGI wants it, and answer."""
    started: list[tuple[str, Headers]] = []
    try:
        parts = app(_BASE | environ, lambda status, headers, exc_info=None: started.append((status, headers)))
        status, headers = started[-1]
        if isinstance(parts, list):
            connection.response_bytes(int(status[:3]), headers, b"".join(parts))
        else:
            connection.response_iter(int(status[:3]), headers, _Parts(parts))
    except BaseException:
        logger.exception("No answer to %s %s", environ.get("REQUEST_METHOD"), environ.get("PATH_INFO"))
        _refuse(connection, Refused(500, "Something went wrong here. It has been noted."))


def _refuse(connection: Connection, refused: Refused) -> None:
    status, headers, body = refused.answer()
    connection.response_bytes(int(status[:3]), headers, body)


def _refuse_later(connection: Connection, refused: Refused, pause: Pause) -> None:
    """Hold the refusal back for its time, or no time at all when there is no room for that."""
    status, headers, body = refused.answer()
    send = partial(connection.response_bytes, int(status[:3]), headers, body)
    if not (refused.pause_seconds and pause.hold(send, seconds=refused.pause_seconds, size_bytes=len(body))):
        send()


# Not the environment of the process, which holds secrets.
_BASE = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Granian",
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
    "wsgi.version": (1, 0),
}


class _Parts:
    """An answer that comes in parts, as Granian wants it."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts
        self._next = iter(parts).__next__

    def __next__(self) -> bytes:
        return self._next()

    def close(self) -> None:
        """Let the program close what it opened."""
        close = getattr(self._parts, "close", None)
        if close is not None:
            close()
