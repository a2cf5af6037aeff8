"""How long readers wait for one page: `python -m bench.latency PORT PATH SECONDS`; the milliseconds come back as JSON.

A program of its own, so that it can be bound to a core. It asks now and then, as readers do, not as fast as it can:
what is measured is the wait, not the speed.
"""

import socket
import sys
import time

from bench.fetching import BROWSERS_CODINGS, HOST
from bench.running import hand_back

# Each is served by one process of the paper: several, so that all processes are asked.
_CONNECTIONS = 4
_PAUSE_SECONDS = 0.002
_PATIENCE_SECONDS = 10.0
# Of so many requests one comes over a new connection.
_FRESH_EVERY = 5


def waits(port: int, path: str, seconds: float) -> dict[str, list[float]]:
    """Milliseconds of each request, `kept`: over connections that stay, `fresh`: over new ones, connecting included."""
    request = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: {BROWSERS_CODINGS}\r\n\r\n".encode()
    kept = [_connection(port) for _ in range(_CONNECTIONS)]
    found: dict[str, list[float]] = {"kept": [], "fresh": []}
    until = time.monotonic() + seconds
    index = 0
    # However slow it is: something of each kind.
    while time.monotonic() < until or not all(found.values()):
        index += 1
        time.sleep(_PAUSE_SECONDS)
        began = time.perf_counter()
        if index % _FRESH_EVERY:
            _exchange(kept[index % _CONNECTIONS], request)
            found["kept"].append((time.perf_counter() - began) * 1000)
        else:
            with _connection(port) as fresh:
                _exchange(fresh, request)
                found["fresh"].append((time.perf_counter() - began) * 1000)
    for connection in kept:
        connection.close()
    return found


def _connection(port: int) -> socket.socket:
    connection = socket.create_connection((HOST, port), timeout=_PATIENCE_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _exchange(connection: socket.socket, request: bytes) -> None:
    """Ask, and read the answer to its end. Raises RuntimeError for anything but a 200 with a length."""
    connection.sendall(request)
    answer = connection.recv(65536)
    head, _blank, body = answer.partition(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    if not answer.startswith(b"HTTP/1.1 200") or not length.isdigit():
        raise RuntimeError(f"The page was answered {head[:80]!r}")
    missing = int(length) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536))


if __name__ == "__main__":
    hand_back(waits(int(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
