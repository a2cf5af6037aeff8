"""Ends the connections of senders who never finish: the server itself waits for them for ever.

Granian reads a request body without a time limit, and a thread waits inside it (its issue 728 says this will stay).
Nothing in Python can end that wait, but the operating system can: this closes the sender's connection under the
server's feet, which then reports the end of the body. Linux only; elsewhere the lanes alone must do.
"""

import contextlib
import logging
import os
import socket
import struct
import sys
import time
from pathlib import Path
from threading import Event, Thread

from dateline.press.bodies import BodyDesk

_LOOK_SECONDS = 5.0
# struct tcp_info of linux/tcp.h: eight bytes, then numbers of 32 bits; the tenth says how long ago we sent data.
_TCP_INFO = struct.Struct("8B10I")

logger = logging.getLogger(__name__)


class Watchman:
    """A thread that looks for overdue bodies every five seconds."""

    def __init__(self, desk: BodyDesk) -> None:
        self._desk = desk
        self._stop = Event()

    def start(self) -> None:
        """Begin to look, where the operating system can tell."""
        if sys.platform == "linux":
            Thread(target=self._run, name="press-watchman", daemon=True).start()

    def stop(self) -> None:
        """End the thread; for tests."""
        self._stop.set()

    def _run(self) -> None:
        while not self._stop.wait(_LOOK_SECONDS):
            for sending in self._desk.overdue():
                age = time.monotonic() - sending.began
                ended = end_connections(sending.address, silent_seconds=age)
                logger.info("Ended %d connections of %s: a body took too long", ended, sending.address)


def end_connections(address: str, *, silent_seconds: float) -> int:
    """End this process' connections with `address` to which nothing was sent for so long; gives their number.

    A request whose body is still coming can't have been answered, so it is always among them. Behind a proxy the
    address is the proxy's or not found at all: proxies take in whole bodies themselves.
    """
    ended = 0
    for name in _socket_handles():
        with contextlib.suppress(OSError), socket.socket(fileno=os.dup(name)) as connection:
            if _is_of(connection, address) and _seconds_since_sent(connection) >= silent_seconds - 1:
                connection.shutdown(socket.SHUT_RDWR)
                ended += 1
    return ended


def _socket_handles() -> list[int]:
    handles = []
    for path in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            if os.readlink(path).startswith("socket:"):
                handles.append(int(path.name))
    return handles


def _is_of(connection: socket.socket, address: str) -> bool:
    if connection.family not in {socket.AF_INET, socket.AF_INET6}:
        return False
    return str(connection.getpeername()[0]).removeprefix("::ffff:") == address.removeprefix("::ffff:")


def _seconds_since_sent(connection: socket.socket) -> float:
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size)
    return float(_TCP_INFO.unpack(info)[8 + 9]) / 1000
