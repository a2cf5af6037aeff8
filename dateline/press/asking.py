"""What a reader asks for, read from the WSGI environ, or a refusal."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http.request import split_domain_port, validate_host

from dateline.press.refusals import Refused

Environ = dict[str, Any]

MAX_PATH_CHARACTERS = 2_048
MAX_QUERY_CHARACTERS = 4_096
MAX_HEADER_CHARACTERS = 32_768
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
KEPT_PARAMETERS = ("after", "before")
# Addresses that have more pages than one; everywhere else a query changes nothing and must not make copies.
_LISTS = re.compile(
    r"/(?:section|topic|by|outlet)/[^/]+/|/[0-9]{4}/[0-9]{2}/[0-9]{2}/"
    r"|/news/[0-9]{1,18}/comments/(?:(?:oldest|most-replied|[0-9]{1,18})/)?"
)
# Addresses that can only be a story's. Four digits and a slash are a year.
_NUMBER = re.compile(
    r"/(?:news/([0-9]{1,18})(?:/comments/[a-z0-9-]+|/[^/]*)?/?|([0-9]{1,18})|([0-9]{1,3}|[0-9]{5,18})/)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for a reader page. Two of them with the same `key` get the same page.

    path: as WSGI gives it (percent-decoded, one character per byte); query: only what a page may depend on.
    number: the story number when the path is that of a story, else None.
    """

    path: str
    query: str
    number: int | None
    head: bool
    accept: str | None
    if_none_match: str | None

    @property
    def key(self) -> str:
        """What the page is stored under.

        A path is percent-decoded and may hold a question mark of its own; what parts it from the query here can't be in
        a path, which is refused for its control characters.
        """
        return f"{self.path}\n{self.query}" if self.query else self.path


def check_request(environ: Environ, allowed_hosts: Sequence[str]) -> None:
    """Raise Refused for what no page can be the answer to: strange hosts, methods, paths, oversized headers."""
    domain, _port = split_domain_port(environ.get("HTTP_HOST", ""))
    if not domain or not validate_host(domain, allowed_hosts):
        raise Refused(400, "This newspaper is not to be found under that host name.")
    if environ["REQUEST_METHOD"] not in METHODS:
        raise Refused(405, "This newspaper can be read (GET) and answered (POST), nothing else.")
    _check_path(environ["PATH_INFO"])
    if len(environ.get("QUERY_STRING", "")) > MAX_QUERY_CHARACTERS:
        raise Refused(414, "This address is too long.")
    if sum(len(value) for name, value in environ.items() if name.startswith("HTTP_")) > MAX_HEADER_CHARACTERS:
        raise Refused(431, "The headers of this request are too long.")


def _check_path(path: str) -> None:
    if len(path) > MAX_PATH_CHARACTERS:
        raise Refused(414, "This address is too long.")
    if not path.startswith("/") or any(ord(letter) < 32 or ord(letter) == 127 for letter in path):
        raise Refused(400, "This address can't be read.")
    try:
        path.encode("latin-1").decode("utf-8")
    except UnicodeError:
        raise Refused(400, "This address can't be read.") from None


def asked_for(environ: Environ) -> Asked:
    """The reader's wish. The query keeps `after` and `before` only, each once, in a fixed order."""
    path = environ["PATH_INFO"]
    number = _NUMBER.fullmatch(path)
    query = _reduced(environ.get("QUERY_STRING", ""))
    return Asked(
        path=path,
        query=query if _LISTS.fullmatch(path) else "",
        number=int(number[number.lastindex or 0]) if number else None,
        head=environ["REQUEST_METHOD"] == "HEAD",
        accept=environ.get("HTTP_ACCEPT_ENCODING"),
        if_none_match=environ.get("HTTP_IF_NONE_MATCH"),
    )


def _reduced(query: str) -> str:
    if not query:
        return ""
    try:
        given = dict(parse_qsl(query, max_num_fields=50))
    except ValueError:
        raise Refused(400, "This address has too many parameters.") from None
    return urlencode([(name, given[name]) for name in KEPT_PARAMETERS if name in given])


def environ_of_nobody(environ: Environ, asked: Asked, paper_url: tuple[str, str]) -> Environ:
    """The environ a reader page is rendered with: nothing in it but the page's key, so nothing else can get into it.

    No cookies, no language, no host but the paper's own: a page made for one reader is fit for all, and no header
    a stranger sends can poison it. paper_url: scheme and host, such as `("https", "example.org")`.
    """
    scheme, host = paper_url
    clean = {
        name: value
        for name, value in environ.items()
        if name.startswith(("wsgi.", "SERVER_")) or name in {"SCRIPT_NAME", "PATH_INFO", "REMOTE_ADDR"}
    }
    clean["wsgi.url_scheme"] = scheme
    clean["wsgi.input"] = io.BytesIO()
    clean["HTTP_HOST"] = host
    if scheme == "https":
        clean["HTTP_X_FORWARDED_PROTO"] = scheme
    return clean | {"REQUEST_METHOD": "GET", "QUERY_STRING": asked.query, "PATH_INFO": asked.path}
