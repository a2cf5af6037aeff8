"""Sample pages, and short ways to read them. All places and people in them are invented."""

from pathlib import Path

from dateline.archive.savedpage import parse_saved_page
from dateline.stories.drafts import StoryDraft

SAMPLES = Path(__file__).parent / "samples"
TITLE = "<title>Bell of Leth cracks at noon</title>"
STORY = (
    "<h1>Bell of Leth cracks at noon</h1>"
    "<p>The great bell of Leth cracked on the ninth stroke of noon on Wednesday, and the town ate in silence.</p>"
    "<p>It can be mended with patience and a ton of tin, its founder's great-granddaughter said.</p>"
)


def read(name: str) -> StoryDraft:
    """The draft made of a sample page."""
    return parse_saved_page((SAMPLES / name).read_bytes(), name)


def draft_of(text: str, name: str = "page.txt") -> StoryDraft:
    """The draft made of a page given as text."""
    return parse_saved_page(text.encode(), name)


def page(body: str, *, head: str = TITLE, name: str = "page.html") -> StoryDraft:
    """The draft made of an HTML page with this body."""
    return draft_of(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", name)


def paragraphs(draft: StoryDraft) -> list[object]:
    """The HTML of the draft's paragraphs."""
    return [block["html"] for block in draft.body if block["type"] == "paragraph"]


def types(draft: StoryDraft) -> list[object]:
    """The types of the draft's blocks."""
    return [block["type"] for block in draft.body]
