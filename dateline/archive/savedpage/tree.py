"""A page's HTML as a tree that is safe to walk: nothing runs, nothing is fetched, nothing is nested without end."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree, html

from dateline.archive.savedpage.errors import UnreadablePage
from dateline.archive.savedpage.tidy import one_line

Element: TypeAlias = html.HtmlElement

MAX_ELEMENTS = 200_000
# libxml2 stops reading at 2,048. Below our own limit elements lose their tags and keep their text.
_DEEPEST_READABLE = 2_040
_DEEPEST_KEPT = 120
_MOST_TOO_DEEP = 20_000
_LONGEST_ATTRIBUTE = 4_000

# What begins on a line of its own.
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "search", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_NEVER_STORY = (
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "math", "canvas",
    "audio", "video", "button", "select", "textarea", "input", "option", "nav", "menu", "dialog", "map", "head",
)  # fmt: skip
_BANNER = re.compile(
    r"cookie|consent|gdpr|onetrust|didomi|newsletter-?(?:box|form|sign)|crumbs?$|skip-?(?:link|to)|social-?(?:share|bar)|"
    r"share-?(?:bar|buttons?|tools)|^sharing$|^share$|paywall-?(?:banner|prompt)|^(?:site-?|page-?)?footer$|screen-?reader-only|^sr-only$",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NEVER_BANNER = {"html", "body", "main", "article", "h1"}


def parse_html(text: str) -> Element:
    """The root of the page's tree. Raises UnreadablePage for a page that is no HTML at all or beyond all measure."""
    # A parser keeps no state between pages, but is not safe to share between threads; a new one costs microseconds.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise UnreadablePage("its HTML can't be read") from None
    _flatten(root)
    return root


def prune(root: Element) -> None:
    """Remove what is never the story: scripts, menus, forms' fields, banners, hidden parts."""
    for element in list(root.iter()):
        if element.tag in _NEVER_STORY:
            element.drop_tree()
        elif element.tag == "br":
            # So that two lines do not run together where only the text is read.
            element.tail = "\n" + (element.tail or "")
        elif _is_banner(element) or _is_hidden(element):
            element.drop_tree()


def text_of(element: Element) -> str:
    """The element's text as one line."""
    return one_line("".join(element.itertext()))


def names_of(element: Element) -> Iterator[str]:
    """The element's id and each of its classes."""
    yield element.get("id") or ""
    yield from (element.get("class") or "").split()


def _flatten(root: Element) -> None:
    """Make every element that is nested too deeply part of the one around it. Refuses what is beyond that."""
    too_deep: list[Element] = []
    depth = count = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start":
            count += 1
            _drop_huge_attributes(element)
            if depth > _DEEPEST_KEPT and element.tag != "br":
                too_deep.append(element)
            if depth > _DEEPEST_READABLE or len(too_deep) > _MOST_TOO_DEEP:
                raise UnreadablePage("its HTML is nested too deeply to be read whole")
            if count > MAX_ELEMENTS:
                raise UnreadablePage(f"it has more than {MAX_ELEMENTS:,} elements, too many for one page")
    # From the outside in: so each moves only its own children, and not all that were moved before.
    for element in too_deep:
        if element.tag in BLOCKS and _has_own_text(element):
            _put_breaks_around(element)
        element.drop_tag()


def _drop_huge_attributes(element: Element) -> None:
    """Pictures kept in an attribute, and worse, cost minutes wherever attributes are searched, and tell nothing."""
    for name, value in element.items():
        if len(value) > _LONGEST_ATTRIBUTE and name != "content":
            del element.attrib[name]


def _has_own_text(element: Element) -> bool:
    return any((text or "").strip() for text in (element.text, *(child.tail for child in element)))


def _put_breaks_around(element: Element) -> None:
    """Two line breaks inside either end, so that its text stays a paragraph of its own when its tag is gone."""
    breaks = [element.makeelement("br") for _ in range(4)]
    breaks[1].tail, element.text = element.text, None
    element[:0] = breaks[:2]
    element.extend(breaks[2:])


def _is_banner(element: Element) -> bool:
    return element.tag not in _NEVER_BANNER and any(
        name and _BANNER.search(name) for name in names_of(element)
    ) and element.find(".//article") is None and element.find(".//h1") is None  # fmt: skip


def _is_hidden(element: Element) -> bool:
    if element.tag in {"html", "body"}:
        return False
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))
