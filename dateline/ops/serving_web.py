"""The web server: Granian, with settings found by trying to bring it down (docs/decisions/002-web-server.md)."""

import multiprocessing
import signal
import socket
from collections.abc import Mapping
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from dateline.ops.serving_child import die_with_parent
from dateline.ops.serving_front import FrontedApplication, put_front
from dateline.press.bodies import BODIES_AT_ONCE
from dateline.press.wsgi import REQUESTS_ON_THEIR_WAY

# With Granian's own numbers, 1,500 half-open connections kept everybody else out; these are connections, not threads.
CONNECTIONS = 8_192
# Those who take in bodies, and two who are always free for pages in memory (serving_front.py).
FRONT_THREADS = BODIES_AT_ONCE + 2
HEADER_MILLISECONDS = 10_000
HEADER_BYTES = 64 * 1024
STOP_SECONDS = 3
_YEAR_SECONDS = 365 * 24 * 3600
_MINUTE_SECONDS = 60


class PortTaken(Exception):
    """Nothing can listen there; the message says why in one sentence."""


def check_port(host: str, port: int) -> None:
    """Raise PortTaken if another program listens there, or nobody may. Granian itself would share the port silently."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # Connections of a server that has just ended linger for a minute and do no harm.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen(1)
    except OSError as error:
        raise PortTaken(
            f"The paper can't be served at {host} port {port} ({error.strerror}): "
            "is it running already, or does another program use that port?"
        ) from None


def answers(host: str, port: int) -> bool:
    """Whether a connection is accepted there."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - a comparison, not a choice
    try:
        with socket.create_connection((reachable, port), timeout=0.5):
            return True
    except OSError:
        return False


def run_web_server(
    app: FrontedApplication, *, host: str, port: int, processes: int, mounts: Mapping[str, Path]
) -> None:
    """Serve until SIGTERM. A worker process that dies is replaced; mounts: folders served as they are, by address."""
    existing = {route: folder for route, folder in mounts.items() if folder.is_dir()}
    is_hashed = all((folder / "staticfiles.json").exists() for folder in existing.values())

    def load() -> FrontedApplication:
        # Runs in each worker: one whose parent was killed would go on serving what nobody can stop.
        die_with_parent(signal.SIGKILL)
        return app

    # The workers share what is loaded already; Python 3.14 would start them from nothing.
    multiprocessing.set_start_method("fork", force=True)
    MPServer(
        "dateline",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=FRONT_THREADS if put_front() else REQUESTS_ON_THEIR_WAY,
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=HEADER_BYTES),
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        static_path_route=list(existing),
        static_path_mount=list(existing.values()),
        static_path_expires=_YEAR_SECONDS if is_hashed else _MINUTE_SECONDS,
    ).serve(target_loader=load, wrap_loader=False)
