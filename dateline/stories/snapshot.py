"""A story as the record keeps it and readers get it: plain, complete, with nothing left to look up.

docs/stories.md shows a snapshot. It is stored as canonical JSON, hashed, and never changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import now

from dateline.lib import gmt
from dateline.stories.body.to_public import picture_ids, public_body
from dateline.stories.models import (
    Contributor,
    Outlet,
    Section,
    ShelfKind,
    Story,
    StoryContributor,
    Topic,
)
from dateline.stories.models.story import moment_of
from dateline.stories.pictures import public_pictures
from dateline.stories.reading import ReaderStory

FORMAT = 1

# The public form of each picture by its id in the library.
Pictures = Mapping[int, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """One name as it is printed, with whose page it leads to."""

    contributor: Contributor
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A story with everything that hangs on it, read once."""

    story: Story
    section: Section | None
    topics: Sequence[Topic]
    outlets: Sequence[Outlet]
    bylines: Sequence[Byline]
    pictures: Pictures

    def shelves(self) -> list[tuple[ShelfKind, int]]:
        """The shelves the story stands on."""
        rows = [(ShelfKind.SECTION, self.section.pk)] if self.section else []
        rows += [(ShelfKind.TOPIC, topic.pk) for topic in self.topics]
        rows += [(ShelfKind.CONTRIBUTOR, pk) for pk in {byline.contributor.pk for byline in self.bylines}]
        rows += [(ShelfKind.OUTLET, outlet.pk) for outlet in self.outlets]
        return rows


def parts_of(story: Story) -> Parts:
    """Read what hangs on the story."""
    wanted = picture_ids(story.body.raw_data) | ({story.picture_id} if story.picture_id else set())
    contributions: Sequence[StoryContributor] = list(
        story.contributions.select_related("contributor").order_by("sort_order", "pk")
    )
    return Parts(
        story=story,
        section=story.section,
        topics=list(story.topics.all()),
        outlets=list(story.outlets.all()),
        bylines=[Byline(contributor=row.contributor, name=str(row), role=row.role) for row in contributions],
        pictures=public_pictures(wanted),
    )


def snapshot_of(parts: Parts) -> dict[str, Any]:
    """The snapshot of a story that has its number and its time of publication."""
    story = parts.story
    lead = parts.pictures.get(story.picture_id) if story.picture_id else None
    return {
        "format": FORMAT,
        "number": story.number,
        "slug": story.slug,
        "language": story.language,
        "direction": story.direction,
        "kicker": story.kicker,
        "headline": story.headline,
        "standfirst": story.standfirst,
        "place": story.place,
        "published": gmt.iso(moment_of(story)),
        "section": _named(parts.section) if parts.section else None,
        "topics": [_named(topic) for topic in parts.topics],
        "contributors": [
            {"slug": byline.contributor.slug, "name": byline.name, "role": byline.role} for byline in parts.bylines
        ],
        "outlets": [_named(outlet) for outlet in parts.outlets],
        "picture": lead | {"caption": story.picture_caption} if lead else None,
        "body": public_body(story.body.raw_data, parts.pictures),
    }


def as_if_published(story: Story) -> ReaderStory:
    """The story as its page would show it if it were published now, for previews. Writes nothing but renditions."""
    moment = now().replace(microsecond=0)
    story.number, story.published_at = story.number or 0, story.published_at or moment
    return ReaderStory(
        number=story.number,
        state=Story.State.LIVE,
        version=story.version + 1,
        slug=story.slug,
        content=snapshot_of(parts_of(story)),
        notices=(),
        published_at=story.published_at,
        last_act_at=moment,
    )


def _named(shelf: Section | Topic | Outlet) -> dict[str, str]:
    return {"slug": shelf.slug, "name": shelf.name}
