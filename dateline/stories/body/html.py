"""Editors' and importers' HTML, reduced to what a paragraph of a newspaper needs."""

import re

import nh3
from wagtail.rich_text import expand_db_html

_INLINE_TAGS = {"b", "strong", "i", "em", "a", "br"}
_ATTRIBUTES = {"a": {"href"}}
_SCHEMES = {"http", "https", "mailto"}
_PARAGRAPH_EDGE = re.compile(r"</?p>")


def clean_inline(html: str) -> str:
    """The text with bold, italic and links; everything else loses its tags, scripts and styles lose their content."""
    return nh3.clean(html, tags=_INLINE_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener").strip()


def paragraphs(html: str) -> list[str]:
    """The inline HTML of each paragraph in a piece of rich text; text outside <p> is a paragraph too."""
    if "linktype=" in html:
        html = expand_db_html(html)
    cleaned = nh3.clean(
        html, tags=_INLINE_TAGS | {"p"}, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener"
    )
    # Cleaned paragraphs have no attributes, so that a plain expression finds their edges; cleaning each piece closes
    # what a paragraph's edge cut through.
    return [text for text in map(clean_inline, _PARAGRAPH_EDGE.split(cleaned)) if text]
