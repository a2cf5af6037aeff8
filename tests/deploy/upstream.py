"""What stands behind nginx in these tests: a server that says what it is told to, and remembers what it was asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

# As the press sends it.
PAGE_LIFE = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=86400"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived. headers: by lower-case name."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Upstream:
    """The server behind nginx. Every page says `text`, and in which coding it was wanted. status: of all it says."""

    text: str = "The ferry runs"
    status: int = 200
    more_headers: dict[str, str] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    is_down: bool = False

    def answer(self, handler: "Handler") -> None:
        """Note the request and answer it as the press would; say nothing when down."""
        if self.is_down:
            handler.close_connection = True
            return
        headers = {name.lower(): value for name, value in handler.headers.items()}
        body = handler.rfile.read(int(headers.get("content-length", "0")))
        self.asked.append(Asked(handler.command, handler.path, headers, body))
        coding = headers.get("accept-encoding", "")
        etag = f'"{abs(hash(self.text)):x}-{coding or "plain"}"'
        is_known = headers.get("if-none-match") == etag
        page = b"" if is_known else f"{self.text} ({coding or 'plain'})".encode()
        handler.send_response(304 if is_known else self.status)
        for name, value in self._headers(handler.path, etag, coding).items():
            handler.send_header(name, value)
        if not is_known:
            handler.send_header("Content-Length", str(len(page)))
        handler.end_headers()
        handler.wfile.write(page)

    def _headers(self, path: str, etag: str, coding: str) -> dict[str, str]:
        if path.startswith("/desk/"):
            return {"Content-Type": "text/html", "Cache-Control": "private, no-store"}
        kept = {
            "Content-Type": "text/html; charset=utf-8",
            "ETag": etag,
            "Vary": "Accept-Encoding",
            "Cache-Control": PAGE_LIFE,
            "Surrogate-Key": "story:1",
            "Server-Timing": 'press;desc="hot"',
        }
        return kept | ({"Content-Encoding": coding} if coding else {}) | self.more_headers


class Handler(BaseHTTPRequestHandler):
    """Hands requests to the upstream."""

    protocol_version = "HTTP/1.1"
    upstream: Upstream

    def do_GET(self) -> None:
        """Answer."""
        self.upstream.answer(self)

    def do_POST(self) -> None:
        """Answer."""
        self.upstream.answer(self)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def running(upstream: Upstream) -> Iterator[ThreadingHTTPServer]:
    """The server, listening at `upstream.port`."""
    handler = type("BoundHandler", (Handler,), {"upstream": upstream})
    server = ThreadingHTTPServer(("127.0.0.1", upstream.port), handler)
    server.daemon_threads = True
    upstream.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        # Connections that are open already go on otherwise.
        upstream.is_down = True
        server.shutdown()
        server.server_close()
        thread.join()
