"""Which of a page's runs are the story: trafilatura decides, and the words stay the page's own.

trafilatura is good at leaving menus behind and careless with spaces, formatting and short paragraphs. So each run is
given a mark before trafilatura sees the page; the marks it returns tell which runs it kept, and their text is taken
from the page.
"""

import logging
import re
from collections.abc import Sequence
from copy import deepcopy
from itertools import pairwise

from trafilatura import bare_extraction
from trafilatura.settings import Document

from dateline.archive.savedpage.errors import UnreadablePage
from dateline.archive.savedpage.labels import is_furniture
from dateline.archive.savedpage.runs import Run
from dateline.archive.savedpage.tree import Element

# Its complaints about a page are not the newsroom's: a page without a story is refused in our words.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# Braille signs: printable, no letters, no digits, and in hardly any newspaper. Three of them count to sixteen million.
_FRAME = "\u28ff"
_FIRST_SIGN = 0x2801
_SIGNS = 254
_MARK_LENGTH = 3
_MARK = re.compile(f"{_FRAME}([\u2801-\u28fe]{{{_MARK_LENGTH}}}){_FRAME}")


def story_runs(root: Element, runs: Sequence[Run]) -> list[Run]:
    """The runs that are the story, in order; empty when none are. root: the tree they stand in; it is not changed."""
    kept = _kept_by_trafilatura(_marked_copy(root, runs))
    kept = {position for position in kept if position < len(runs)}
    return [runs[position] for position in sorted(kept | _between(runs, kept))]


def _marked_copy(root: Element, runs: Sequence[Run]) -> Element:
    """A copy of the tree in which each run's text begins with its mark."""
    texts = [run.element.text for run in runs]
    for position, run in enumerate(runs):
        run.element.text = _mark(position) + (run.element.text or "")
    copy = deepcopy(root)
    for run, text in zip(runs, texts, strict=True):
        run.element.text = text
    for cell in copy.iter("td", "th"):
        # trafilatura fills up what a cell spans: fifty by fifty cells would become a million.
        cell.attrib.pop("rowspan", None)
        cell.attrib.pop("colspan", None)
    return copy


def _kept_by_trafilatura(marked: Element) -> set[int]:
    try:
        document = bare_extraction(marked, include_comments=False, include_tables=True)
    except Exception:
        # A library of heuristics may fail in any way; one page must not stop a batch.
        raise UnreadablePage("its HTML is too confused to find the story in it") from None
    return _positions("".join(document.body.itertext())) if isinstance(document, Document) else set()


def _between(runs: Sequence[Run], kept: set[int]) -> set[int]:
    """Short paragraphs trafilatura dropped from the middle: those that stand beside kept ones in the same element."""
    positions = sorted(kept)
    found: set[int] = set()
    for before, after in pairwise(positions):
        parent = runs[before].element.getparent()
        if after - before > 1 and runs[after].element.getparent() is parent:
            found |= {
                position
                for position in range(before + 1, after)
                if runs[position].element.getparent() is parent
                and not runs[position].is_mostly_links
                and not is_furniture(runs[position].text)
            }
    return found


def _mark(position: int) -> str:
    digits = (position // _SIGNS**place % _SIGNS for place in range(_MARK_LENGTH))
    return _FRAME + "".join(chr(_FIRST_SIGN + digit) for digit in digits) + _FRAME


def _positions(text: str) -> set[int]:
    """The positions whose marks stand in the text."""
    return {
        sum((ord(sign) - _FIRST_SIGN) * _SIGNS**place for place, sign in enumerate(signs))
        for signs in _MARK.findall(text)
    }
