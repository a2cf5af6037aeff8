"""What an importer hands over, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDraft:
    """One story as found in a source, before the newsroom has it.

    headline: plain text, not empty. body: blocks as in a Snapshot (`{"type": "paragraph", "html": "…"}` and so on);
    their html may be unsanitised. number: the paper's own number, None to get the next one.
    published_at: with a time zone, None where the source names no date. section, topics and outlets are names,
    contributors are (name, role). legacy_urls: decoded paths, such as `/News/318621.html`. picture: the id of the lead
    picture in the image library.
    source_sha256: hex digest of the original file, source_name what it was called.
    """

    headline: str
    body: tuple[dict[str, object], ...]
    number: int | None
    published_at: datetime | None
    kicker: str = ""
    standfirst: str = ""
    place: str = ""
    section: str = ""
    topics: tuple[str, ...] = ()
    contributors: tuple[tuple[str, str], ...] = ()
    outlets: tuple[str, ...] = ()
    language: str = ""
    legacy_urls: tuple[str, ...] = ()
    picture: int | None = None
    picture_caption: str = ""
    source_name: str = ""
    source_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one draft. reason: one sentence in an editor's words when it was refused, else empty."""

    kind: Literal["imported", "unchanged", "refused"]
    number: int | None
    headline: str
    reason: str
