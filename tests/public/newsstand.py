"""What tests of reader pages have in common: stories to publish, and pages as text."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from io import BytesIO
from typing import Any
from warnings import catch_warnings, simplefilter

from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from wagtail.models import Collection

from dateline.stories.actions.batch import publish_batch
from dateline.stories.drafts import StoryDraft
from dateline.stories.models import Picture, Story
from tests.newsroom import draft_story, publish

NUMBER = 318621
PUBLISHED = datetime(2021, 12, 10, 4, 22, tzinfo=UTC)
HEADLINE = "Ferry to Vell runs again after storm"
ADDRESS = f"/news/{NUMBER}/ferry-to-vell-runs-again-after-storm/"
TEXT = "The ferry to Vell will run again on Friday, the harbour office said."


def print_story(**fields: Any) -> None:
    """Publish the story about the ferry; any field of its draft can be given."""
    draft: dict[str, Any] = {
        "headline": HEADLINE,
        "kicker": "Harbour",
        "standfirst": "Two sailings a day until the breakwater is mended.",
        "place": "VELL",
        "body": ({"type": "paragraph", "html": TEXT},),
        "number": NUMBER,
        "published_at": PUBLISHED,
        "section": "World",
        "topics": ("Ferries",),
        "contributors": (("Ada Penrose", "harbour correspondent"),),
        "outlets": ("Northern Wire",),
        "legacy_urls": (f"/News/{NUMBER}.html",),
    }
    _print(StoryDraft(**draft | fields))


def print_stories(count: int, *, first: int = 1, section: str = "World", minutes_apart: int = 7) -> None:
    """Publish `count` stories numbered from `first` on, `minutes_apart`, all on the same shelves."""
    _print(
        *(
            StoryDraft(
                headline=f"Story {number}",
                standfirst=f"What happened in story {number}.",
                body=({"type": "paragraph", "html": "Text."},),
                number=number,
                published_at=PUBLISHED + timedelta(minutes=minutes_apart * number),
                section=section,
                topics=("Ferries",),
                contributors=(("Ada Penrose", ""),),
                outlets=("Northern Wire",),
            )
            for number in range(first, first + count)
        )
    )


def print_pictured_story(**fields: Any) -> Story:
    """Publish a story through the desk's own door, with a picture at its head and one in its text."""
    file = BytesIO()
    Image.new("RGB", (600, 400), "#7fa3b5").save(file, "png")
    picture = Picture.objects.create(
        title="quay.png",
        description="Boats at the quay",
        credit="Ilse Maren",
        file=ContentFile(file.getvalue(), "quay.png"),
        # A test with real transactions ends by emptying every table, the library's root folder among them.
        collection=Collection.get_first_root_node() or Collection.add_root(name="Root"),
    )
    inner = {"type": "image", "value": {"picture": picture.pk, "caption": "The bell buoy."}, "id": "a"}
    with catch_warnings():
        # Wagtail leaves the closing of a rendition's temporary file to the garbage collector.
        simplefilter("ignore", ResourceWarning)
        return publish(draft_story(picture=picture, picture_caption="The quay at dawn.", body=[inner], **fields))


def _print(*drafts: StoryDraft) -> None:
    outcomes = publish_batch(drafts, actor="a test")
    assert {outcome.kind for outcome in outcomes} == {"imported"}, outcomes


def html_of(client: Client, address: str, *, status: int = 200) -> str:
    """The page's HTML. Fails unless it comes with this status."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return response.content.decode()


def text_of(html: str) -> str:
    """The words a reader sees, in one line."""
    body = re.sub(r"(?s)^.*?<body|<script.*?</script>", "", html)
    joined = re.sub(r"</?(?:a|b|bdi|i|span|strong|time)\b[^>]*>", "", body)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", joined)).split())
