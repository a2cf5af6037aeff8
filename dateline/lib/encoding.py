"""Which form of a page a reader's program can take, and whether it has that form already. Source: RFC 9110."""

import hashlib
from collections.abc import Sequence

IDENTITY = "identity"
# Real programs send about 25 characters. Whoever sends a book gets the plain page.
_LONGEST_HEADER = 512
_SAME_THING = {"x-gzip": "gzip"}


def choose_coding(accept: str | None, offered: Sequence[str]) -> str:
    """The best of the offered codings (best first, such as `("br", "gzip")`) that the reader takes, or `identity`.

    accept: the Accept-Encoding header, or None where there is none: then only `identity` is sure to be understood.
    `identity` is also the answer to a reader who refuses everything: a page that may be unreadable beats none.
    Source: RFC 9110 section 12.5.3.
    """
    if not accept or len(accept) > _LONGEST_HEADER:
        return IDENTITY
    wishes = _wishes(accept)
    anything_else = wishes.get("*", 0.0)
    best, best_wish = IDENTITY, 0.0
    for coding in (*offered, IDENTITY):
        # A plain page is welcome unless it is ruled out, but never more than what was asked for.
        wish = wishes.get(coding, anything_else)
        if wish > best_wish:
            best, best_wish = coding, wish
    return best


def _wishes(accept: str) -> dict[str, float]:
    wishes: dict[str, float] = {}
    for part in accept.lower().split(","):
        coding, *parameters = (piece.strip() for piece in part.split(";"))
        if coding:
            wishes[_SAME_THING.get(coding, coding)] = _weight(parameters)
    return wishes


def _weight(parameters: Sequence[str]) -> float:
    """The q of a list member: 1 where none is given, 0 where it makes no sense."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            digits = value.strip()
            if digits.replace(".", "", 1).isascii() and digits.replace(".", "", 1).isdecimal():
                return min(float(digits), 1.0)
            return 0.0
    return 1.0


def digest_of(body: bytes) -> str:
    """32 hexadecimal digits that change when the body changes: the part of an ETag that all codings share."""
    return hashlib.sha256(body).hexdigest()[:32]


def strong_etag(digest: str, coding: str) -> str:
    """A quoted entity tag, different for each coding: their bytes differ. Source: RFC 9110 section 8.8.3.3."""
    return f'"{digest}"' if coding == IDENTITY else f'"{digest}-{coding}"'


def matches(if_none_match: str, etag: str) -> bool:
    """True when the reader's copy is still good: `*`, or the tag stands in the list, by weak comparison.

    Source: RFC 9110 section 13.1.2. Our tags hold no comma, so a list can be cut at its commas.
    """
    if if_none_match.strip() == "*":
        return True
    return any(part.strip().removeprefix("W/") == etag for part in if_none_match.split(","))
