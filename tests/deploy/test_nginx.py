"""deploy/nginx.conf, run by a real nginx."""

import http.client
import re
import resource
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.proxy_conf import SHIPPED
from bench.servers import NGINX
from tests.deploy.conftest import Front

pytestmark = pytest.mark.server

STORY = "/news/318621/ferry-to-vell-runs-again/"
BROWSER = "gzip, deflate, br, zstd"
STRANGERS = 1_500


def seconds_until(front: Front, path: str, text: str) -> float:
    began = time.monotonic()
    while text not in front.get(path).body.decode():
        assert time.monotonic() - began < 10, f"{text} was never seen"
        time.sleep(0.02)
    return time.monotonic() - began


def test_crowd_costs_the_paper_one_request_a_second(front: Front) -> None:
    began = time.monotonic()

    answers = [front.get(STORY, accept=BROWSER) for _ in range(200)]

    seconds = time.monotonic() - began
    assert {answer.status for answer in answers} == {200}
    assert 1 <= front.times_asked(STORY) <= seconds + 2


def test_act_is_seen_within_two_seconds(front: Front) -> None:
    front.get(STORY)
    front.behind.text = "The ferry does not run"

    # nginx counts in whole seconds: one second of keeping is anything from one to two.
    assert seconds_until(front, STORY, "does not run") < 2.5


def test_unchanged_page_is_not_sent_again(front: Front) -> None:
    front.get(STORY)
    time.sleep(2.1)

    again = front.get(STORY)

    assert again.status == 200
    assert again.body == b"The ferry runs (plain)"
    assert "if-none-match" in front.behind.asked[-1].headers


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        (BROWSER, "br"),
        ("gzip, deflate, br", "br"),
        ("br;q=1.0, gzip;q=0.8", "br"),
        ("GZIP", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("gzip;q=0.0, br; q=0", ""),
        ("zstd", ""),
        ("", ""),
    ],
)
def test_each_reader_gets_a_form_it_can_read(front: Front, accept: str, coding: str) -> None:
    # Whatever others were given before.
    front.get(STORY, accept=BROWSER)
    front.get(STORY)

    answer = front.get(STORY, accept=accept)

    assert answer.headers.get("content-encoding", "") == coding
    assert answer.body.decode() == f"The ferry runs ({coding or 'plain'})"


def test_reader_who_has_the_page_gets_304_without_asking_the_paper(front: Front) -> None:
    etag = front.get(STORY).headers["etag"]
    connection = http.client.HTTPConnection("127.0.0.1", front.port)

    connection.request("GET", STORY, headers={"If-None-Match": etag})
    response = connection.getresponse()

    assert response.status == 304
    assert response.read() == b""
    assert front.times_asked(STORY) == 1
    connection.close()


def test_parts_of_a_list_are_kept_and_invented_parameters_are_not(front: Front) -> None:
    kept, odd, smuggled = "/section/world/?before=17-5", "/?utm_source=letter", "/?before=17-5&x=1"

    for path in (kept, odd, smuggled) * 3:
        front.get(path)

    assert front.times_asked(kept) == 1
    assert (front.times_asked(odd), front.times_asked(smuggled)) == (3, 3)


def test_pages_are_served_while_the_paper_is_down(front: Front) -> None:
    front.get(STORY)
    front.stop_paper()
    time.sleep(2.1)

    answer = front.get(STORY)

    assert answer.status == 200
    assert answer.body == b"The ferry runs (plain)"
    assert front.get("/never-asked-before/").status == 502


def test_page_that_sets_a_cookie_is_for_one_reader_only(front: Front) -> None:
    front.behind.more_headers["Set-Cookie"] = "challenge=1"

    front.get(STORY)
    front.get(STORY)

    assert front.times_asked(STORY) == 2


def test_desk_gets_every_request_as_it_is(front: Front) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", front.port)
    for _ in range(2):
        connection.request("POST", "/desk/story/?next=a", body=b"headline=Ferry", headers={"Cookie": "sessionid=7"})
        connection.getresponse().read()
    connection.close()

    asked = [one for one in front.behind.asked if one.path == "/desk/story/?next=a"]
    assert [(one.method, one.body, one.headers["cookie"]) for one in asked] == [
        ("POST", b"headline=Ferry", "sessionid=7")
    ] * 2


def test_paper_hears_its_own_name_and_the_readers_address(front: Front) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", front.port)
    connection.request("GET", STORY, headers={"X-Forwarded-For": "10.9.9.9", "X-Forwarded-Proto": "https"})
    connection.getresponse().read()
    connection.close()

    headers = front.behind.asked[-1].headers
    assert headers["host"] == "127.0.0.1"
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "http"


def test_strange_host_gets_no_answer_and_the_paper_is_not_asked(front: Front) -> None:
    asked_before = len(front.behind.asked)
    connection = http.client.HTTPConnection("127.0.0.1", front.port)
    connection.request("GET", STORY, headers={"Host": "elsewhere.example"})

    with pytest.raises(ConnectionResetError):
        connection.getresponse()

    assert len(front.behind.asked) == asked_before
    connection.close()


def test_what_is_meant_for_other_caches_does_not_reach_readers(front: Front) -> None:
    headers = front.get(STORY, accept=BROWSER).headers

    assert "cache-control" in headers
    assert not {"surrogate-key", "server-timing"} & headers.keys()


@pytest.fixture
def many_files() -> Iterator[None]:
    """As many open files as the system allows, for the length of a test."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (limits[1], limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, limits)


def test_half_open_connections_of_strangers_harm_nobody(front: Front, many_files: None) -> None:
    strangers = []
    try:
        for _ in range(STRANGERS):
            stranger = socket.create_connection(("127.0.0.1", front.port), timeout=5)
            stranger.sendall(b"GET / HTTP/1.1\r\nHost: 127.0")
            strangers.append(stranger)
        began = time.monotonic()

        answer = front.get(STORY)

        assert answer.status == 200
        assert time.monotonic() - began < 1
    finally:
        for stranger in strangers:
            stranger.close()


def test_shipped_file_itself_is_sound_where_its_folders_are(tmp_path: Path) -> None:
    if NGINX is None:
        pytest.skip("nginx isn't installed here: the shipped configuration can't be checked")
    # As an operator has it, but for the folders of the system.
    text = re.sub(r"/(var/log/nginx|var/cache/nginx|run)/", f"{tmp_path}/", SHIPPED.read_text(encoding="utf-8"))
    file = tmp_path / "nginx.conf"
    file.write_text(text, encoding="utf-8")

    check = subprocess.run([NGINX, "-t", "-c", file, "-e", tmp_path / "error.log"], capture_output=True, text=True)

    assert check.returncode == 0, check.stderr
    assert "[warn]" not in check.stderr
