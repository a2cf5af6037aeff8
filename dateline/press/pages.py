"""A printed page: what is stored of it, and the answers made from it."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass

import brotli  # type: ignore[import-untyped]

from dateline.lib.encoding import IDENTITY, choose_coding, digest_of, matches, strong_etag
from dateline.press.refusals import Headers, status_line

CODINGS = ("br", "gzip")
# Shared caches ask again after a second and meanwhile may hand out what they have, for one second more; only when
# we are down may they go on for a day. Browsers ask each time, and get a 304 of a few bytes.
CACHE_CONTROL = "public, max-age=0, s-maxage=1, stale-while-revalidate=1, stale-if-error=86400"
# There are as many addresses without a page as strangers can think of: a second is long enough to keep one.
CACHE_CONTROL_OF_NOTHING = "public, max-age=0, s-maxage=1"
_SMALLEST_WORTH_COMPRESSING = 256
# Measured on story pages: quality 5 costs about as much time as gzip and saves a seventh of its bytes; 11 costs
# thirty times as much for another twelfth.
_BROTLI_QUALITY = 5
_GZIP_LEVEL = 6
_OURS = frozenset({"content-length", "content-encoding", "etag", "vary", "set-cookie", "server-timing"})
_TEXTUAL = ("text/", "application/json", "application/xml", "application/rss", "application/atom", "image/svg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One rendered page with its compressed forms.

    key: path and query. headers: what the view sent, without those the press sets itself. bodies: by coding; the
    plain form is left out where compressed ones exist. digest: the part of the ETag common to all forms.
    keys: what the page depends on. seq: the last entry of the record that was surely in it. seconds: how long
    rendering took. printed_at: Unix time.
    """

    key: str
    status: int
    headers: tuple[tuple[str, str], ...]
    bodies: Mapping[str, bytes]
    digest: str
    keys: frozenset[str]
    seq: int
    seconds: float
    printed_at: float

    def coding_for(self, accept: str | None) -> str:
        """The form for a reader with this Accept-Encoding header."""
        return choose_coding(accept, tuple(coding for coding in CODINGS if coding in self.bodies))

    def body(self, coding: str) -> bytes:
        """The page's bytes in that coding."""
        if coding == IDENTITY and IDENTITY not in self.bodies:
            return gzip.decompress(self.bodies["gzip"])
        return self.bodies[coding]

    @property
    def size_bytes(self) -> int:
        """About what the page takes in a store."""
        return sum(map(len, self.bodies.values())) + sum(map(len, self.keys)) + len(self.key) + 512


@dataclass(slots=True, kw_only=True)
class Answer:
    """A page in one form, ready to be handed to the server as often as it is asked for.

    unchanged: the 304 for a reader who has this form already; None where there can be none. used: set at each hit;
    tells the hot set what not to throw out.
    """

    status: int
    headers: Headers
    body: bytes
    etag: str = ""
    unchanged: "Answer | None" = None
    used: bool = True

    @property
    def status_line(self) -> str:
        """Such as `200 OK`."""
        return status_line(self.status)

    def for_reader_with(self, if_none_match: str | None) -> "Answer":
        """This answer, or the 304 when the reader has it already."""
        if if_none_match is not None and self.unchanged is not None and matches(if_none_match, self.etag):
            return self.unchanged
        return self


def forms_of(body: bytes, content_type: str) -> dict[str, bytes]:
    """The body by coding: br and gzip where that makes it smaller, else only as it is."""
    if len(body) < _SMALLEST_WORTH_COMPRESSING or not content_type.startswith(_TEXTUAL):
        return {IDENTITY: body}
    # mtime 0: the same page has the same bytes on every node.
    zipped = gzip.compress(body, _GZIP_LEVEL, mtime=0)
    if len(zipped) >= len(body):
        return {IDENTITY: body}
    return {"br": brotli.compress(body, quality=_BROTLI_QUALITY), "gzip": zipped}


def page_from(
    *, key: str, status: int, headers: Headers, body: bytes, keys: frozenset[str], seq: int, seconds: float, at: float
) -> Page:
    """The page made of what a view answered."""
    content_type = next((value for name, value in headers if name.lower() == "content-type"), "")
    return Page(
        key=key,
        status=status,
        headers=tuple((name, value) for name, value in headers if name.lower() not in _OURS),
        bodies=forms_of(body, content_type),
        digest=digest_of(body),
        keys=keys,
        seq=seq,
        seconds=seconds,
        printed_at=at,
    )


def answer_from(page: Page, *, accept: str | None, head: bool, timing: str, surrogate_keys: bool = True) -> Answer:
    """The answer for one Accept-Encoding. timing: what Server-Timing says, such as `press;desc="hot"`.

    A HEAD answer has every header of the GET answer, its length included, and no body. Source: RFC 9110, 9.3.2.
    """
    coding = page.coding_for(accept)
    body = page.body(coding)
    etag = strong_etag(page.digest, coding)
    common = [
        ("ETag", etag),
        ("Vary", "Accept-Encoding"),
        ("Server-Timing", timing),
        *((name, value) for name, value in page.headers if name.lower() == "cache-control"),
    ]
    if len(common) == 3:
        common.append(("Cache-Control", CACHE_CONTROL if page.status != 404 else CACHE_CONTROL_OF_NOTHING))
    headers = [
        *((name, value) for name, value in page.headers if name.lower() != "cache-control"),
        ("Content-Length", str(len(body))),
        *common,
    ]
    if coding != IDENTITY:
        headers.append(("Content-Encoding", coding))
    if surrogate_keys and page.keys:
        headers.append(("Surrogate-Key", " ".join(key for key in sorted(page.keys) if key.isascii())))
    # Only a page that is there can be unchanged.
    unchanged = Answer(status=304, headers=common, body=b"") if page.status == 200 else None
    return Answer(status=page.status, headers=headers, body=b"" if head else body, etag=etag, unchanged=unchanged)
