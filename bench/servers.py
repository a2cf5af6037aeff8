"""Servers the bench starts and ends: the paper itself and nginx, on ports of 127.0.0.1 that are free."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.fetching import HOST, seconds_until_answer
from bench.places import ROOT, WORK, Newsroom
from bench.running import pinned

_START_SECONDS = 120.0
_STOP_SECONDS = 15.0
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers. start_seconds: from the start of its program to the first page."""

    port: int
    pid: int
    start_seconds: float


def free_port() -> int:
    """A port nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def paper_up(newsroom: Newsroom, *, core: int | None = None) -> Iterator[Server]:
    """`dateline up` as it is shipped, for the time of the block."""
    port = free_port()
    command = [sys.executable, "-m", "dateline.ops.main", "up", "--port", str(port)]
    environment = newsroom.environment()
    with _running(pinned(command, core), port=port, environment=environment, log="dateline.log") as server:
        yield server


@contextmanager
def nginx_up(configuration: str, *, port: int, path: str, core: int | None = None) -> Iterator[Server]:
    """nginx with this configuration, listening at `port`. path: what it answers when it is ready.

    Raises RuntimeError when nginx isn't installed.
    """
    if NGINX is None:
        raise RuntimeError("nginx isn't installed")
    folder = WORK / f"nginx-{port}"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "nginx.conf"
    file.write_text(configuration, encoding="utf-8")
    command = [NGINX, "-p", str(folder), "-c", str(file), "-e", str(folder / "error.log"), "-g", "daemon off;"]
    try:
        with _running(pinned(command, core), port=port, path=path, log="nginx.log") as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(
    command: Sequence[str], *, port: int, log: str, path: str = "/", environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    with (WORK / log).open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        yield Server(port, process.pid, seconds_until_answer(port, path, patience_seconds=_START_SECONDS))
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        # Its own session: everything it started goes with it.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def static_nginx(root: Path, port: int) -> str:
    """The configuration of an nginx that serves the files of a folder as fast as it can: what we are compared with."""
    return f"""\
worker_processes 1;
pid nginx.pid;
{"user root;" if os.geteuid() == 0 else ""}
events {{ worker_connections 4096; }}
http {{
    access_log off;
    default_type text/html;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    open_file_cache max=1000 inactive=60s;
    open_file_cache_valid 60s;
    server {{
        listen {HOST}:{port};
        root {root};
    }}
}}
"""
