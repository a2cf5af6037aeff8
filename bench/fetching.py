"""One GET, as a browser sends it, and what came back."""

import http.client
import re
import time
from dataclasses import dataclass

HOST = "127.0.0.1"
BROWSERS_CODINGS = "gzip, deflate, br"


@dataclass(frozen=True, slots=True)
class Got:
    """An answer. headers: by lower-case name."""

    status: int
    headers: dict[str, str]
    body: bytes


def get(port: int, path: str, *, accept: str = "") -> Got:
    """The answer to GET `path`. accept: the Accept-Encoding to send, "" for none. Raises OSError if nobody listens."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.putrequest("GET", path, skip_accept_encoding=True)
        if accept:
            connection.putheader("Accept-Encoding", accept)
        connection.endheaders()
        response = connection.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Got(response.status, headers, response.read())
    finally:
        connection.close()


def text_of(port: int, path: str) -> str:
    """The page at `path`. Raises RuntimeError for anything but 200."""
    got = get(port, path)
    if got.status != 200:
        raise RuntimeError(f"GET {path} was answered {got.status}")
    return got.body.decode()


def seconds_until_answer(port: int, path: str, *, patience_seconds: float) -> float:
    """How long it takes until GET `path` is answered with 200. Raises TimeoutError."""
    began = time.monotonic()
    while time.monotonic() - began < patience_seconds:
        try:
            if get(port, path).status == 200:
                return time.monotonic() - began
        except OSError:
            pass
        time.sleep(0.01)
    raise TimeoutError(f"Nothing answered GET {path} within {patience_seconds:.0f} s")


def story_paths(page: str) -> list[str]:
    """The stories a page leads to, in its order, each once."""
    return list(dict.fromkeys(re.findall(r'href="(/news/[0-9]+/[^"/]+/)"', page)))
