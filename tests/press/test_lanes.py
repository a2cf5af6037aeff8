"""Lanes, bodies and downloads: one kind of request can't crowd out the others."""

import io
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from dateline.lib.addresses import client_address, networks
from dateline.press.bodies import DESK_BODIES, READERS_BODIES, BodyDesk
from dateline.press.lanes import Allowance, Crew, Gate
from dateline.press.passing import DOWNLOADS_AT_ONCE, Passage
from dateline.press.refusals import Refused
from dateline.press.writing import Writing
from dateline.press.wsgi import Press
from tests.press.paper import Program, ask


class SlowBody(io.RawIOBase):
    """A body whose sender stops after a few bytes, until told to go on or hang up."""

    def __init__(self) -> None:
        self.hung_up = threading.Event()

    def read(self, size: int = -1) -> bytes:
        self.hung_up.wait(5)
        return b""


def environ_with(body: Any, length: str, address: str = "192.0.2.7") -> dict[str, Any]:
    return {"REQUEST_METHOD": "POST", "wsgi.input": body, "CONTENT_LENGTH": length, "REMOTE_ADDR": address}


def test_full_line_is_refused_at_once_and_opens_again() -> None:
    crew = Crew("test", threads=2, line=1)
    go_on = threading.Event()
    waiting = [crew.submit(go_on.wait) for _ in range(3)]

    with pytest.raises(Refused) as refused:
        crew.submit(go_on.wait)
    go_on.set()
    for future in waiting:
        future.result(timeout=2)

    assert refused.value.status == 503
    assert crew.submit(lambda: "served").result(timeout=2) == "served"


def test_work_that_fails_tells_who_waits_and_harms_nobody_else() -> None:
    crew = Crew("test", threads=1, line=1)

    with pytest.raises(ZeroDivisionError):
        crew.submit(lambda: 1 / 0).result(timeout=2)

    assert crew.submit(lambda: 1).result(timeout=2) == 1


def test_gate_counts_each_address_and_all_together() -> None:
    gate = Gate(places=3, places_each=2)
    gate.enter("a")
    gate.enter("a")

    with pytest.raises(Refused):
        gate.enter("a")
    gate.enter("b")
    with pytest.raises(Refused):
        gate.enter("c")

    gate.leave("a")
    gate.enter("c")


def test_body_is_taken_in_whole() -> None:
    content = bytes(range(256)) * 5000

    with BodyDesk().take(environ_with(io.BytesIO(content), str(len(content))), "a") as body:
        assert body.read() == content


@pytest.mark.parametrize(
    ("length", "status"),
    [("10", 400), ("-1", 400), ("many", 400), ("¹", 400), (str(65 * 1024 * 1024), 413), ("9" * 5_000, 413)],
)
def test_body_cut_short_or_of_absurd_length_is_refused(length: str, status: int) -> None:
    with pytest.raises(Refused) as refused:
        BodyDesk().take(environ_with(io.BytesIO(b"short"), length), "a")

    assert refused.value.status == status


@pytest.mark.parametrize("length", [1024 * 1024 + 1, 1_000_000_000])
def test_body_that_is_too_large_for_its_kind_is_refused_before_it_is_read(length: int) -> None:
    untouched = io.BytesIO(b"Ferry")

    with pytest.raises(Refused) as refused:
        BodyDesk().take(environ_with(untouched, str(length)), "a", kind=READERS_BODIES)

    assert refused.value.status == 413
    assert untouched.tell() == 0


def test_body_without_a_length_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        BodyDesk().take({"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": io.BytesIO(b"x")}, "a")

    assert refused.value.status == 411


def test_slow_senders_are_counted_by_address_and_in_all() -> None:
    desk = BodyDesk()
    bodies = [SlowBody() for _ in range(DESK_BODIES.at_once)]

    def send(index: int) -> None:
        address = f"192.0.2.{index // DESK_BODIES.at_once_each}"
        with pytest.raises(Refused):
            desk.take(environ_with(bodies[index], "10"), address)

    senders = [threading.Thread(target=send, args=(index,)) for index in range(DESK_BODIES.at_once_each)]
    for sender in senders:
        sender.start()
    time.sleep(0.1)
    with pytest.raises(Refused) as same_address:
        desk.take(environ_with(io.BytesIO(b"x"), "1"), "192.0.2.0")
    desk.take(environ_with(io.BytesIO(b"x"), "1"), "192.0.2.99").close()
    others = [threading.Thread(target=send, args=(n,)) for n in range(DESK_BODIES.at_once_each, DESK_BODIES.at_once)]
    for sender in others:
        sender.start()
    time.sleep(0.1)
    with pytest.raises(Refused) as full:
        desk.take(environ_with(io.BytesIO(b"x"), "1"), "192.0.2.99")

    for body in bodies:
        body.hung_up.set()
    for sender in senders + others:
        sender.join()
    assert (same_address.value.status, full.value.status) == (503, 503)
    desk.take(environ_with(io.BytesIO(b"x"), "1"), "192.0.2.0").close()


def test_readers_who_send_slowly_keep_no_place_from_the_desk() -> None:
    desk, slow = BodyDesk(), [SlowBody() for _ in range(READERS_BODIES.at_once)]

    def send(index: int) -> None:
        with pytest.raises(Refused):
            desk.take(environ_with(slow[index], "10"), f"192.0.2.{index}", kind=READERS_BODIES)

    senders = [threading.Thread(target=send, args=(index,)) for index in range(len(slow))]
    for sender in senders:
        sender.start()
    time.sleep(0.1)
    with pytest.raises(Refused) as refused:
        desk.take(environ_with(io.BytesIO(b"x"), "1"), "192.0.2.99", kind=READERS_BODIES)
    at_work = desk.take(environ_with(io.BytesIO(b"x"), "1"), "192.0.2.99")

    for body in slow:
        body.hung_up.set()
    for sender in senders:
        sender.join()
    with at_work:
        assert at_work.read() == b"x"
    assert refused.value.status == 503
    assert refused.value.pause_seconds > 0


def test_share_of_the_processor_is_used_up_and_comes_back_with_time() -> None:
    now = 100.0
    allowance = Allowance(share=0.5, burst_seconds=1.0, least_seconds=0.4, clock=lambda: now)

    spent = []
    for _ in range(3):
        spent.append(allowance.is_spent())
        allowance.spend(lambda: None)
    after_work = allowance.is_spent()
    now = 100.5
    after_a_rest = allowance.is_spent()

    assert spent == [False, False, False]
    assert after_work
    assert not after_a_rest


def test_waiting_uses_nothing_of_the_share_and_thinking_does() -> None:
    def think() -> None:
        began = time.thread_time()
        while time.thread_time() - began < 0.03:
            sum(range(1_000))

    waiting, thinking = (
        Allowance(share=0.1, burst_seconds=0.02, least_seconds=0.0, clock=lambda: 0.0) for _ in range(2)
    )

    waiting.spend(lambda: time.sleep(0.05))
    thinking.spend(think)

    assert not waiting.is_spent()
    assert thinking.is_spent()


def test_sender_who_stopped_is_known_to_be_overdue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.press.bodies.CHUNK_SECONDS", 0.05)
    desk, body = BodyDesk(), SlowBody()

    def send() -> None:
        with pytest.raises(Refused):
            desk.take(environ_with(body, "9"), "x")

    sender = threading.Thread(target=send)
    sender.start()
    time.sleep(0.15)

    overdue = [sending.address for sending in desk.overdue()]

    body.hung_up.set()
    sender.join()
    assert overdue == ["x"]
    assert desk.overdue() == []


def test_short_body_reaches_no_program(press: Press, program: Program) -> None:
    reply = ask(press, "/desk/", method="POST", body=b"short", content_length="50")

    assert reply.status == 400
    assert program.asked == []


def streaming(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
    start_response("200 OK", [("Content-Type", "image/jpeg")])
    for _ in range(int(environ["PATH_INFO"].strip("/"))):
        yield b"x" * 100_000


def get(path: str) -> dict[str, Any]:
    return {"REQUEST_METHOD": "GET", "PATH_INFO": path, "REMOTE_ADDR": "192.0.2.7"}


def test_short_answers_are_taken_in_whole_and_long_ones_have_few_places() -> None:
    passage = Passage(streaming, bodies=BodyDesk(), trusted_proxies=(), writing=Writing(()))

    short = [passage.reply(get("/2"))[2] for _ in range(DOWNLOADS_AT_ONCE + 1)]
    long = [passage.reply(get("/50"))[2] for _ in range(DOWNLOADS_AT_ONCE)]
    with pytest.raises(Refused) as refused:
        passage.reply(get("/50"))
    received = b"".join(long[0])
    long[0].close()  # type: ignore[attr-defined]

    assert all(isinstance(parts, list) for parts in short)
    assert refused.value.status == 503
    assert len(received) == 5_000_000
    another = passage.reply(get("/50"))[2]
    for parts in (*long[1:], another):
        parts.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        ("203.0.113.9", "192.0.2.1", "203.0.113.9"),
        ("10.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "1.1.1.1, 192.0.2.1", "192.0.2.1"),
        ("10.0.0.1", "1.1.1.1, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        ("10.0.0.1", "nonsense", "nonsense"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("unix", "192.0.2.1", "unix"),
    ],
)
def test_only_trusted_proxies_say_whom_they_ask_for(remote: str, forwarded: str, address: str) -> None:
    environ = {"REMOTE_ADDR": remote, "HTTP_X_FORWARDED_FOR": forwarded}

    assert client_address(environ, networks(["10.0.0.0/8"])) == address
    assert client_address(environ, ()) == remote
