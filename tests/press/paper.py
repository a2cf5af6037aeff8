"""A tiny newspaper for the press's own tests: a record in a list, a program of a few lines, a reader."""

import io
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.lib.addresses import networks
from dateline.press.configuration import PressConfiguration
from dateline.press.following import Head, Touch
from dateline.press.keys import depends_on, keep_sheet
from dateline.press.wsgi import Press

HOST = "courier.example"
TEXT = "The river Mera rose again on Tuesday, and the ferries stayed at the quay. " * 12


class ListRecord:
    """A record that is a list. With `is_gone` it behaves like a database that went away."""

    def __init__(self) -> None:
        self.touches: list[Touch] = []
        self.highest_number = 10
        self.reprints = 0
        self.is_gone = False
        self.bell = 0
        self.questions = 0

    def act(self, *keys: str, ring: bool = True, withdraws: bool = False) -> int:
        """Append an entry that touches these keys, and ring the bell. Gives its seq."""
        seq = len(self.touches) + 1
        self.touches.append(Touch(seq=seq, keys=keys, mark=f"mark {seq}", withdraws=withdraws))
        if ring:
            self.bell = seq
        return seq

    def heard(self) -> int:
        return self.bell

    def head(self) -> Head:
        self._ask()
        return Head(seq=len(self.touches), highest_number=self.highest_number, reprints=self.reprints)

    def touches_after(self, seq: int, limit: int) -> Sequence[Touch]:
        self._ask()
        return self.touches[seq : seq + limit]

    def hang_up(self) -> None:
        """Nothing to close."""

    def _ask(self) -> None:
        self.questions += 1
        if self.is_gone:
            raise ConnectionError("the database is gone")


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def timing(self) -> str:
        """`hot`, `stored`, `printed` or `stale`; empty when the press had nothing to do with it."""
        return self.headers.get("Server-Timing", "").partition('desc="')[2].partition('"')[0]


@dataclass
class Program:
    """What stands behind the press. Counts what it was asked; answers by address."""

    asked: list[str] = field(default_factory=list)
    environs: list[dict[str, Any]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    fails: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)
    # By the beginning of an address: what its requests wait for.
    holds: dict[str, threading.Event] = field(default_factory=dict)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        with self.lock:
            self.asked.append(path)
            self.environs.append(environ)
        text = self.texts.get(path, TEXT)
        time.sleep(self.seconds)
        for beginning, event in self.holds.items():
            if path.startswith(beginning):
                event.wait(5)
        if self.fails:
            start_response("503 Service Unavailable", [("Content-Type", "text/plain")])
            return [b"database down"]
        headers = [("Content-Type", "text/html; charset=utf-8"), ("X-Frame-Options", "DENY")]
        return self._answer(environ, start_response, path, headers, text)

    def _answer(
        self, environ: dict[str, Any], start_response: Any, path: str, headers: list[tuple[str, str]], text: str
    ) -> Iterable[bytes]:
        if path.startswith("/desk/") or environ["REQUEST_METHOD"] == "POST":
            start_response("200 OK", headers)
            return [environ["wsgi.input"].read() or environ.get("HTTP_COOKIE", "nobody").encode()]
        depends_on(path.strip("/").replace("/", ":"), "nav")
        if path.startswith("/gone") or path == "/news/999999999999/":
            start_response("404 Not Found", headers)
            return [b"<p>There is no such page.</p>"]
        if path.startswith("/boom"):
            raise RuntimeError("a bug with a secret in it")
        if not path.startswith("/unprinted"):
            keep_sheet()
        if path.startswith("/cookie"):
            headers.append(("Set-Cookie", "who=me"))
        start_response("200 OK", headers)
        return [f"<html>{text}{environ['QUERY_STRING']}</html>".encode()]


def press_of(
    program: Program,
    record: ListRecord,
    node_dir: Path,
    *,
    edition: str = "1",
    megabytes: int = 8,
    trusted_proxies: Sequence[str] = (),
) -> Press:
    """A press as one process has it, not opened yet."""
    configuration = PressConfiguration(
        node_dir=node_dir,
        edition=edition,
        allowed_hosts=(HOST,),
        paper_url=("https", HOST),
        hot_bytes=megabytes * 1024 * 1024,
        store_bytes=64 * 1024 * 1024,
        trusted_proxies=networks(trusted_proxies),
    )
    return Press(program, configuration, log=record, heard=record.heard)


def ask(press: Press, path: str, *, method: str = "GET", query: str = "", body: bytes = b"", **headers: str) -> Reply:
    """One request, as the web server hands it over. headers: as in `accept_encoding="gzip"`, `host="evil"`."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.7",
        "wsgi.input": io.BytesIO(body),
        "wsgi.url_scheme": "http",
        "HTTP_HOST": HOST,
    }
    if body:
        environ["CONTENT_LENGTH"] = str(len(body))
    environ |= {_environ_name(name): value for name, value in headers.items()}
    started: list[tuple[str, list[tuple[str, str]]]] = []
    parts = press(environ, lambda status, headers: started.append((status, headers)))
    content = b"".join(parts)
    close = getattr(parts, "close", None)
    if close is not None:
        close()
    status, sent = started[0]
    return Reply(int(status[:3]), dict(sent), content)


def _environ_name(name: str) -> str:
    return name.upper() if name in {"remote_addr", "content_length", "content_type"} else f"HTTP_{name.upper()}"
