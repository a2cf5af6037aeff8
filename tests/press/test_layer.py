"""What readers get through the layer: pages, conditions, refusals."""

import gzip
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest

from dateline.press.wsgi import Press
from tests.press.paper import TEXT, ListRecord, Program, ask, press_of

STORY = "/news/3/thaw/"


def test_page_is_printed_once_and_then_comes_from_memory(press: Press, program: Program) -> None:
    first = ask(press, STORY)
    second = ask(press, STORY)

    assert (first.timing, second.timing) == ("printed", "hot")
    assert first.body == second.body
    assert program.asked == [STORY]


def test_each_reader_gets_the_form_asked_for_with_a_tag_and_length_of_its_own(press: Press) -> None:
    plain = ask(press, STORY)
    zipped = ask(press, STORY, accept_encoding="gzip")
    br = ask(press, STORY, accept_encoding="gzip, br")

    assert gzip.decompress(zipped.body) == brotli.decompress(br.body) == plain.body
    assert "Content-Encoding" not in plain.headers
    assert (zipped.headers["Content-Encoding"], br.headers["Content-Encoding"]) == ("gzip", "br")
    assert len({reply.headers["ETag"] for reply in (plain, zipped, br)}) == 3
    for reply in (plain, zipped, br):
        assert reply.headers["Content-Length"] == str(len(reply.body))
        assert reply.headers["Vary"] == "Accept-Encoding"


def test_stored_page_carries_cache_rules_its_keys_and_the_headers_of_the_view(press: Press) -> None:
    headers = ask(press, STORY).headers

    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Surrogate-Key"] == "nav news:3:thaw"
    for rule in ("public", "s-maxage=1", "stale-while-revalidate=", "stale-if-error="):
        assert rule in headers["Cache-Control"]


@pytest.mark.parametrize("wrapped", ["{}", "W/{}", '"other", {}', "*"])
def test_reader_with_a_good_copy_gets_304_and_no_body(press: Press, wrapped: str) -> None:
    etag = ask(press, STORY, accept_encoding="gzip").headers["ETag"]

    for _ in range(2):
        reply = ask(press, STORY, accept_encoding="gzip", if_none_match=wrapped.format(etag))

        assert (reply.status, reply.body) == (304, b"")
        assert reply.headers["ETag"] == etag
        assert reply.headers["Vary"] == "Accept-Encoding"
        assert "Cache-Control" in reply.headers
        assert "Content-Length" not in reply.headers


def test_first_reader_of_all_may_get_304_too(press: Press, program: Program) -> None:
    reply = ask(press, STORY, if_none_match="*")

    assert (reply.status, program.asked) == (304, [STORY])


def test_copy_in_another_coding_or_of_another_day_is_sent_anew(press: Press) -> None:
    etag = ask(press, STORY, accept_encoding="gzip").headers["ETag"]

    assert ask(press, STORY, accept_encoding="br", if_none_match=etag).status == 200
    assert ask(press, STORY, accept_encoding="gzip", if_none_match='"old"').status == 200


def test_head_has_the_headers_of_get_and_no_body(press: Press) -> None:
    page = ask(press, STORY, accept_encoding="gzip")

    for _ in range(2):
        head = ask(press, STORY, method="HEAD", accept_encoding="gzip")

        assert (head.status, head.body) == (200, b"")
        ours = {name: value for name, value in head.headers.items() if name != "Server-Timing"}
        theirs = {name: value for name, value in page.headers.items() if name != "Server-Timing"}
        assert ours == theirs


def test_head_of_a_page_nobody_read_yet_prints_it_for_all(press: Press, program: Program) -> None:
    assert ask(press, STORY, method="HEAD").body == b""
    assert TEXT.encode() in ask(press, STORY).body
    assert program.asked == [STORY]
    assert program.environs[0]["REQUEST_METHOD"] == "GET"


def test_range_is_ignored(press: Press) -> None:
    reply = ask(press, STORY, range="bytes=0-10")

    assert reply.status == 200
    assert TEXT.encode() in reply.body


def test_only_before_and_after_make_another_page(press: Press, program: Program) -> None:
    ask(press, "/section/world/")

    assert ask(press, "/section/world/", query="utm_source=x&fbclid=y").timing == "hot"
    older = ask(press, "/section/world/", query="x=1&before=c2&before=c3")
    assert b"before=c3<" in older.body
    assert ask(press, "/section/world/", query="before=c3&y=2").timing == "hot"
    assert [environ["QUERY_STRING"] for environ in program.environs] == ["", "before=c3"]


def test_page_is_made_without_anything_of_the_reader(press: Press, program: Program) -> None:
    ask(
        press,
        STORY,
        cookie="sessionid=editor",
        authorization="Basic x",
        x_forwarded_host="evil.example",
        accept_language="fa",
        if_none_match='"x"',
        host="courier.example:9999",
    )

    environ = program.environs[0]
    headers = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
    assert headers == {"HTTP_HOST": "courier.example", "HTTP_X_FORWARDED_PROTO": "https"}
    assert environ["wsgi.url_scheme"] == "https"


def test_readers_with_cookies_get_the_same_page_from_memory(press: Press, program: Program) -> None:
    ask(press, STORY)

    assert ask(press, STORY, cookie="sessionid=x", authorization="Basic y").timing == "hot"


@pytest.mark.parametrize("host", ["evil.example", "", "courier.example.evil.example", "courier.example,evil", "a b"])
def test_strange_host_gets_400_even_for_a_page_in_memory(press: Press, program: Program, host: str) -> None:
    ask(press, STORY)

    reply = ask(press, STORY, host=host)

    assert reply.status == 400
    assert program.asked == [STORY]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("BREW", "/", 405),
        ("TRACE", "/", 405),
        ("GET", "*", 400),
        ("GET", "/a\x00b", 400),
        ("GET", "/a\nb", 400),
        ("GET", "/\xff\xfe", 400),
        ("GET", "/" + "a" * 3000, 414),
        ("POST", "/desk/\x00", 400),
    ],
)
def test_absurd_request_gets_a_plain_4xx(press: Press, program: Program, method: str, path: str, status: int) -> None:
    reply = ask(press, path, method=method)

    assert reply.status == status
    assert reply.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert reply.headers["Cache-Control"] == "no-store"
    assert b"Traceback" not in reply.body
    assert program.asked == []


def test_oversized_query_headers_and_parameters_are_refused(press: Press, program: Program) -> None:
    assert ask(press, "/", query="before=" + "a" * 5000).status == 414
    assert ask(press, "/", query="&".join(f"a{n}=1" for n in range(60))).status == 400
    assert ask(press, "/", cookie="a" * 40_000).status == 431
    assert program.asked == []


def test_unprinted_page_is_made_each_time(press: Press, program: Program) -> None:
    replies = [ask(press, "/unprinted/") for _ in range(2)]

    assert [reply.timing for reply in replies] == ["", ""]
    assert program.asked == ["/unprinted/"] * 2


def test_page_that_sets_a_cookie_is_never_kept(
    press: Press, program: Program, caplog: pytest.LogCaptureFixture
) -> None:
    replies = [ask(press, "/cookie/") for _ in range(2)]

    assert [reply.timing for reply in replies] == ["", ""]
    assert "sets a cookie" in caplog.text


def test_bug_gets_500_without_a_trace_of_it(press: Press, caplog: pytest.LogCaptureFixture) -> None:
    reply = ask(press, "/boom/")

    assert reply.status == 500
    assert b"secret" not in reply.body
    assert "secret" in caplog.text


def test_desk_gets_requests_as_they_came(press: Press, program: Program) -> None:
    for _ in range(2):
        reply = ask(press, "/desk/", query="utm=1", cookie="sessionid=editor")
        assert reply.body == b"sessionid=editor"

    assert [environ["QUERY_STRING"] for environ in program.environs] == ["utm=1"] * 2


def test_posts_go_through_even_at_readers_addresses(press: Press, program: Program) -> None:
    ask(press, STORY)

    reply = ask(press, STORY, method="POST", body=b"answer=yes", cookie="a=b")

    assert reply.body == b"answer=yes"
    assert program.environs[1]["HTTP_COOKIE"] == "a=b"


def test_flood_of_numbers_never_given_costs_one_page(press: Press, program: Program, record: ListRecord) -> None:
    ask(press, STORY)
    questions = record.questions

    for number in range(11, 300):
        for path in (f"/{number}", f"/{number}/", f"/news/{number}/", f"/news/{number}/some-slug/"):
            assert ask(press, path).status == 404

    assert program.asked == [STORY, "/news/999999999999/"]
    assert record.questions - questions < 20


@pytest.mark.parametrize("path", ["/2021/", "/2021/12/10/", "/section/2021/", "/news/3/2021/x/", "/archive/"])
def test_year_or_list_is_not_taken_for_a_number_never_given(press: Press, path: str) -> None:
    assert ask(press, path).status == 200


def test_missing_page_is_remembered_until_the_next_act(press: Press, program: Program, record: ListRecord) -> None:
    for _ in range(3):
        assert ask(press, "/gone/").status == 404
    assert program.asked == ["/gone/"]

    record.act("story:8")
    ask(press, "/gone/")

    assert program.asked == ["/gone/"] * 2


def test_number_just_given_is_looked_up_at_once(press: Press, program: Program, record: ListRecord) -> None:
    assert ask(press, "/news/11/").status == 404

    record.highest_number = 11
    record.act("story:11")

    assert ask(press, "/news/11/").status == 200


def test_another_process_finds_the_page_on_disk(
    press: Press, program: Program, record: ListRecord, tmp_path: Path
) -> None:
    printed = ask(press, STORY)
    other = press_of(program, record, tmp_path)

    replies = [ask(other, STORY) for _ in range(2)]

    other.room.close()
    assert [reply.timing for reply in replies] == ["stored", "hot"]
    assert replies[0].body == printed.body
    assert program.asked == [STORY]


def test_new_edition_of_the_program_prints_everything_again(
    press: Press, program: Program, record: ListRecord, tmp_path: Path
) -> None:
    ask(press, STORY)
    newer = press_of(program, record, tmp_path, edition="2")

    reply = ask(newer, STORY)

    newer.room.close()
    assert reply.timing == "printed"
