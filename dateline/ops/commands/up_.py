"""`dateline up`."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connections

from dateline.ops.serving import preloaded_application, serve
from dateline.ops.serving_web import PortTaken, check_port
from dateline.ops.setting_up import database_is_missing, is_set_up
from dateline.ops.terminal import complain, say
from dateline.ops.worker import run_worker
from dateline.stories.models import Story
from dateline.stories.reading import story_url

DESCRIPTION = """\
Start the paper and its desk, and keep them running until Ctrl-C: web server, background work and all, one process
tree. The first time it sets up the newsroom as `dateline init` does. Set DATELINE_URL to the paper's public address
before readers come, and put a web server with HTTPS in front (docs/operations.md)."""

_USUAL_PORT = 8000
# Stories that are looked at for one to show: an archive of hundreds of thousands must not be read for that.
_LOOKED_AT = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked for."""
    parser.description = DESCRIPTION
    parser.add_argument("--host", default="127.0.0.1", help="where to listen; 127.0.0.1 is this machine only")
    parser.add_argument("--port", type=int, default=_USUAL_PORT, help="the port to listen on (8000)")
    parser.add_argument("--sample", action="store_true", help="fill a new newsroom with the invented sample paper")


def run(options: argparse.Namespace) -> int:
    """Set up what is missing, serve, and say where everything is."""
    try:
        check_port(options.host, options.port)
    except PortTaken as reason:
        complain(str(reason))
        return 1
    if database_is_missing():
        complain(f"The database of this newsroom is gone: {settings.DATABASES['default']['NAME']}")
        complain("Put it back, or restore a backup. (To begin anew, remove the folder or name another: DATELINE_HOME.)")
        return 1
    if not is_set_up():
        return _set_up_and_start_again(options)
    application = preloaded_application()
    serve(
        application,
        host=options.host,
        port=options.port,
        processes=settings.WEB_PROCESSES,
        mounts={"/static": Path(settings.STATIC_ROOT)},
        background=run_worker,
        on_ready=lambda: _say_where(options.host, options.port),
    )
    return 0


def _set_up_and_start_again(options: argparse.Namespace) -> int:
    """Set up, then become the program that serves; comes back only when setting up failed."""
    # In processes of their own: what setting up loads must not stay in the memory of a server that runs for months.
    command = [sys.executable, "-m", "dateline.ops.main"]
    code = subprocess.run([*command, "init", *(["--sample"] if options.sample else [])], check=False).returncode  # noqa: S603
    if code == 0 and is_set_up():
        os.execv(sys.executable, [*command, "up", "--host", options.host, "--port", str(options.port)])  # noqa: S606
    return code or 1


def _say_where(host: str, port: int) -> None:
    address = settings.PAPER_URL if port == _USUAL_PORT else f"http://{host}:{port}"
    say()
    say(f"  The paper   {address}/")
    say(f"  The desk    {address}/desk/")
    for url in _an_imported_story():
        say(f"  A story     {address}{url}")
    say()
    say("  Ctrl-C stops everything.")


def _an_imported_story() -> list[str]:
    """The address of the newest story that came from a saved page of plain text, if a recent one did."""
    newest = Story.objects.listed().exclude(number=None).order_by("-number")
    try:
        rows = newest.values_list("number", "slug", "source_name")[:_LOOKED_AT]
        return [story_url(number or 0, slug) for number, slug, source in rows if source.endswith(".txt")][:1]
    except DatabaseError:
        return []
    finally:
        # Processes that are forked from here later must not inherit a connection.
        connections.close_all()
