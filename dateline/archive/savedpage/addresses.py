"""What a page's addresses and file name say: its number, and where it stood before."""

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import unquote, urlsplit

MAX_NUMBER = 999_999_999
_MAX_PATH = 500
_NUMBERED_PATH = re.compile(r"/news/(\d{1,9})(?=\.|/|-|$)", re.IGNORECASE)
_NUMBERED_LAST = re.compile(r"(\d{3,9})(?:\.(?:html?|xhtml|txt|aspx?|php|jsp))?/?", re.IGNORECASE)
_NUMBERED_QUERY = re.compile(r"(?:^|[&;])(?:news_?|story_?|article_?|n)?id=(\d{1,9})(?=$|[&;#])", re.IGNORECASE)
_FRONT_PATHS = re.compile(r"/*(?:(?:index|default|home)(?:\.\w+)?/?)?", re.IGNORECASE)


def number_from(name_or_address: str) -> int | None:
    """The story's number in an address or a file name: 318621 for `/News/318621.html` and for `318621.txt`.

    None where there is none, and for numbers that look like a year or a day (`2021.html`, `20211210.html`) unless they
    follow `/News/`.
    """
    parts = _split(name_or_address)
    if parts is None:
        return None
    path, query = parts
    if named := _NUMBERED_PATH.search(path):
        return int(named[1]) or None
    last = _NUMBERED_LAST.fullmatch(re.split(r"[/\\]", path.rstrip("/"))[-1])
    if last and not _looks_like_a_date(last[1]) and not last[1].startswith("0"):
        return int(last[1])
    asked = _NUMBERED_QUERY.search(query)
    return (int(asked[1]) or None) if asked else None


def legacy_urls(addresses: Iterable[str], number: int | None) -> tuple[str, ...]:
    """The paths under which readers may still look for the page, decoded, without repetition.

    Those of its own addresses, except front pages and pages told apart only by a query; with a number also the paper's
    former `/News/318621.html`.
    """
    paths = [path for address in addresses if (path := _legacy_path(address))]
    if number is not None:
        paths.append(f"/News/{number}.html")
    return tuple(dict.fromkeys(paths))


def _legacy_path(address: str) -> str:
    parts = _split(address)
    if parts is None or not address.startswith(("http://", "https://", "/")):
        return ""
    path, query = parts
    is_front = _FRONT_PATHS.fullmatch(path) is not None
    return "" if is_front or query or len(path) > _MAX_PATH else path


def _split(address: str) -> tuple[str, str] | None:
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return unquote(parts.path).replace("\0", ""), parts.query


def _looks_like_a_date(digits: str) -> bool:
    if len(digits) == 4:
        return 1900 <= int(digits) <= 2099
    if len(digits) != 8:
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= int(digits[:4]) <= 2099
