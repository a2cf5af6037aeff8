"""The forms a page is kept in."""

import random
from dataclasses import replace

import pytest

from dateline.press.pages import answer_from, forms_of, page_from
from tests.press.pages_made import made_page


def test_long_text_is_kept_compressed_only_and_still_read_plain() -> None:
    page = made_page(text="Ö" * 5000)

    assert set(page.bodies) == {"br", "gzip"}
    assert page.body("identity") == ("Ö" * 5000).encode()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"short", "text/html"),
        (b"\x89PNG" * 1000, "image/png"),
        (random.Random(1).randbytes(2000), "text/plain"),
        (b"", ""),
    ],
)
def test_what_compression_does_not_help_is_kept_as_it_is(body: bytes, content_type: str) -> None:
    assert forms_of(body, content_type) == {"identity": body}


def test_redirect_has_an_empty_body_and_keeps_its_target() -> None:
    page = page_from(
        key="/3",
        status=301,
        headers=[("Location", "/news/3/thaw/"), ("Content-Length", "99"), ("ETag", '"theirs"')],
        body=b"",
        keys=frozenset({"story:3"}),
        seq=1,
        seconds=0.0,
        at=0.0,
    )

    answer = answer_from(page, accept="gzip", head=False, timing="t")

    names = [name for name, _value in answer.headers]
    assert answer.status_line == "301 Moved Permanently"
    assert answer.for_reader_with("*") is answer
    assert ("Location", "/news/3/thaw/") in answer.headers
    assert ("Content-Length", "0") in answer.headers
    assert len(names) == len(set(names))


def test_view_may_set_its_own_cache_rules() -> None:
    page = replace(made_page(), headers=(("Cache-Control", "public, max-age=60"),))

    answer = answer_from(page, accept=None, head=False, timing="t")

    rules = [value for name, value in answer.headers if name == "Cache-Control"]
    assert rules == ["public, max-age=60"]
    assert ("Cache-Control", "public, max-age=60") in answer.for_reader_with("*").headers


def test_keys_are_sent_to_shared_caches_unless_switched_off_and_only_plain_ones() -> None:
    page = made_page(keys=("story:3", "nav", "topic:ö"))

    with_keys = dict(answer_from(page, accept=None, head=False, timing="t").headers)
    without = dict(answer_from(page, accept=None, head=False, timing="t", surrogate_keys=False).headers)

    assert with_keys["Surrogate-Key"] == "nav story:3"
    assert "Surrogate-Key" not in without
