"""A saved page becomes a draft."""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath

from dateline.archive.savedpage.addresses import legacy_urls, number_from
from dateline.archive.savedpage.decoding import decode
from dateline.archive.savedpage.inline import plain_text
from dateline.archive.savedpage.languages import language_of
from dateline.archive.savedpage.outlets import credited_in, is_known, known_name
from dateline.archive.savedpage.page import read_page
from dateline.archive.savedpage.place import dateline_of
from dateline.archive.savedpage.plaintext import read_plain_text
from dateline.archive.savedpage.reading import Block, Reading, paragraph
from dateline.archive.savedpage.tidy import one_line
from dateline.stories.drafts import StoryDraft

_PAGE_BEGINS = re.compile(r"\s*<(?:!doctype\b|!--|\?xml\b|[a-z][a-z0-9]*[\s>/])", re.IGNORECASE)
_HAS_MARKUP = re.compile(
    r"<(?:html|head|body|p|div|table|td|article|section|h[1-6]|br|span|font)\b[^>]*>", re.IGNORECASE
)
_PAGE_ENDINGS = {".html", ".htm", ".xhtml"}
_LONGEST_NAME = 300


def parse_saved_page(data: bytes, name: str, *, outlets: Collection[str] = ()) -> StoryDraft:
    """The story on a saved page, with the file's SHA-256 and name as its provenance.

    data: the whole file: a plain-text dump or HTML. name: what the file is called, perhaps with its folder, such as
    `News/318621.html`; a number is taken from it when the page states none. outlets: names the newsroom knows besides
    the world's agencies, so that what is credited to them is found. Nothing is fetched and nothing is run.
    Raises UnreadablePage, with a reason in an editor's words, when there is no story to take.
    """
    text = decode(data)
    reading = read_page(text) if _is_html(text, name) else read_plain_text(text)
    return _draft(reading, name=name, sha256=hashlib.sha256(data).hexdigest(), known_outlets=outlets)


def _is_html(text: str, name: str) -> bool:
    if PurePosixPath(name).suffix.lower() in _PAGE_ENDINGS:
        return _HAS_MARKUP.search(text) is not None
    return _PAGE_BEGINS.match(text) is not None


def _draft(reading: Reading, *, name: str, sha256: str, known_outlets: Collection[str]) -> StoryDraft:
    place, agency, blocks = _dateline(reading)
    texts = list(_texts(blocks))
    number = reading.number or _first_number([*reading.addresses, name])
    by_agency = [known_name(agency)] if is_known(agency) else []
    outlets = [*reading.outlets, *by_agency, *credited_in(texts, also=known_outlets)]
    return StoryDraft(
        headline=reading.headline,
        body=tuple(blocks),
        number=number,
        published_at=reading.published_at,
        kicker=reading.kicker,
        standfirst=reading.standfirst,
        place=place,
        section=reading.section,
        topics=reading.topics,
        contributors=tuple((person, "") for person in reading.people),
        outlets=tuple(dict.fromkeys(outlets)),
        language=language_of("\n".join([reading.headline, *texts]), declared=reading.language),
        legacy_urls=legacy_urls(reading.addresses, number),
        source_name=one_line(name)[-_LONGEST_NAME:],
        source_sha256=sha256,
    )


def _first_number(addresses: Sequence[str]) -> int | None:
    return next((number for address in addresses if (number := number_from(address))), None)


def _dateline(reading: Reading) -> tuple[str, str, list[Block]]:
    """The place, the agency and the blocks, the first of them without its dateline."""
    blocks = list(reading.blocks)
    found = dateline_of(str(blocks[0]["html"])) if blocks[0]["type"] == "paragraph" else None
    if not found:
        return reading.place, "", blocks
    if found.agency and not is_known(found.agency):
        # Whoever stands in the brackets is named by the page and by no list of ours: it stays in the text.
        return reading.place, "", blocks
    blocks[0] = paragraph(found.rest)
    return reading.place or found.place, found.agency, blocks


def _texts(blocks: Sequence[Block]) -> Iterator[str]:
    """The plain text of each paragraph, item and quotation."""
    for block in blocks:
        items = block.get("items")
        for part in items if isinstance(items, list) else [block.get("html"), block.get("text")]:
            if part:
                yield plain_text(str(part))
