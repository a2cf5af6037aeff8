"""Which form a reader gets, and when nothing needs to be sent at all."""

import pytest

from dateline.lib.encoding import choose_coding, digest_of, matches, strong_etag

OFFERED = ("br", "gzip")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP;Q=1.0", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
        ("*;q=0.5, br;q=0", "gzip"),
        ("deflate", "identity"),
        ("identity;q=1, gzip;q=0.5", "identity"),
        ("gzip;q=0.5, identity;q=0", "gzip"),
        ("", "identity"),
        (None, "identity"),
    ],
)
def test_reader_gets_the_best_coding_both_sides_know(accept: str | None, chosen: str) -> None:
    assert choose_coding(accept, OFFERED) == chosen


@pytest.mark.parametrize("accept", ["*;q=0", "identity;q=0", "gzip;q=0, br;q=0, *;q=0"])
def test_reader_who_refuses_everything_gets_the_plain_page(accept: str) -> None:
    assert choose_coding(accept, OFFERED) == "identity"


@pytest.mark.parametrize(
    "accept", ["gzip;q=much", "gzip;q=", "gzip;q=-1", "gzip;q=1.0.0", ";;;,,,", "gzip;q=¹", "gzip," * 1000]
)
def test_nonsense_in_accept_encoding_gives_the_plain_page(accept: str) -> None:
    assert choose_coding(accept, OFFERED) == "identity"


def test_coding_that_is_not_offered_is_never_chosen() -> None:
    assert choose_coding("br", ("gzip",)) == "identity"
    assert choose_coding("br, gzip", ()) == "identity"


def test_each_coding_has_an_etag_of_its_own_and_each_body_too() -> None:
    digest = digest_of(b"Thaw")

    tags = {strong_etag(digest, coding) for coding in ("identity", "gzip", "br")}

    assert len(tags) == 3
    assert digest_of(b"Thaw.") != digest
    assert all(tag.startswith('"') and tag.endswith('"') and "," not in tag for tag in tags)


@pytest.mark.parametrize(
    ("if_none_match", "is_match"),
    [
        ('"a1"', True),
        ('W/"a1"', True),
        ('"x", W/"a1" , "y"', True),
        ("*", True),
        (" * ", True),
        ('"a2"', False),
        ("a1", False),
        ("", False),
        ('"a1', False),
    ],
)
def test_copy_is_compared_weakly_against_every_tag_of_the_list(if_none_match: str, is_match: bool) -> None:
    assert matches(if_none_match, '"a1"') is is_match
