"""Rules of the paper and of sections, and one story's switch: written with a log, and seen by pages."""

import pytest
from wagtail.models import ModelLogEntry

from dateline.base.models import User
from dateline.comments.actions.ruling import drop_rules, save_rules, switch_story
from dateline.comments.cache_keys import comments_key
from dateline.comments.models import Discussion, Rules
from dateline.record.models import LogHead, Touch
from dateline.stories.models import Section

pytestmark = pytest.mark.django_db


def reprints() -> int:
    return LogHead.objects.get().reprints


def test_rules_are_written_once_a_section_and_every_page_is_printed_anew(
    number: int, world: Section, editor: User
) -> None:
    before = reprints()

    save_rules(None, user=editor, moderation="after")
    save_rules(world, user=editor, moderation="closed")
    save_rules(world, user=editor, moderation="before", links_at_most=0)

    assert reprints() == before + 3
    assert Rules.objects.count() == 2
    own = Rules.objects.get(section=world)
    assert (own.moderation, own.links_at_most) == ("before", 0)
    assert ModelLogEntry.objects.filter(user=editor).count() == 3


def test_a_section_without_rules_follows_the_papers(number: int, world: Section, editor: User) -> None:
    save_rules(world, user=editor, moderation="closed")

    assert drop_rules(world, user=editor)
    assert not drop_rules(world, user=editor)
    assert not Rules.objects.exists()


def test_a_switched_story_is_printed_anew_and_one_that_was_so_already_is_not(number: int, editor: User) -> None:
    switch_story(number, user=editor, openness=Discussion.Openness.CLOSED)
    touches = Touch.objects.count()
    switch_story(number, user=editor, openness=Discussion.Openness.CLOSED)

    assert Discussion.objects.get(number=number).openness == "closed"
    assert Touch.objects.latest("tick").keys == [comments_key(number)]
    assert Touch.objects.count() == touches
