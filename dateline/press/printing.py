"""Printing: Django makes a page, once, and the press keeps it."""

import logging
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import Any

from dateline.press.asking import Asked, Environ
from dateline.press.keys import collecting
from dateline.press.lanes import Crew, Gate
from dateline.press.pages import Page, page_from
from dateline.press.refusals import Headers, Refused, busy
from dateline.press.stock import Found, MissingPages, Stock
from dateline.press.stripes import Stripes

WsgiApp = Callable[[Environ, Any], Iterable[bytes]]

KEPT_STATUSES = frozenset({200, 301, 410, 451})
NOT_FOUND = 404
# A reader who has an older page to look at waits this long for the new one; the others wait longer.
_PATIENCE_WITH_STALE_SECONDS = 2.0
_PATIENCE_SECONDS = 20.0
# After a failure everybody gets the older page at once for so long, and only then somebody tries again.
_TROUBLE_SECONDS = 2.0
_UNAVAILABLE = 503

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the program answered, complete. status: such as `404 Not Found`."""

    status: str
    headers: Headers
    body: bytes

    @property
    def code(self) -> int:
        """The number of the status."""
        return int(self.status[:3])


_NOTHING = Reply(status="503 Service Unavailable", headers=[], body=b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A page that may be kept, with what to say of it in Server-Timing; or a reply that may not."""

    page: Page | None = None
    timing: str = ""
    reply: Reply | None = None

    @property
    def failed(self) -> bool:
        """Whether the program answered that it could not."""
        return self.reply is not None and self.reply.code >= 500


def kept(found: Found) -> Outcome:
    """A page found in memory or on disk."""
    return Outcome(page=found.page, timing=f'press;desc="{found.state}"')


def stale(page: Page) -> Outcome:
    """A page that was touched since, handed out because the new one isn't there."""
    return kept(Found(page, "stale"))


class Printer:
    """Prints each page once, however many ask for it. Thread-safe."""

    def __init__(self, app: WsgiApp, *, stock: Stock, missing: MissingPages, stripes: Stripes) -> None:
        self._app = app
        self._stock = stock
        self._missing = missing
        self._stripes = stripes
        self._crew = Crew("press-printer", threads=6, line=26)
        self._waiting = Gate(places=24)
        self._lock = Lock()
        self._flights: dict[str, Future[Outcome]] = {}
        self._trouble_until = 0.0

    def outcome(self, asked: Asked, environ: Environ, old: Page | None) -> Outcome:
        """The page as it is now. old: the page as it was, which is better than nothing.

        Raises Refused (503) when there is nothing and everybody is busy.
        """
        if old is not None and time.monotonic() < self._trouble_until:
            return stale(old)
        try:
            outcome = self._awaited(asked, environ, old)
        except Refused:
            if old is None:
                raise
            return stale(old)
        except Exception as error:
            if old is None:
                raise (busy() if isinstance(error, TimeoutError) else error) from None
            logger.warning("Serving an older %r: %r", asked.key, error)
            outcome = Outcome(reply=_NOTHING)
        if outcome.failed:
            if outcome.reply is not _NOTHING and outcome.reply is not None and outcome.reply.code == _UNAVAILABLE:
                # The database: no other page fares better. What went wrong with one page alone is its own affair.
                self._trouble_until = time.monotonic() + _TROUBLE_SECONDS
            if old is not None:
                return stale(old)
        return outcome

    def _awaited(self, asked: Asked, environ: Environ, old: Page | None) -> Outcome:
        with self._waiting.passing():
            future, is_mine = self._flight(asked, environ)
            outgoing = None if is_mine else self._stock.hot.outgoing(asked.key)
            if outgoing is not None:
                return stale(outgoing)
            patience = _PATIENCE_SECONDS if old is None else _PATIENCE_WITH_STALE_SECONDS
            outcome = future.result(timeout=patience)
            if is_mine or outcome.failed or self._is_for_all_and_still_true(outcome):
                return outcome
            return self._crew.submit(lambda: self._print(asked, environ)).result(timeout=patience)

    def _is_for_all_and_still_true(self, outcome: Outcome) -> bool:
        """Whether somebody else's printing will do for whoever came to it later.

        Not if an act came in between, which those who came after it must see; nor a reply from a view that isn't
        printed, which may be meant for one reader alone.
        """
        page = outcome.page
        return page is not None and self._stock.hot.untouched_since(page.keys, page.seq)

    def _flight(self, asked: Asked, environ: Environ) -> tuple[Future[Outcome], bool]:
        with self._lock:
            future = self._flights.get(asked.key)
            if future is not None:
                return future, False
            future = self._crew.submit(lambda: self._print(asked, environ))
            self._flights[asked.key] = future
        future.add_done_callback(lambda _done: self._land(asked.key))
        return future, True

    def _land(self, key: str) -> None:
        with self._lock:
            self._flights.pop(key, None)

    def _print(self, asked: Asked, environ: Environ) -> Outcome:
        with self._stripes.held(asked.key):
            found = self._stock.find(asked.key)
            if found is not None and found.is_fresh:
                return kept(found)
            return self._rendered(asked, environ)

    def _rendered(self, asked: Asked, environ: Environ) -> Outcome:
        # Both are read before rendering: what happens while the page is being made counts as not in it.
        in_round, edge = self._missing.round(), self._stock.edge()
        began, at = time.perf_counter(), time.time()
        with collecting() as sheet:
            reply = complete_reply(self._app, environ)
        if edge is None or not (sheet.keep or reply.code == NOT_FOUND) or not _may_be_kept(reply):
            return Outcome(reply=reply)
        seconds = time.perf_counter() - began
        page = page_from(
            key=asked.key,
            status=reply.code,
            headers=reply.headers,
            body=reply.body,
            keys=frozenset(sheet.keys),
            seq=edge.seq,
            seconds=seconds,
            at=at,
        )
        if reply.code == NOT_FOUND:
            self._missing.put(asked.key, page, in_round=in_round)
        else:
            self._stock.keep(page, edge)
        return Outcome(page=page, timing=f'press;desc="printed";dur={seconds * 1000:.1f}')


def _may_be_kept(reply: Reply) -> bool:
    if reply.code != NOT_FOUND and reply.code not in KEPT_STATUSES:
        return False
    if any(name.lower() == "set-cookie" for name, _value in reply.headers):
        logger.error("A printed page sets a cookie and is not kept; printed views must answer everybody alike")
        return False
    return True


def complete_reply(app: WsgiApp, environ: Environ) -> Reply:
    """Run the program and take in its whole answer."""
    started: list[tuple[str, Headers]] = []
    parts = app(environ, lambda status, headers, exc_info=None: started.append((status, headers)))
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    status, headers = started[-1]
    return Reply(status=status, headers=headers, body=body)
