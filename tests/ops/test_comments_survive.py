"""Once a reader was thanked, their comment is safe, whatever happens to the processes."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.ops.commanding import environment_of

pytestmark = pytest.mark.server

NUMBER = 700001
TEXT = "I was on the quay when the ferry left, and it was the only time anybody waved."
# Longer than the time trap, so that nobody has to wait for it.
MINT = """
import json, time
from unittest import mock
from dateline.captcha.answers import Kind
from dateline.captcha.challenges import mint
with mock.patch("time.time", return_value=time.time() - 20):
    minted = mint({number}, Kind.PICTURE)
print(json.dumps([minted.cookie_name, minted.cookie_value, minted.answer]))
"""
STORED = """
import json
from dateline.comments.models import Comment
print(json.dumps(list(Comment.objects.values_list("text", flat=True))))
"""
OPENED = """
from dateline.comments.models import Discussion
Discussion.objects.create(number={number}, openness="open")
print("[]")
"""


def inside(home: Path, code: str) -> list[str]:
    """What a program in this newsroom prints, as JSON."""
    begin = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'dateline.config.settings'; django.setup()\n"
    done = subprocess.run(
        [sys.executable, "-c", begin + code.replace("{number}", str(NUMBER))],
        env=environment_of(home),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    printed: list[str] = json.loads(done.stdout)
    return printed


@contextmanager
def paper(home: Path) -> Iterator[tuple[int, subprocess.Popen[bytes]]]:
    """The newspaper on a port of its own, ready; ended with everything it started."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "dateline.ops.main", "up", "--port", str(port)]
    process = subprocess.Popen(
        command,
        env=environment_of(home) | {"DATELINE_URL": f"http://127.0.0.1:{port}"},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 60
        while not answers(port):
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
        yield port, process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def answers(port: int) -> bool:
    try:
        return ask(port, "GET", "/")[0] == 200
    except OSError:
        return False


def ask(port: int, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body or None, headers=given)
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read().decode()
    finally:
        connection.close()


def send_comment(home: Path, port: int) -> tuple[int, dict[str, str], str]:
    name, value, key = inside(home, MINT)
    return ask(
        port,
        "POST",
        f"/comments/{NUMBER}/",
        urlencode({"name": "Ada", "text": TEXT, "key": key}),
        Content_Type="application/x-www-form-urlencoded",
        Cookie=f"{name}={value}",
    )


def test_a_comment_survives_kill_9_right_after_the_thanks_and_its_link_still_works(home: Path) -> None:
    inside(home, OPENED)
    with paper(home) as (port, process):
        status, headers, _ = send_comment(home, port)
        os.killpg(process.pid, signal.SIGKILL)

    assert status == 303
    assert inside(home, STORED) == [TEXT]
    with paper(home) as (port, _):
        own = ask(port, "GET", re.sub(r"^https?://[^/]+", "", headers["location"]))
    assert own[0] == 200
    assert TEXT in own[2]
