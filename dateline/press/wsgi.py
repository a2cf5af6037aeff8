"""The layer in front of Django: readers get their pages from memory, from disk, or printed once.

A request for a page in memory costs one look into a dict and one comparison with the bell that acts ring.
"""

import logging
import os
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from django.utils.module_loading import import_string

from dateline.press.asking import Environ, check_request
from dateline.press.bodies import BodyDesk
from dateline.press.configuration import PressConfiguration, configuration
from dateline.press.following import Follower, Log
from dateline.press.hot import HotSet, RawRequest
from dateline.press.pages import Answer, answer_from
from dateline.press.passing import Passage
from dateline.press.printing import Outcome, WsgiApp
from dateline.press.reading import ReadingRoom
from dateline.press.refusals import Headers, Refused
from dateline.press.writing import WRITING_AT_ONCE, Writing
from dateline.record.doorbell import node_doorbell

StartResponse = Callable[[str, Headers], Any]
# Gives the answer to a request if it lies in memory; never waits, never raises.
AtOnce = Callable[[Environ], Answer | None]

# How many requests may be on their way beside those answered at once: as many as may wait in any lane (32 for pages, 16
# for the program, 8 for downloads, those for what readers write), and a few more for what is quickly done.
REQUESTS_ON_THEIR_WAY = 60 + WRITING_AT_ONCE

logger = logging.getLogger(__name__)


def press_in_front_of(app: WsgiApp) -> "Press":
    """`app` behind the press, as the settings want it. Threads and files come with the first request, after forking."""
    # By name: models can't be imported before Django is set up, and this module is imported before that.
    log: Log = import_string("dateline.press.record_log.RecordLog")()
    return Press(app, configuration(), log=log, heard=node_doorbell().heard)


class Press:
    """The layer of one process. One whose process was forked from it begins with nothing in memory."""

    def __init__(self, app: WsgiApp, configuration: PressConfiguration, *, log: Log, heard: Callable[[], int]) -> None:
        self._bodies = BodyDesk()
        self._writing = Writing(configuration.writing)
        self._passage = Passage(
            app, bodies=self._bodies, trusted_proxies=configuration.trusted_proxies, writing=self._writing
        )
        self._configuration = configuration
        self.room = ReadingRoom(app, configuration=configuration, log=log, heard=heard, bodies=self._bodies)
        self._opening = Lock()
        self._opened_in = 0
        self.at_once = _at_once(self.room.hot, self.room.follower, heard)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The WSGI application."""
        answer = self.at_once(environ)
        if answer is None:
            return self.respond(environ, start_response)
        start_response(answer.status_line, answer.headers)
        return [answer.body]

    def take_in(self, environ: Environ) -> Environ:
        """The request with its whole body, for servers that must be read from at once. Raises Refused; waits.

        Readers who write more than can be taken in are refused here, before anybody else hears of them.
        """
        has_body = "CONTENT_LENGTH" in environ or "HTTP_TRANSFER_ENCODING" in environ
        if not (has_body or self._writing.is_asked(environ)):
            return environ
        self._open()
        check_request(environ, self._configuration.allowed_hosts)
        return self._passage.take_in(environ)

    def respond(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The answer to any request; never raises."""
        try:
            self._open()
            check_request(environ, self._configuration.allowed_hosts)
            if self._is_readers(environ):
                return self._read(environ, start_response)
            status, headers, parts = self._passage.reply(environ)
        except Refused as refused:
            status, headers, body = refused.answer()
            parts = [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        except Exception:
            logger.exception("No answer to %s %s", environ.get("REQUEST_METHOD"), environ.get("PATH_INFO"))
            status, headers, body = Refused(500, "Something went wrong here. It has been noted.").answer()
            parts = [body]
        start_response(status, headers)
        return parts

    def _open(self) -> None:
        if self._opened_in != os.getpid():
            with self._opening:
                if self._opened_in != os.getpid():
                    self.room.open()
                    self._opened_in = os.getpid()

    def _is_readers(self, environ: Environ) -> bool:
        is_program = environ["PATH_INFO"].startswith(self._configuration.programs)
        return environ["REQUEST_METHOD"] in {"GET", "HEAD"} and not is_program

    def _read(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        asked, outcome = self.room.outcome(environ)
        if outcome.page is None:
            return _pass_on(outcome, start_response, head=asked.head)
        self.room.hot.remember(_raw(environ), outcome.page)
        answer = answer_from(
            outcome.page,
            accept=asked.accept,
            head=asked.head,
            timing=outcome.timing,
            surrogate_keys=self._configuration.surrogate_keys,
        )
        answer = answer.for_reader_with(asked.if_none_match)
        start_response(answer.status_line, answer.headers)
        return [answer.body]


def _at_once(hot: HotSet, follower: Follower, heard: Callable[[], int]) -> AtOnce:
    """The way to a page in memory, written for speed: everything it needs lies in local names."""
    answers = hot.answers

    def at_once(environ: Environ) -> Answer | None:
        get = environ.get
        answer = answers.get(
            (
                environ["REQUEST_METHOD"],
                get("HTTP_HOST"),
                environ["PATH_INFO"],
                environ["QUERY_STRING"],
                get("HTTP_ACCEPT_ENCODING"),
            )
        )
        if answer is None or heard() > follower.level:
            return None
        answer.used = True
        if "HTTP_IF_NONE_MATCH" in environ:
            return answer.for_reader_with(environ["HTTP_IF_NONE_MATCH"])
        return answer

    return at_once


def _raw(environ: Environ) -> RawRequest:
    return (
        environ["REQUEST_METHOD"],
        environ.get("HTTP_HOST"),
        environ["PATH_INFO"],
        environ["QUERY_STRING"],
        environ.get("HTTP_ACCEPT_ENCODING"),
    )


def _pass_on(outcome: Outcome, start_response: StartResponse, *, head: bool) -> Iterable[bytes]:
    """A reply that isn't kept, as the program gave it."""
    assert outcome.reply is not None
    start_response(outcome.reply.status, outcome.reply.headers)
    return [] if head else [outcome.reply.body]
