"""Serving: one supervisor that loads the program once and keeps its children alive, the web server and the worker.

dateline up            the supervisor; holds the loaded program in memory that all the others share
├── web server         Granian's own supervisor
│   ├── web process    8 threads of Granian's in front, up to 70 of ours, one press
│   └── web process
└── background worker
"""

import gc
import logging
import os
import resource
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from dateline.ops.serving_child import Child
from dateline.ops.serving_front import FrontedApplication
from dateline.ops.serving_preload import preloaded_application
from dateline.ops.serving_signals import HeardSignals
from dateline.ops.serving_web import STOP_SECONDS, answers, check_port, run_web_server

__all__ = ["preloaded_application", "serve"]

_LOOK_SECONDS = 1.0
_LOOK_WHILE_STARTING_SECONDS = 0.05
# Children end within STOP_SECONDS by themselves; after this they are killed.
_KILL_SECONDS = STOP_SECONDS + 2.0
_MOST_OPEN_FILES = 65_536

logger = logging.getLogger(__name__)


def serve(
    app: FrontedApplication,
    *,
    host: str,
    port: int,
    processes: int,
    mounts: Mapping[str, Path] | None = None,
    background: Callable[[], None] | None = None,
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve `app` until SIGINT or SIGTERM; then all processes end, within about five seconds.

    mounts: folders served as they are, such as `{"/static": Path("/srv/paper/static")}`. background: run in a process
    of its own and started again whenever it ends. on_ready: called once, when the port answers.
    Raises PortTaken before anything is started. Must be called in the main thread, with no other thread running.
    """
    check_port(host, port)
    _allow_many_connections()
    web = partial(run_web_server, app, host=host, port=port, processes=processes, mounts=mounts or {})
    children = [Child("web server", web)]
    if background is not None:
        children.append(Child("background worker", background))
    # Objects that live as long as the program are not looked at by the collector again: that would copy every page of
    # memory the processes share.
    gc.collect()
    gc.freeze()
    with HeardSignals() as signals:
        try:
            _supervise(children, signals, is_ready=partial(answers, host, port), on_ready=on_ready)
        finally:
            _end_all(children)


def _allow_many_connections() -> None:
    """Take as many open files as the system gives: the usual 1,024 are fewer than the connections we promise."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _supervise(
    children: Sequence[Child], signals: HeardSignals, *, is_ready: Callable[[], bool], on_ready: Callable[[], None]
) -> None:
    """Keep the children alive until a signal to stop arrives."""
    was_ready = False
    while True:
        for child in children:
            if child.is_due():
                child.start()
        if not was_ready and is_ready():
            was_ready = True
            on_ready()
        pause = _LOOK_SECONDS if was_ready else _LOOK_WHILE_STARTING_SECONDS
        if signals.told_to_stop(within_seconds=pause):
            return
        _bury(children)


def _bury(children: Sequence[Child]) -> None:
    for child in children:
        if child.pid:
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                # Its own children, if it was killed, must not go on in its place.
                child.send(signal.SIGKILL)
                pause = child.died()
                logger.error("The %s ended (status %d); starting it again in %.1f s", child.name, status, pause)


def _end_all(children: Sequence[Child]) -> None:
    for child in children:
        child.send(signal.SIGTERM)
    until = time.monotonic() + _KILL_SECONDS
    while any(child.pid for child in children):
        for child in children:
            _end(child, is_late=time.monotonic() > until)
        time.sleep(0.02)


def _end(child: Child, *, is_late: bool) -> None:
    if is_late:
        child.send(signal.SIGKILL)
    if child.pid and os.waitpid(child.pid, 0 if is_late else os.WNOHANG)[0]:
        child.pid = 0
