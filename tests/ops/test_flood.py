"""Real processes, real connections: floods of comments, and what pages and the desk notice of them."""

import http.client
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import count
from threading import Event

import pytest

from dateline.ops.serving_pause import MOST_HELD_BYTES, Pause
from dateline.press.refusals import FLOODS_PAUSE_SECONDS
from dateline.press.writing import VISITORS_BURST
from tests.ops.test_serving import Served, served

pytestmark = pytest.mark.server

COMMENT = b"name=Ada&text=The+ferry+%3Cb%3Elate%3C%2Fb%3E&key=K7PXQM"
# Each test has visitors of its own: what one did is remembered.
FRESH_ADDRESSES = (f"127.0.{n // 250}.{n % 250 + 1}" for n in count(250))


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("paper")) as one:
        yield one


def send(paper: Served, path: str = "/comments/1/", *, address: str, forwarded: str = "") -> tuple[int, str]:
    """Send a comment, from this address of the machine; status and text of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", paper.port, timeout=10, source_address=(address, 0))
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": forwarded}
    try:
        connection.request("POST", path, body=COMMENT, headers=headers)
        reply = connection.getresponse()
        return reply.status, reply.read().decode()
    finally:
        connection.close()


def seconds_of_a_page(paper: Served) -> float:
    began = time.monotonic()
    assert paper.get()[0] == 200
    return time.monotonic() - began


def test_flood_is_held_back_and_gets_its_words_again_whatever_addresses_it_forges(paper: Served) -> None:
    def flood(address: str) -> list[tuple[str, float]]:
        """The refused of thirty sent at once, each with its page and the seconds it took."""

        def one(number: int) -> tuple[int, str, float]:
            began = time.monotonic()
            return *send(paper, address=address, forwarded=f"198.51.100.{number}"), time.monotonic() - began

        with ThreadPoolExecutor(VISITORS_BURST + 10) as crowd:
            replies = list(crowd.map(one, range(VISITORS_BURST + 10)))
        return [(page, seconds) for status, page, seconds in replies if status == 429]

    # Words come back while a place for bodies is free; in a crowd of thirty that is so for some, and luck for each.
    floods = [flood(next(FRESH_ADDRESSES)) for _ in range(5)]

    assert min(len(refused) for refused in floods) >= 5
    assert all(seconds > FLOODS_PAUSE_SECONDS * 0.9 for refused in floods for _page, seconds in refused)
    assert any("The ferry &lt;b&gt;late&lt;/b&gt;" in page for refused in floods for page, _seconds in refused)


def test_pages_and_the_desk_are_served_while_comments_pour_in(paper: Served) -> None:
    paper.get()
    over = Event()

    def flood(address: str) -> set[int]:
        statuses = set()
        while not over.is_set():
            statuses.add(send(paper, "/comments/slow/", address=address)[0])
        return statuses

    with ThreadPoolExecutor(40) as crowd:
        floods = [crowd.submit(flood, next(FRESH_ADDRESSES)) for _ in range(40)]
        time.sleep(0.5)
        seconds = [seconds_of_a_page(paper) for _ in range(50)]
        desk = [paper.get("/desk/pid/")[0] for _ in range(10)]
        drafts = [send(paper, "/desk/", address="127.0.0.1")[0] for _ in range(5)]
        over.set()
        statuses = set().union(*(one.result() for one in floods))

    assert statistics.median(seconds) < 0.05
    assert max(seconds) < 0.5
    assert set(desk) == set(drafts) == {200}
    assert statuses == {200, 503}


def test_those_who_send_comments_slowly_keep_nobody_from_the_desk(paper: Served) -> None:
    with ExitStack() as strangers:
        for _ in range(20):
            beginning = b"POST /comments/1/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nabc"
            strangers.enter_context(paper.raw(beginning, address=next(FRESH_ADDRESSES)))
        time.sleep(0.2)

        status, text = send(paper, "/desk/", address="127.0.0.1")
        seconds = seconds_of_a_page(paper)

    assert (status, text) == (200, str(len(COMMENT)))
    assert seconds < 0.5


def test_gigabyte_that_says_so_is_refused_at_once(paper: Served) -> None:
    head = b"POST /comments/1/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000000\r\n\r\ntext="
    began = time.monotonic()

    with paper.raw(head, address=next(FRESH_ADDRESSES)) as connection:
        answer = connection.recv(10_000)

    assert answer.startswith(b"HTTP/1.1 413")
    assert b"Back button" in answer
    assert time.monotonic() - began < 1


def test_refused_head_has_no_body_on_the_wire(paper: Served) -> None:
    address = next(FRESH_ADDRESSES)
    head = b"HEAD /captcha/key.png HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    answer = b"HTTP/1.1 200"

    for _ in range(VISITORS_BURST * 10):
        if answer.startswith(b"HTTP/1.1 200"):
            with paper.raw(head, address=address) as connection:
                answer = b"".join(iter(partial(connection.recv, 10_000), b""))

    assert answer[9:12] in {b"429", b"503"}
    assert b"retry-after: 10\r\n" in answer.lower()
    assert answer.endswith(b"\r\n\r\n")


def test_no_more_is_held_back_than_there_is_room_for() -> None:
    pause, sent = Pause(), Event()

    is_held = pause.hold(sent.set, seconds=0.05, size_bytes=MOST_HELD_BYTES)
    one_more = pause.hold(sent.set, seconds=0.05, size_bytes=1)

    assert (is_held, one_more) == (True, False)
    assert sent.wait(2)
    assert pause.hold(sent.set, seconds=0.05, size_bytes=1)


def test_answer_that_cannot_be_sent_keeps_nobody_elses(caplog: pytest.LogCaptureFixture) -> None:
    pause, sent = Pause(), Event()

    pause.hold(lambda: 1 / 0, seconds=0.01, size_bytes=1)  # type: ignore[arg-type]
    pause.hold(sent.set, seconds=0.01, size_bytes=1)

    assert sent.wait(2)
    assert "A refusal can't be sent" in caplog.text
