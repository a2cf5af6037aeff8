"""Sections, topics, people and outlets of imported stories: found by name, or made."""

from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import TypeVar

from django.db.models import Q

from dateline.lib.slugs import slug_of
from dateline.stories.drafts import StoryDraft
from dateline.stories.models import Contributor, Outlet, Section, Story, StoryContributor, Topic
from dateline.stories.snapshot import Byline, Parts, Pictures

AnyShelf = TypeVar("AnyShelf", Section, Topic, Contributor, Outlet)

_NAME_AT_MOST = 120


class Filing:
    """Everything a batch of drafts is filed under, read or made once for all of them."""

    def __init__(self, drafts: Sequence[StoryDraft], *, pictures: Pictures) -> None:
        """Find or make what the drafts name. Writes the sections, topics, contributors and outlets that are new."""
        self.sections = _shelves(Section, (draft.section for draft in drafts))
        self.topics = _shelves(Topic, (name for draft in drafts for name in draft.topics))
        self.outlets = _shelves(Outlet, (name for draft in drafts for name in draft.outlets))
        self.people = _shelves(Contributor, (name for draft in drafts for name, _ in draft.contributors))
        self.pictures = pictures

    def parts(self, story: Story, draft: StoryDraft) -> Parts:
        """The written story with what hangs on it, without asking the database again."""
        return Parts(
            story=story,
            section=self.sections.get(draft.section),
            topics=self._each(self.topics, draft.topics),
            outlets=self._each(self.outlets, draft.outlets),
            bylines=[
                Byline(contributor=self.people[name], name=name, role=role)
                for name, role in draft.contributors
                if name in self.people
            ],
            pictures=self.pictures,
        )

    def write_relations(self, stories: Sequence[Story], drafts: Sequence[StoryDraft]) -> None:
        """Connect the written stories with their topics, outlets and people."""
        pairs = list(zip(stories, drafts, strict=True))
        story_topics = Story.topics.through
        story_outlets = Story.outlets.through
        story_topics.objects.bulk_create(
            story_topics(story_id=story.pk, topic_id=topic.pk)
            for story, draft in pairs
            for topic in self._each(self.topics, draft.topics)
        )
        story_outlets.objects.bulk_create(
            story_outlets(story_id=story.pk, outlet_id=outlet.pk)
            for story, draft in pairs
            for outlet in self._each(self.outlets, draft.outlets)
        )
        StoryContributor.objects.bulk_create(
            StoryContributor(
                story_id=story.pk,
                contributor=self.people[name],
                role=role[:80],
                name_as_printed=name[:_NAME_AT_MOST] if name != self.people[name].name else "",
                sort_order=order,
            )
            for story, draft in pairs
            for order, (name, role) in enumerate(draft.contributors)
            if name in self.people
        )

    @staticmethod
    def _each(known: dict[str, AnyShelf], names: Iterable[str]) -> list[AnyShelf]:
        """What the names stand for, each once, in their order."""
        return list({known[name].pk: known[name] for name in names if name in known}.values())


def _shelves(model: type[AnyShelf], names: Iterable[str]) -> dict[str, AnyShelf]:
    """The shelf of each name, found or made. Names that differ in letter case, or have the same slug, are one."""
    wanted = {name: slug_of(name, fallback=model.__name__.lower()) for name in names if name.strip()}
    if not wanted:
        return {}
    # By name too: a section may have been given a slug that its name does not make.
    by_name = {shelf.name.casefold(): shelf.slug for shelf in model.objects.filter(_named_like(wanted))}
    wanted = {name: by_name.get(name.strip().casefold(), slug) for name, slug in wanted.items()}
    known = {shelf.slug: shelf for shelf in model.objects.filter(slug__in=set(wanted.values()))}
    new: dict[str, AnyShelf] = {}
    for name, slug in wanted.items():
        if slug not in known and slug not in new:
            new[slug] = model(name=name.strip()[:_NAME_AT_MOST], slug=slug)
    for shelf in new.values():
        shelf.save()
    known |= new
    return {name: known[slug] for name, slug in wanted.items()}


def _named_like(names: Iterable[str]) -> Q:
    return reduce(or_, (Q(name__iexact=name.strip()) for name in names))
