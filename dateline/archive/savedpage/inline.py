"""The inline HTML of one run: text, bold, italic, links; everything else loses its tags and keeps its text."""

import re
from html import escape, unescape
from urllib.parse import quote, urljoin, urlsplit

from dateline.archive.savedpage.tidy import one_line, visible
from dateline.archive.savedpage.tree import Element

_KEPT = {"b": "b", "strong": "strong", "i": "i", "em": "em", "cite": "i"}
_SCHEMES = {"http", "https", "mailto"}
# What may stand in an address as it is. Source: RFC 3986 section 2, and "%" because escapes are already there.
_IN_ADDRESSES = "-._~:/?#[]@!$&'()*+,;=%"
_EMPTY = re.compile(r"<(b|strong|i|em|a)\b[^>]*>(\s*)</\1>")
_TAG = re.compile(r"<[^>]*>")
_AROUND_BREAK = re.compile(r"\s*<br>\s*")
_BREAKS_AT_ENDS = re.compile(r"^(?:\s*<br>)+|(?:<br>\s*)+$")


def inline_html(element: Element, *, base: str) -> str:
    """What is inside the element, as inline HTML on one line; quotation marks stay what they are.

    base: the page's address, for relative links. Links that lead nowhere (scripts, anchors on the page) lose their
    tags.
    """
    html = one_line("".join(_parts(element, base=base)))
    html = _BREAKS_AT_ENDS.sub("", _AROUND_BREAK.sub("<br>", html))
    while (shorter := _EMPTY.sub(r"\2", html)) != html:
        html = shorter
    return one_line(html)


def plain_text(html: str) -> str:
    """The text of inline HTML as one line."""
    return one_line(unescape(_TAG.sub("", html.replace("<br>", " "))))


def linked_length(element: Element) -> int:
    """How many characters of the element's text are links."""
    links = [element] if element.tag == "a" else element.iter("a")
    return sum(len(one_line("".join(link.itertext()))) for link in links)


def _parts(element: Element, *, base: str) -> list[str]:
    parts = [_escaped(element.text)]
    for child in element:
        opening, closing = _tags(child, base=base)
        parts += [opening, *_parts(child, base=base), closing, _escaped(child.tail)]
    return parts


def _tags(element: Element, *, base: str) -> tuple[str, str]:
    if element.tag in _KEPT:
        return f"<{_KEPT[element.tag]}>", f"</{_KEPT[element.tag]}>"
    if element.tag == "br":
        return "<br>", ""
    if element.tag == "q":
        return _quotation_marks(element)
    address = _address(element, base=base) if element.tag == "a" else ""
    return (f'<a href="{escape(address)}">', "</a>") if address else ("", "")


def _quotation_marks(element: Element) -> tuple[str, str]:
    """What a browser prints around `<q>`. Source: HTML Standard, section 15.3.6, for English."""
    is_inner = next(element.iterancestors("q"), None) is not None
    return ("‘", "’") if is_inner else ("“", "”")


def _address(element: Element, *, base: str) -> str:
    href = one_line(element.get("href") or "")
    if href.startswith("#"):
        return ""
    try:
        address = urljoin(base, href)
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    return quote(address, safe=_IN_ADDRESSES) if scheme in _SCHEMES else ""


def _escaped(text: str | None) -> str:
    return escape(visible(text or ""), quote=False)
