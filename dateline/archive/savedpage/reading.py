"""What was read from a page, of whatever shape, before it becomes a draft."""

from dataclasses import dataclass
from datetime import datetime

Block = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A page's story as found. blocks: as in StoryDraft. addresses: URLs or paths the page says are its own.

    outlets: names from labels only; those credited in the text are found later. number: from a label only.
    """

    headline: str
    blocks: tuple[Block, ...]
    number: int | None = None
    published_at: datetime | None = None
    kicker: str = ""
    standfirst: str = ""
    place: str = ""
    section: str = ""
    topics: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    language: str = ""
    addresses: tuple[str, ...] = ()


def paragraph(html: str) -> Block:
    """A paragraph block. html: inline HTML, escaped."""
    return {"type": "paragraph", "html": html}
