"""Real processes, real connections: what strangers can do to the paper, and how it begins and ends."""

import http.client
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from granian.server import mp

from tests.ops.tiny_paper import STORY, FileRecord

pytestmark = pytest.mark.server


class Served:
    """A running paper."""

    def __init__(self, folder: Path, *, processes: int) -> None:
        self.record = FileRecord(folder)
        self.folder = folder
        self.processes = processes
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.process = self.start()
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == b"ready\n"

    def start(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "tests.ops.tiny_paper", str(self.folder), str(self.port), str(self.processes)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        )

    def get(self, path: str = STORY, **headers: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path, headers=headers)
            reply = connection.getresponse()
            return reply.status, reply.read()
        finally:
            connection.close()

    def acts_shown(self) -> int:
        return int(self.get()[1].split()[1])

    def raw(self, request: bytes, *, address: str = "127.0.0.1") -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=15, source_address=(address, 0))
        connection.sendall(request)
        return connection

    def family(self) -> set[int]:
        """The supervisor and everything below it."""
        found = {self.process.pid}
        parents = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(path.parent.name)] = int(fields[1])
        while new := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= new
        return found


@contextmanager
def served(folder: Path, *, processes: int = 1) -> Iterator[Served]:
    paper = Served(folder, processes=processes)
    try:
        yield paper
    finally:
        paper.process.send_signal(signal.SIGTERM)
        try:
            paper.process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            for pid in paper.family():
                os.kill(pid, signal.SIGKILL)
            raise


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def answers(paper: Served) -> bool:
    try:
        return paper.get()[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def test_1500_half_open_and_slow_connections_cost_readers_nothing(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, hard), hard))
    with served(tmp_path) as paper, ExitStack() as strangers:
        paper.get()
        for index in range(1500):
            strangers.enter_context(paper.raw(b"" if index % 3 else b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "))
        for index in range(200):
            body = b"POST /desk/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nabc"
            strangers.enter_context(paper.raw(body, address=f"127.0.0.{2 + index % 50}"))

        seconds = []
        for _ in range(100):
            began = time.monotonic()
            status, _page = paper.get()
            seconds.append(time.monotonic() - began)
            assert status == 200

    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert statistics.median(seconds) < 0.05
    assert max(seconds) < 1.0


def test_program_that_is_slow_for_everybody_costs_readers_of_stored_pages_nothing(one_paper: Served) -> None:
    one_paper.get()
    with ThreadPoolExecutor(80) as crew:
        slow = [crew.submit(one_paper.get, f"{'/desk' * (n % 2)}/slow/{n}/") for n in range(80)]
        time.sleep(0.3)
        seconds = []
        for _ in range(30):
            began = time.monotonic()
            assert one_paper.get()[0] == 200
            seconds.append(time.monotonic() - began)
        statuses = {future.result()[0] for future in slow}

    assert max(seconds) < 0.3
    assert statuses == {200, 503}


def test_program_runs_behind_the_front_and_does_not_see_the_environment_of_the_process(one_paper: Served) -> None:
    status, names = one_paper.get("/desk/environ/")

    assert hasattr(mp, "_wsgi_call_wrap")
    assert status == 200
    assert b"PATH_INFO" in names
    assert b"DJANGO_SETTINGS_MODULE" not in names


def test_senders_who_never_finish_are_cut_off_and_others_can_send_again(tmp_path: Path) -> None:
    with served(tmp_path) as paper, ExitStack() as strangers:
        stuck = [
            strangers.enter_context(
                paper.raw(
                    b"POST /desk/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nabc",
                    address=f"127.0.0.{2 + index // 2}",
                )
            )
            for index in range(4)
        ]
        time.sleep(0.3)
        letter = b"POST /desk/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc"
        with paper.raw(letter) as refused:
            first = refused.recv(100)

        ends = [connection.recv(100)[:12] for connection in stuck]
        with paper.raw(letter) as taken:
            second = taken.recv(1000)

    assert first.startswith(b"HTTP/1.1 503")
    assert set(ends) <= {b"", b"HTTP/1.1 400"}
    assert second.startswith(b"HTTP/1.1 200")
    assert second.endswith(b"3")


def test_no_process_serves_a_stale_page_later_than_a_second_after_an_act(tmp_path: Path) -> None:
    with served(tmp_path, processes=3) as paper:
        pids = {paper.get("/desk/pid/")[1] for _ in range(60)}
        for _ in range(30):
            paper.get()
        for ring in (True, False) * 3:
            seq = paper.record.act(ring=ring)
            if not ring:
                time.sleep(1)

            shown = {paper.acts_shown() for _ in range(30)}

            assert shown == {seq}
    assert len(pids) == 3


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: evil.example", 400),
        (b"GET / HTTP/1.1\r\nX-No: Host", 400),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example", 400),
        (b"BREW / HTTP/1.1\r\nHost: 127.0.0.1", 405),
        (b"GET /a%00b HTTP/1.1\r\nHost: 127.0.0.1", 400),
        (b"GET /a%FFb HTTP/1.1\r\nHost: 127.0.0.1", 400),
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: 127.0.0.1", 414),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 200_000, 431),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1" + b"".join(b"\r\nX%d: 1" % n for n in range(200)), 431),
        (b"POST /desk/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked", 411),
        (b"POST /desk/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 999999999999", 413),
        (b"POST /desk/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: x", 400),
        (b"nonsense", 400),
    ],
)
def test_absurd_requests_get_4xx_and_no_trace(one_paper: Served, request_line: bytes, status: int) -> None:
    with one_paper.raw(request_line + b"\r\nConnection: close\r\n\r\n") as connection:
        reply = b""
        try:
            while piece := connection.recv(65536):
                reply += piece
        except ConnectionResetError:
            pass

    assert reply[9:12] == str(status).encode()
    assert b"Traceback" not in reply


@pytest.fixture(scope="module")
def one_paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("paper")) as paper:
        yield paper


def test_head_and_304_have_no_body_on_the_wire(one_paper: Served) -> None:
    common = b"HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nConnection: close\r\n"
    for _ in range(2):
        with one_paper.raw(b"HEAD " + STORY.encode() + b" " + common + b"\r\n") as head:
            headers = head.recv(10_000)
        with one_paper.raw(b"GET " + STORY.encode() + b" " + common + b"If-None-Match: *\r\n\r\n") as unchanged:
            answer = unchanged.recv(10_000)

        assert headers.startswith(b"HTTP/1.1 200")
        assert b"content-encoding: gzip" in headers.lower()
        assert int(headers.lower().partition(b"content-length: ")[2].split()[0]) > 50
        assert headers.endswith(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 304")
        assert answer.endswith(b"\r\n\r\n")


def test_static_files_are_served_beside_the_pages(one_paper: Served) -> None:
    assert one_paper.get("/static/paper.css") == (200, b"p { color: black }")
    assert one_paper.get("/static/../press.sqlite3")[0] == 404
    assert one_paper.get("/static/%2e%2e/press.sqlite3")[0] == 404


def test_ctrl_c_ends_every_process_within_five_seconds(tmp_path: Path) -> None:
    paper = Served(tmp_path, processes=2)
    assert within(5, (tmp_path / "worker.pid").exists)
    paper.get()
    family = paper.family()
    began = time.monotonic()

    paper.process.send_signal(signal.SIGINT)
    _out, errors = paper.process.communicate(timeout=10)

    assert time.monotonic() - began < 5.5
    assert paper.process.returncode == 0
    assert len(family) == 5
    assert not any(is_alive(pid) for pid in family)
    assert b"Traceback" not in errors


def test_killing_the_supervisor_leaves_no_process_behind(tmp_path: Path) -> None:
    paper = Served(tmp_path, processes=2)
    assert within(5, (tmp_path / "worker.pid").exists)
    family = paper.family()

    paper.process.kill()
    paper.process.communicate(timeout=10)

    assert len(family) == 5
    assert within(8, lambda: not any(is_alive(pid) for pid in family))


def test_killed_children_come_back(tmp_path: Path) -> None:
    with served(tmp_path) as paper:
        worker_file = tmp_path / "worker.pid"
        assert within(5, worker_file.exists)
        worker = int(worker_file.read_text())
        web_process = int(paper.get("/desk/pid/")[1])

        os.kill(worker, signal.SIGKILL)
        os.kill(web_process, signal.SIGKILL)

        # The new worker's file is empty for a moment.
        assert within(10, lambda: worker_file.read_text() not in {"", str(worker)})
        assert within(10, lambda: answers(paper))
        assert int(paper.get("/desk/pid/")[1]) != web_process
        web_server = int(Path(f"/proc/{int(paper.get('/desk/pid/')[1])}/stat").read_text().split()[3])

        os.kill(web_server, signal.SIGKILL)

        assert within(10, lambda: answers(paper))


def test_second_paper_on_the_same_port_says_so_in_one_sentence(one_paper: Served) -> None:
    second = one_paper.start()

    out, errors = second.communicate(timeout=20)

    assert second.returncode == 1
    assert out == b""
    assert b"running already" in errors
    assert errors.count(b"\n") == 1
    assert one_paper.get()[0] == 200


def test_pages_survive_a_restart_and_the_loss_of_the_record(tmp_path: Path) -> None:
    with served(tmp_path) as paper:
        page = paper.get()
    with served(tmp_path) as again:
        (tmp_path / "record.txt").rename(tmp_path / "elsewhere.txt")

        assert again.get() == page
