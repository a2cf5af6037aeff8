"""A page's text as runs: the stretches that a reader sees as one paragraph, heading, item or cell, in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from dateline.archive.savedpage.inline import inline_html, linked_length, plain_text
from dateline.archive.savedpage.labels import label_in
from dateline.archive.savedpage.tree import BLOCKS, Element, text_of

# What is itself a run when nothing but one stretch of text stands in it.
_SINGLE = frozenset({
    "caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "li", "p", "pre", "summary",
    "td", "th",
})  # fmt: skip
_WITH_MEANING = {"a", "b", "br", "cite", "em", "i", "q", "strong"}
_SENTENCE_END = re.compile(r"[.!?…۔؟][\"'”’»)\]]*$")
_LONG_LINE = 60
_LABEL_PIECES = 8

Piece: TypeAlias = str | Element


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """One stretch of text. element: what holds it and nothing else. linked: characters that are links."""

    element: Element
    html: str
    text: str
    linked: int

    @property
    def is_mostly_links(self) -> bool:
        """Whether more than half of it is links, as in menus."""
        return self.linked * 2 > len(self.text)


def split_into_runs(root: Element, *, base: str) -> list[Run]:
    """The page's runs, in order.

    The tree is changed: each run gets an element of its own, so that text between two line breaks becomes a `<p>`.
    base: the page's address, for links without a host; may be empty.
    """
    _unwrap(root)
    holders = _holders_of_blocks(root)
    holding = [element for element in list(root.iter()) if element.tag in BLOCKS or element in holders]
    own = {part for element in holding for part in _isolated(element, holders)}
    found = (_run(part, base=base) for part in root.iter() if part in own)
    return [run for run in found if run.text]


def _run(element: Element, *, base: str) -> Run:
    html = inline_html(element, base=base)
    return Run(element=element, html=html, text=plain_text(html), linked=linked_length(element))


def _unwrap(root: Element) -> None:
    """Remove inline tags that only dress the text, as `<font>` did around whole columns, and hide its line breaks.

    Those with a class stay, for `<span class="byline">`, and so do bold and links without a break.
    """
    for element in list(root.iter()):
        if element.tag in BLOCKS or element.tag == "br":
            continue
        has_break = element.tag != "a" and element.find(".//br") is not None
        if has_break or (element.tag not in _WITH_MEANING and not element.get("class")):
            element.drop_tag()


def _holders_of_blocks(root: Element) -> set[Element]:
    """Every element with a block somewhere below it."""
    holders: set[Element] = set()
    for element in root.iter(*BLOCKS):
        for ancestor in element.iterancestors():
            if ancestor in holders:
                break
            holders.add(ancestor)
    return holders


def _isolated(element: Element, holders: set[Element]) -> Iterator[Element]:
    """The elements that hold the text standing directly in this one, made where there are none."""
    stretches = list(_stretches(element, holders))
    texts = [stretch for stretch in stretches if isinstance(stretch, list)]
    if len(stretches) == 1 and texts and element.tag in _SINGLE:
        yield element
        return
    if not texts:
        return
    for child in list(element):
        element.remove(child)
    element.text = None
    for stretch in stretches:
        if isinstance(stretch, list):
            made = element.makeelement("p")
            _fill(made, stretch)
            element.append(made)
            yield made
        else:
            stretch.tail = None
            element.append(stretch)
    if element.tag == "p":
        element.tag = "div"  # a paragraph can't hold paragraphs


def _stretches(element: Element, holders: set[Element]) -> Iterator[list[Piece] | Element]:
    """What stands in the element: stretches of text and inline elements, and between them its block elements."""
    stretch: list[Piece] = []
    for piece in _pieces(element):
        if isinstance(piece, str):
            stretch.append(piece)
            continue
        is_block = piece.tag in BLOCKS or piece in holders
        if is_block or (piece.tag == "br" and _is_complete(stretch)):
            if _has_text(stretch):
                yield stretch
            stretch = []
        if is_block:
            yield piece
        else:
            stretch.append(piece)
    if _has_text(stretch):
        yield stretch


def _pieces(element: Element) -> Iterator[Piece]:
    if element.text:
        yield element.text
    for child in list(element):
        yield child
        if child.tail:
            yield child.tail


def _is_complete(stretch: list[Piece]) -> bool:
    """Whether one more line break ends the paragraph: after a break, a label, a long line that ends a sentence."""
    solid = (piece for piece in reversed(stretch) if not (isinstance(piece, str) and not piece.strip()))
    last = next(solid, "")
    if not isinstance(last, str):
        return bool(last.tag == "br")
    if len(last) >= _LONG_LINE:
        return _SENTENCE_END.search(last.rstrip()) is not None
    return len(stretch) <= _LABEL_PIECES and label_in(_text(stretch)) is not None


def _text(stretch: list[Piece]) -> str:
    return "".join(piece if isinstance(piece, str) else text_of(piece) for piece in stretch)


def _has_text(stretch: list[Piece]) -> bool:
    return bool(_text(stretch).strip())


def _fill(made: Element, stretch: list[Piece]) -> None:
    """Put the pieces into a new element."""
    last: Element | None = None
    for piece in stretch:
        if not isinstance(piece, str):
            piece.tail = None
            made.append(piece)
            last = piece
        elif last is None:
            made.text = (made.text or "") + piece
        else:
            last.tail = (last.tail or "") + piece
