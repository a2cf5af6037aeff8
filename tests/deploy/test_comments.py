"""What readers write, through a real nginx with the shipped configuration."""

import http.client
from dataclasses import dataclass

import pytest

from tests.deploy.conftest import Front

pytestmark = pytest.mark.server

COMMENTS, KEY = "/comments/318621/", "/captcha/key.png?story=318621"
STORY = "/news/318621/ferry-to-vell-runs-again/"
# Of the configuration: what may come at once, before the rate counts.
COMMENTS_BURST, KEYS_BURST = 60, 120


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    retry_after: str | None
    text: str


def send(front: Front, path: str, *, body: bytes = b"", cookie: str = "challenge=1") -> Reply:
    """A GET without a body, a POST with one; always with a cookie."""
    connection = http.client.HTTPConnection("127.0.0.1", front.port, timeout=10)
    try:
        connection.request("POST" if body else "GET", path, body=body or None, headers={"Cookie": cookie})
        reply = connection.getresponse()
        return Reply(reply.status, reply.headers.get("Retry-After"), reply.read().decode())
    finally:
        connection.close()


def test_keys_and_comments_reach_the_paper_each_time_with_cookie_query_and_address(front: Front) -> None:
    for _ in range(2):
        send(front, KEY)
        send(front, COMMENTS, body=b"text=Ferry")

    keys = [asked for asked in front.behind.asked if asked.path == KEY]
    comments = [asked for asked in front.behind.asked if asked.path == COMMENTS]
    assert (len(keys), len(comments)) == (2, 2)
    assert [asked.body for asked in comments] == [b"text=Ferry"] * 2
    for asked in keys + comments:
        assert asked.headers["cookie"] == "challenge=1"
        assert asked.headers["x-forwarded-for"] == "127.0.0.1"
        assert asked.headers["host"] == "127.0.0.1"


@pytest.mark.parametrize(("path", "body", "burst"), [(COMMENTS, b"text=Ferry", COMMENTS_BURST), (KEY, b"", KEYS_BURST)])
def test_flood_from_one_address_ends_at_nginx_and_pages_do_not_notice(
    front: Front, path: str, body: bytes, burst: int
) -> None:
    replies = [send(front, path, body=body) for _ in range(burst * 2)]

    refused = [reply for reply in replies if reply.status == 429]
    page = front.get(STORY)
    assert [reply.status for reply in replies[: burst + 1]] == [200] * (burst + 1)
    assert front.times_asked(path) == len(replies) - len(refused)
    assert refused
    assert refused[0].retry_after == "10"
    assert "Back button" in refused[0].text
    assert page.status == 200


def test_comment_over_one_megabyte_is_refused_by_nginx_and_a_picture_for_the_desk_is_not(front: Front) -> None:
    longer = b"x" * (1024 * 1024 + 1)

    comment = send(front, COMMENTS, body=longer)
    longest = send(front, COMMENTS, body=longer[1:])
    picture = send(front, "/desk/images/add/", body=longer)

    assert (comment.status, longest.status, picture.status) == (413, 200, 200)
    assert "Back button" in comment.text
    assert front.times_asked(COMMENTS) == 1


def test_reader_who_asked_for_a_hundred_keys_in_ten_minutes_can_still_send(front: Front) -> None:
    cookies = "; ".join(f"key-{place:08x}={'f' * 118}" for place in range(100))

    assert send(front, COMMENTS, body=b"text=Ferry", cookie=cookies).status == 200


def test_refusal_of_the_paper_itself_reaches_the_reader_as_it_is(front: Front) -> None:
    front.behind.status = 429

    reply = send(front, COMMENTS, body=b"text=Ferry")

    assert (reply.status, reply.text) == (429, "The ferry runs (plain)")
