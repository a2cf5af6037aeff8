"""Addresses in plain text, and plain text as safe HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from unicodedata import bidirectional, category, is_normalized

from dateline.lib.plaintext import cut

_LONGEST_HOST = 253
_LONGEST_SHOWN = 60
_LARGEST_PORT = 65_535
# Vowel signs of India and its neighbours are part of words, though Python's \w does not think so.
_SIGNS = "\u0900-\u0963\u0970-\u0dff\u0e00-\u0eff"
# Quotation marks and the punctuation of China and Japan end an address: there it is written without a space.
_END = r"\s<>\"“”„«»。，、！？；：（）「」『』【】《》"
# Nothing in here can match in two ways, so the time is in proportion to the length whatever is typed.
_ADDRESS = re.compile(
    rf"(?<![a-z0-9@./_-])(?P<scheme>https?://|(?=www\.))(?P<host>[\w{_SIGNS}-]++(?:\.[\w{_SIGNS}-]++)*+)"
    rf"(?P<port>:[0-9]{{1,5}}(?![0-9]))?(?P<path>[/?#][^{_END}]*+)?",
    re.IGNORECASE,
)
_NUMERIC_HOST = re.compile(r"(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\.(?=[0-9])|\Z)){4}\Z")
_TRAILING = ".,;:!?'’*_~…"
_CLOSING = {")": "(", "]": "[", "}": "{"}

_SURE = "com|net|org|info|biz|ru|xyz"
_ENDINGS = f"{_SURE}|top|shop|site|online|club|website|casino|bet|win|cn|io"
_DISGUISES = re.compile(
    "|".join(
        [
            r"\bh(?:xx|\*\*)ps?\s?:\s?/\s?/",  # hxxp://example.com
            r"\bhttps?(?:\s:\s?|:\s)/\s?/",  # http : //example.com
            rf"\w\s?[\[({{]\s?(?:\.|dot|d0t)\s?[\])}}]\s?(?:{_ENDINGS})\b",  # example[.]com, example (dot) com
            # example dot com; but not the dot com boom.
            r"(?<!\bthe)(?<!\ba)(?<!\bof)(?<!\bany)(?<!\bevery)(?<!\bold)(?<!\bearly)(?<=\w)\s(?:dot|d0t)\s"
            rf"(?:{_SURE})\b(?!\s(?:boom|bubble|bust|crash|era|compan|million|stock|craze|days|years))",
            rf"\w(?:\s\.\s?(?:{_SURE})(?:/|$)|\.\s(?:{_SURE})/)",  # exa mple . com/
            rf"\w[。．｡](?:{_ENDINGS})\b",  # a full stop that browsers take for a dot
            # example.com/win: not clickable, meant to be copied.
            rf"(?<![\w@./:-])[\w-]++(?:\.(?!(?:{_ENDINGS})/)[\w-]++)*+\.(?:{_ENDINGS})/\w",
        ]
    ),
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a text: where it stands (`text[start:end]`), what a click opens, and whose it is.

    url: with a scheme, `https://` where the text has none. host: lower case, `www.example.org`, not in Punycode unless
    it was written so.
    """

    start: int
    end: int
    url: str
    host: str


def links_in(text: str) -> list[Link]:
    """The web addresses in the text, in order: what begins with `http://`, `https://` or `www.`, and nothing else.

    Full stops and the like at the end are not part of an address, nor are brackets that were opened before it. An
    address that no browser would open, or that carries a user's name (`http://bank.example@…` leads elsewhere than it
    seems), is no link.
    """
    return [link for match in _ADDRESS.finditer(text) if (link := _link(match))]


def disguised_links(text: str) -> int:
    """How many addresses are written so that programs miss them: `hxxp://…`, `example[.]com`, `example dot com`.

    Counts too little rather than too much: `the dot com boom` and a bare `example.com` are ordinary prose.
    """
    return sum(1 for part in _around_links(text) for _ in _DISGUISES.finditer(part))


def as_html(text: str) -> str:
    """The text as paragraphs, with its links: safe to be put into a page as it is. Empty for an empty text.

    text: plain, as `readable` leaves it. Blank lines part paragraphs, other line ends become `<br>`. Everything else is
    shown as it was typed. Links carry `rel="ugc nofollow noopener"` and are shown by their first 60 characters.
    """
    paragraphs = (part.strip("\n") for part in re.split(r"\n{2,}", text))
    return "\n".join(f"<p>{_line_html(part)}</p>" for part in paragraphs if part)


def _around_links(text: str) -> Iterator[str]:
    start = 0
    for link in links_in(text):
        yield text[start : link.start]
        start = link.end
    yield text[start:]


def _line_html(text: str) -> str:
    return "".join(_pieces(text)).replace("\n", "<br>")


def _pieces(text: str) -> Iterator[str]:
    shown = 0
    for link in links_in(text):
        yield _escaped(text[shown : link.start])
        yield f'<a href="{_escaped(link.url)}" rel="ugc nofollow noopener">{_escaped(_label(text, link))}</a>'
        shown = link.end
    yield _escaped(text[shown:])


def _label(text: str, link: Link) -> str:
    label = text[link.start : link.end]
    return label if len(label) <= _LONGEST_SHOWN else f"{cut(label, _LONGEST_SHOWN - 1)}…"


def _escaped(text: str) -> str:
    """For text and for a quoted attribute without quotation marks in it, of which addresses have none."""
    return escape(text, quote=False).replace("\xa0", "&nbsp;")


def _link(match: re.Match[str]) -> Link | None:
    scheme, host, port, path = (match[name] or "" for name in ("scheme", "host", "port", "path"))
    if match.string[match.end() : match.end() + 1] == "@" or int(port[1:] or 0) > _LARGEST_PORT:
        return None
    if not _is_host(host) or (not scheme and host.count(".") < 2):
        return None
    path = _without_trailing(path)
    end = match.end("port") if port else match.end("host")
    url = f"{scheme.lower() or 'https://'}{host}{port}{path}"
    return Link(start=match.start(), end=end + len(path), url=url, host=host.lower())


def _without_trailing(path: str) -> str:
    surplus = {closing: path.count(closing) - path.count(opening) for closing, opening in _CLOSING.items()}
    end = len(path)
    while end and (path[end - 1] in _TRAILING or surplus.get(path[end - 1], 0) > 0):
        if path[end - 1] in surplus:
            surplus[path[end - 1]] -= 1
        end -= 1
    return path[:end]


def _is_host(host: str) -> bool:
    """True for a name that browsers can look up: at least two labels, the last no number; or four octets."""
    *labels, last = host.lower().split(".")
    if len(host) > _LONGEST_HOST or not labels:
        return False
    if host.isascii() and "xn--" not in host.lower():
        is_name = last.isalpha() and len(last) > 1 and all(0 < len(label) < 64 for label in [*labels, last])
        return is_name or _NUMERIC_HOST.match(host) is not None
    return not last.isdigit() and _is_international(host)


@lru_cache(maxsize=1_024)
def _is_international(host: str) -> bool:
    """True where the name can be written in ASCII. Sources: RFC 3490 (Python's codec), RFC 5893 section 2."""
    # Signs that are short for others (the word ﷺ for eighteen letters) are in no name, and take the codec an age.
    if not is_normalized("NFKC", host):
        return False
    try:
        in_ascii = host.encode("idna")
        # Only a name that was typed in Punycode has to be read back.
        name = in_ascii.decode("idna") if "xn--" in host.lower() else host.lower()
    except UnicodeError:
        return False
    labels = name.split(".")
    # Python's codec lets through what Unicode did not know in 2002, and what it does not know yet.
    if not all(label and category(label[0])[0] != "M" for label in labels) or not all(map(_is_in_names, name)):
        return False
    if all(bidirectional(char) not in ("R", "AL", "AN") for char in name):
        return True
    # In a name with letters that run to the left, labels must not begin with a digit, nor mix directions.
    return all(_runs_one_way(label) for label in labels)


def _is_in_names(char: str) -> bool:
    return char in ".-" or category(char)[0] in "LMN"


def _runs_one_way(label: str) -> bool:
    ways = {bidirectional(char) for char in label}
    first, last = bidirectional(label[0]), bidirectional(label[-1])
    if first == "L":
        return not ways & {"R", "AL", "AN"} and last in ("L", "EN", "NSM")
    return (
        first in ("R", "AL") and "L" not in ways and not {"AN", "EN"} <= ways and last in ("R", "AL", "AN", "EN", "NSM")
    )
