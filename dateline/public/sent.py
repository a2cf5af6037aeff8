"""A form as a stranger sent it: read as far as it can be, with what is wrong with it."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from dateline.press.bodies import READERS_BODIES
from dateline.press.giving_back import MOST_BYTES, MOST_FIELDS, URLENCODED

_MULTIPART = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a form can't be taken: a status, and a sentence for its reader."""

    status: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of a form, each once, as far as they could be read. problem: None where all is well."""

    fields: dict[str, str]
    problem: Problem | None = None


_TOO_LARGE = Problem(413, "This is far longer than a comment may be. Please shorten it and send it again.")
_NOT_READABLE = Problem(
    400, "Some characters could not be read and are marked below. Please mend them and send it again."
)
_CUT = Problem(400, "The form came broken. Please send it again.")
_WRONG_TYPE = Problem(415, "This can only be sent with the form on the page.")
_FOREIGN = Problem(
    403, "This was sent from another site, so nothing was done with it. If it is yours, send it again from here."
)


def sent_form(request: HttpRequest) -> Sent:
    """The form in this request; never raises. Problems of 413, 400, 415 and 403 come with whatever could be read."""
    sent = _read(request)
    if sent.problem is None and not is_from_here(request):
        return Sent(sent.fields, _FOREIGN)
    return sent


def is_from_here(request: HttpRequest) -> bool:
    """Whether the form stood on a page of ours, as far as the browser says; programs that say nothing may send.

    The cookie a comment needs is SameSite=Strict, so that this is the second lock. Source: W3C Fetch Metadata,
    section 2; RFC 6454, section 7.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin")
    if origin is None:
        return site is None
    return origin in {settings.PAPER_URL, _own_origin(request)}


def _own_origin(request: HttpRequest) -> str:
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return settings.PAPER_URL


def _read(request: HttpRequest) -> Sent:
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    # What is larger than a form may be is still read, as far as the press takes it in: it can be shown again.
    if length > READERS_BODIES.most_bytes:
        return Sent({}, _TOO_LARGE)
    if request.content_type == URLENCODED:
        sent = _urlencoded(request.body)
    elif request.content_type == _MULTIPART:
        sent = _multipart(request)
    else:
        sent = Sent({}, _WRONG_TYPE)
    return Sent(sent.fields, _TOO_LARGE) if length > MOST_BYTES else sent


def _urlencoded(body: bytes) -> Sent:
    # Latin-1 has a character for every byte, so that the bytes come out as they were sent.
    try:
        pairs = parse_qsl(
            body.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS, encoding="latin-1"
        )
    except ValueError:
        return Sent({}, _CUT)
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in pairs]
    try:
        return Sent({name.decode(): value.decode() for name, value in raw})
    except UnicodeDecodeError:
        return Sent({_marked(name): _marked(value) for name, value in raw}, _NOT_READABLE)


def _marked(raw: bytes) -> str:
    """The text, with U+FFFD in the place of what is not UTF-8."""
    return raw.decode(errors="replace")


def _multipart(request: HttpRequest) -> Sent:
    # Not the charset that the sender names: Django would believe it (`hex` is one, `unicode_escape` another).
    request.encoding = "utf-8"
    try:
        fields = {name: str(value) for name, value in request.POST.items()}
    except (MultiPartParserError, SuspiciousOperation, ValueError):
        return Sent({}, _CUT)
    # Django has put U+FFFD where there was no UTF-8; nobody types that.
    return Sent(fields, _NOT_READABLE if any("\ufffd" in value for value in fields.values()) else None)
