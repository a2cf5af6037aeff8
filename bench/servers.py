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
# Whoever is root would have nginx' worker be somebody else, who can't read temporary folders.
OWN_USER = "user root;" if os.geteuid() == 0 else ""
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
def paper_up(
    newsroom: Newsroom, *, core: int | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """`dateline up` as it is shipped, for the time of the block. settings: environment variables an operator sets."""
    port = free_port()
    command = [sys.executable, "-m", "dateline.ops.main", "up", "--port", str(port)]
    environment = newsroom.environment() | dict(settings or {})
    with _running(pinned(command, core), port=port, environment=environment, log=WORK / "dateline.log") as server:
        yield server


@contextmanager
def nginx_up(folder: Path, configuration: str, *, port: int, path: str, core: int | None = None) -> Iterator[Server]:
    """nginx with this configuration, listening at `port`; its files lie in `folder`, which is there already.

    path: what it answers with 200 when it is ready. Raises RuntimeError when nginx isn't installed.
    """
    command = pinned(nginx_command(folder, configuration), core)
    with _running(command, port=port, path=path, log=folder / "output.log") as server:
        yield server


def nginx_command(folder: Path, configuration: str) -> list[str]:
    """How to start an nginx with this configuration, in the foreground. Raises RuntimeError when it isn't installed."""
    if NGINX is None:
        raise RuntimeError("nginx isn't installed")
    file = folder / "nginx.conf"
    file.write_text(configuration, encoding="utf-8")
    return [NGINX, "-p", str(folder), "-c", str(file), "-e", str(folder / "error.log"), "-g", "daemon off;"]


@contextmanager
def _running(
    command: Sequence[str], *, port: int, log: Path, path: str = "/", environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    with log.open("ab") as output:
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


def own_folders(folder: Path) -> str:
    """nginx makes these at its start, and where it was built to make them takes root."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)


def static_nginx(root: Path, port: int) -> str:
    """The configuration of an nginx that serves the files of a folder as fast as it can: what we are compared with."""
    return f"""\
worker_processes 1;
pid {root}/nginx.pid;
{OWN_USER}
events {{ worker_connections 4096; }}
http {{
    access_log off;
    default_type text/html;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    open_file_cache max=1000 inactive=60s;
    open_file_cache_valid 60s;
    {own_folders(root)}
    server {{
        listen {HOST}:{port};
        root {root};
    }}
}}
"""
