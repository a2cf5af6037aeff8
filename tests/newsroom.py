"""Plain functions that make stories for tests."""

from typing import Any
from uuid import uuid4

from dateline.stories.actions.publishing import publish_revision
from dateline.stories.models import Story

HEADLINE = "Ferry to Vell runs again after storm"
FIRST_PARAGRAPH = "The ferry to Vell will run again on Friday, the harbour office said."


def paragraph(text: str) -> dict[str, str]:
    """The raw data of a paragraph block."""
    return {"type": "paragraph", "value": f"<p>{text}</p>", "id": str(uuid4())}


def draft_story(**fields: Any) -> Story:
    """A saved draft; any field can be given."""
    texts = {"headline": HEADLINE, "kicker": "Harbour", "body": [paragraph(FIRST_PARAGRAPH)]}
    story = Story(**texts | {"live": False} | fields)
    story.save()
    return story


def publish(story: Story, **changes: Any) -> Story:
    """Save the changes as a revision, publish it, and give the story as it then stands."""
    draft: Story = story.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    publish_revision(story, draft.save_revision())
    live: Story = Story.objects.get(pk=story.pk)
    return live
