"""What readers' pages are made of: frozen, complete, with nothing left to ask the database."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Shelf:
    """A section, topic, contributor or outlet: the last part of its address, and its name."""

    slug: str
    name: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: address, size in pixels, text for those who can't see it, credit and caption."""

    url: str
    width: int
    height: int
    alt: str = ""
    credit: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A story as listings show it."""

    number: int
    slug: str
    kicker: str
    headline: str
    standfirst: str
    section: Shelf | None
    published_at: datetime
    language: str
    direction: str
    picture: Picture | None
    last_act: str
    last_act_at: datetime

    @property
    def url(self) -> str:
        """The story's own address, without the host."""
        return story_url(self.number, self.slug)


@dataclass(frozen=True, slots=True)
class Notice:
    """What readers are told about an act after the first."""

    act: str
    at: datetime
    note: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderStory:
    """One story as its page shows it. `content` is the snapshot (docs/stories.md), empty once killed."""

    number: int
    state: str
    version: int
    slug: str
    content: dict[str, Any] = field(hash=False)
    notices: tuple[Notice, ...]
    published_at: datetime
    last_act_at: datetime
    legal_authority: str = ""

    @property
    def url(self) -> str:
        """The story's own address, without the host."""
        return story_url(self.number, self.slug)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a listing; `older` and `newer` are the cursors of the pages beside it, "" where there is none."""

    cards: tuple[Card, ...]
    older: str
    newer: str


def story_url(number: int, slug: str) -> str:
    """`/news/318621/a-slug/`."""
    return f"/news/{number}/{slug}/"
