"""What readers write: a lane of its own, limits that cost nothing, and no word lost."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from dateline.press.giving_back import MOST_BYTES
from dateline.press.refusals import Refused
from dateline.press.writing import VISITORS_BURST, WRITING_AT_ONCE, Writing
from dateline.press.wsgi import Press
from tests.press.paper import ListRecord, Program, Reply, ask, press_of

COMMENTS = "/comments/318621/"
PICTURE = "/captcha/key.png"
FORM = "application/x-www-form-urlencoded"
TEXT = '\nThe quay was <b>empty</b>, "they" say & نعم\r\n</textarea><script>alert(1)</script>'
FIELDS = {"name": 'Ada "<Quill>"', "email": "", "text": TEXT, "key": "K7PXQM", "website": "", "do": "send"}


class ReadForm(HTMLParser):
    """The form of a page as a browser would send it again."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.form: dict[str, str | None] = {}
        self.fields: dict[str, str] = {}
        self._in_text = False
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if tag == "form":
            self.form = given
        if tag == "input":
            self.fields[given["name"] or ""] = given["value"] or ""
        if tag == "textarea":
            self._in_text, self.fields["text"] = True, ""

    def handle_endtag(self, tag: str) -> None:
        self._in_text = self._in_text and tag != "textarea"

    def handle_data(self, data: str) -> None:
        if self._in_text:
            self.fields["text"] += data

    def sent_again(self) -> dict[str, str]:
        """A browser drops the first line break of a text area."""
        return self.fields | {"text": self.fields["text"].removeprefix("\n")}


def send(press: Press, fields: dict[str, str] = FIELDS, **headers: str) -> Reply:
    return ask(press, COMMENTS, method="POST", body=urlencode(fields).encode(), content_type=FORM, **headers)


def use_up(press: Press, *, x_forwarded_for: str = "") -> None:
    """Send as much as one visitor may at once."""
    for _ in range(VISITORS_BURST):
        assert send(press, x_forwarded_for=x_forwarded_for).status == 200


@pytest.fixture
def proxied(program: Program, record: ListRecord, tmp_path: Path) -> Iterator[Press]:
    """A press behind a proxy it trusts, the one every request comes from."""
    made = press_of(program, record, tmp_path, trusted_proxies=["192.0.2.7"])
    yield made
    made.room.close()


def test_comments_and_keys_go_to_the_program_with_cookies_and_whole_queries(press: Press, program: Program) -> None:
    ask(press, PICTURE, query="story=318621", cookie="challenge=1")

    assert program.environs[0]["QUERY_STRING"] == "story=318621"
    assert program.environs[0]["HTTP_COOKIE"] == "challenge=1"


@pytest.mark.parametrize("parameter", ["charset=hex", 'Charset="unicode_escape"', "charset*=utf-8''hex"])
def test_no_charset_but_the_papers_own_reaches_the_program(press: Press, program: Program, parameter: str) -> None:
    ask(press, PICTURE, query="story=318621", content_type=f"text/plain; {parameter}")
    ask(press, COMMENTS, method="POST", body=b"x", content_type=f"multipart/form-data; {parameter}; boundary=x")

    kinds = [environ["CONTENT_TYPE"] for environ in program.environs]
    assert kinds == ["text/plain", "multipart/form-data; boundary=x"]


def test_one_visitor_is_stopped_and_told_when_to_come_back_and_others_go_on(press: Press, program: Program) -> None:
    use_up(press)

    refused, other = send(press), send(press, remote_addr="192.0.2.8")

    assert (refused.status, other.status) == (429, 200)
    assert refused.headers["Retry-After"] == "10"
    assert len(program.asked) == VISITORS_BURST + 1


def test_what_was_typed_comes_back_escaped_in_a_form_that_sends_it_again(press: Press) -> None:
    use_up(press)

    refused = send(press)

    form = ReadForm(refused.body)
    assert refused.headers["Content-Type"] == "text/html; charset=utf-8"
    assert refused.headers["Content-Security-Policy"].startswith("default-src 'none'; form-action 'self'")
    assert form.sent_again() == FIELDS
    assert form.form == {"method": "post"}
    assert not {"b", "script"} & set(form.tags)


def test_words_cut_short_on_their_way_are_not_given_back_as_if_they_were_all(press: Press) -> None:
    use_up(press)

    refused = ask(press, COMMENTS, method="POST", body=b"text=Ferry", content_type=FORM, content_length="500")

    assert refused.status == 429
    assert b"Ferry" not in refused.body


def test_page_that_gives_words_back_can_be_read_by_everybody(press: Press) -> None:
    use_up(press)

    page = send(press).body.decode()

    assert '<html lang="en">' in page
    assert '<meta name="viewport"' in page
    assert '<label for="text">' in page
    assert '<meta name="color-scheme" content="light dark">' in page
    assert "style" not in page


@pytest.mark.parametrize(
    "change",
    [
        {"body": b"x" * (MOST_BYTES + 1)},
        {"body": b"&".join(b"a=1" for _ in range(60))},
        {"body": b"text="},
        {"content_type": "multipart/form-data; boundary=x"},
    ],
)
def test_what_is_no_form_of_ours_gets_a_plain_sentence(press: Press, change: dict[str, Any]) -> None:
    use_up(press)
    given: dict[str, Any] = {"body": b"text=Ferry", "content_type": FORM} | change

    refused = ask(press, COMMENTS, method="POST", **given)

    assert refused.status == 429
    assert refused.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_looking_at_a_key_costs_a_quarter_of_a_comment() -> None:
    writing = Writing(["/captcha/"])
    look = {"REQUEST_METHOD": "GET", "PATH_INFO": PICTURE}

    for _ in range(VISITORS_BURST * 4):
        writing.admit(look, "192.0.2.7")

    with pytest.raises(Refused) as refused:
        writing.admit(look, "192.0.2.7")
    assert refused.value.status == 429
    writing.admit(look, "192.0.2.8")


def test_picture_beyond_the_limit_is_a_plain_sentence(press: Press) -> None:
    use_up(press)

    refused = ask(press, PICTURE)

    assert refused.status == 429
    assert refused.body == b"Too much came from your address just now. Please wait ten seconds and try again.\n"


def test_forged_list_of_addresses_does_not_dodge_the_limit(press: Press, proxied: Press) -> None:
    for any_press in (press, proxied):
        use_up(any_press, x_forwarded_for="198.51.100.1")

    nobody_vouches = send(press, x_forwarded_for="198.51.100.2")
    forged_before = send(proxied, x_forwarded_for="203.0.113.5, 198.51.100.1")
    somebody_else = send(proxied, x_forwarded_for="198.51.100.1, 198.51.100.3")

    assert (nobody_vouches.status, forged_before.status, somebody_else.status) == (429, 429, 200)


def test_addresses_of_one_ipv6_network_are_one_visitor(proxied: Press) -> None:
    for host in range(VISITORS_BURST):
        send(proxied, x_forwarded_for=f"2001:db8:1:2::{host:x}")

    neighbour = send(proxied, x_forwarded_for="2001:db8:1:2:ffff::1")
    stranger = send(proxied, x_forwarded_for="2001:db8:1:3::1")

    assert (neighbour.status, stranger.status) == (429, 200)


def test_many_visitors_together_get_503_and_their_words_back_when_the_share_is_used_up(
    proxied: Press, program: Program
) -> None:
    replies = [send(proxied, x_forwarded_for=f"198.51.{n // 200}.{n % 200}") for n in range(400)]

    refused = [reply for reply in replies if reply.status == 503]
    assert {reply.status for reply in replies} == {200, 503}
    assert len(program.asked) == len(replies) - len(refused)
    assert refused[0].headers["Retry-After"] == "10"
    assert ReadForm(refused[0].body).sent_again() == FIELDS


def test_desk_and_pages_are_served_while_the_lane_for_comments_is_full(
    proxied: Press, program: Program, record: ListRecord
) -> None:
    go_on = threading.Event()
    program.holds["/comments/"] = go_on
    with ThreadPoolExecutor(WRITING_AT_ONCE + 5) as readers:
        sent = [readers.submit(send, proxied, x_forwarded_for=f"198.51.100.{n}") for n in range(WRITING_AT_ONCE + 5)]
        # Those who find no place, in the lane or on the way to it, are answered while the others wait.
        refused = [reply.status for reply in (future.result() for future in _done(sent, 3))]

        desk = ask(proxied, "/desk/", method="POST", body=b"headline=Ferry")
        page = ask(proxied, "/news/7/")

        go_on.set()
        statuses = [future.result().status for future in sent]
    assert (desk.status, page.status) == (200, 200)
    assert set(refused) == {503}
    assert set(statuses) == {200, 503}


def _done(futures: list[Any], number: int) -> list[Any]:
    """The first so many that are done."""
    while len(done := [future for future in futures if future.done()]) < number:
        threading.Event().wait(0.01)
    return done


@pytest.mark.parametrize("length", [1024 * 1024 + 1, 1_000_000_000])
def test_comment_beyond_one_megabyte_is_refused_and_told_where_its_text_is(
    press: Press, program: Program, length: int
) -> None:
    refused = ask(press, COMMENTS, method="POST", body=b"text=Ferry", content_type=FORM, content_length=str(length))

    assert refused.status == 413
    assert b"Back button" in refused.body
    assert program.asked == []


def test_one_megabyte_reaches_the_program_and_the_desk_may_send_more(press: Press) -> None:
    longest, longer = b"x" * 1024 * 1024, b"x" * (1024 * 1024 + 1)

    comment = ask(press, COMMENTS, method="POST", body=longest)
    draft = ask(press, "/desk/", method="POST", body=longer)

    assert (comment.body, draft.body) == (longest, longer)
