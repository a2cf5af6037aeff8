"""The acts: each is one transaction that leaves a version and an entry, or nothing."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.signals import published

from dateline.record.models import Act, Entry, Version
from dateline.record.queries import head, version_content
from dateline.record.verify import verify
from dateline.stories.actions.acts import kill, retract
from dateline.stories.actions.amending import amend
from dateline.stories.errors import (
    ActNotPossible,
    Embargoed,
    NoteMissing,
    NotThroughTheRecord,
    NumberedStoryStays,
)
from dateline.stories.models import EditionDay, Section, ShelfRow, Story
from tests.newsroom import FIRST_PARAGRAPH, HEADLINE, draft_story, paragraph, publish

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return [str(entry.act) for entry in Entry.objects.order_by("seq")]


def test_first_publication_gives_number_version_and_entry(story: Story) -> None:
    live = publish(story)

    assert (live.number, live.version, live.state, live.live) == (1, 1, Story.State.LIVE, True)
    assert live.slug == "ferry-to-vell-runs-again-after-storm"
    assert acts() == ["publish"]
    content = version_content(1, 1)
    assert content is not None
    assert content["headline"] == HEADLINE
    assert content["body"] == [{"type": "paragraph", "html": FIRST_PARAGRAPH}]
    assert content["section"] == {"slug": "world", "name": "World"}


def test_wagtails_own_publish_takes_the_same_way(story: Story, editor: Any) -> None:
    story.save_revision(user=editor).publish(user=editor)

    story.refresh_from_db()
    assert story.number == 1
    assert acts() == ["publish"]


def test_numbers_have_no_gaps_when_a_publication_fails(story: Story, world: Section) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("a receiver that raises")

    published.connect(fail, sender=Story)
    try:
        with pytest.raises(RuntimeError):
            publish(story)
    finally:
        published.disconnect(fail, sender=Story)

    story.refresh_from_db()
    assert (story.live, story.number, Entry.objects.count(), Version.objects.count()) == (False, None, 0, 0)
    assert publish(draft_story(section=world)).number == 1


def test_an_update_needs_a_note_and_then_makes_the_next_version(story: Story) -> None:
    live = publish(story)
    with pytest.raises(NoteMissing):
        publish(live, headline="Ferry to Vell runs hourly")
    assert acts() == ["publish"]

    changed = publish(live, headline="Ferry to Vell runs hourly", next_note="Adds the timetable.")

    assert (changed.number, changed.version, changed.headline) == (1, 2, "Ferry to Vell runs hourly")
    assert (changed.slug, changed.next_note) == (live.slug, "")
    assert acts() == ["publish", "update"]
    assert Entry.objects.get(seq=2).note == "Adds the timetable."
    first = version_content(1, 1)
    assert first is not None
    assert first["headline"] == HEADLINE


@pytest.mark.parametrize("act", [Act.UPDATE, Act.CLARIFY, Act.CORRECT])
def test_amending_replaces_text_that_occurs_once(story: Story, act: Act) -> None:
    publish(story)

    entry = amend(1, act, note="The day was wrong.", replacements=[("Friday", "Saturday")])

    assert (entry.act, entry.version) == (act, 2)
    content = version_content(1, 2)
    assert content is not None
    assert "on Saturday" in content["body"][0]["html"]


@pytest.mark.parametrize("old", ["Sunday", "e"])
def test_amending_refuses_text_that_is_absent_or_ambiguous(story: Story, old: str) -> None:
    publish(story)

    with pytest.raises(ActNotPossible, match=f"“{old}” is"):
        amend(1, Act.CORRECT, note="Wrong.", replacements=[(old, "x")])

    assert acts() == ["publish"]


def test_a_kill_seals_every_version_and_a_restore_opens_them(story: Story) -> None:
    live = publish(story)

    kill(live, note="Published by mistake.")

    killed = Story.objects.get(pk=story.pk)
    assert (killed.state, killed.live, killed.number) == (Story.State.KILLED, False, 1)
    assert version_content(1, 1) is None
    assert not verify().problems

    amend(1, Act.RESTORE, note="It was right after all.")

    restored = Story.objects.get(pk=story.pk)
    assert (restored.state, restored.live, restored.version) == (Story.State.LIVE, True, 2)
    assert version_content(1, 1) is not None
    assert acts() == ["publish", "kill", "restore"]
    assert not verify().problems


def test_a_retracted_story_leaves_the_listings_and_keeps_its_text(story: Story) -> None:
    live = publish(story)

    retract(live, note="The harbour office denies it.")

    assert Story.objects.get(pk=story.pk).state == Story.State.RETRACTED
    assert (ShelfRow.objects.count(), EditionDay.objects.get().stories) == (0, 0)
    assert version_content(1, 1) is not None


def test_acts_that_do_not_fit_the_state_are_refused(story: Story) -> None:
    live = publish(story)
    retract(live, note="Wrong.")

    with pytest.raises(ActNotPossible):
        retract(live, note="Wrong again.")
    with pytest.raises(ActNotPossible):
        amend(1, Act.UPDATE, note="More.")
    with pytest.raises(ActNotPossible):
        amend(2, Act.UPDATE, note="No such story.")
    with pytest.raises(NoteMissing):
        kill(live, note="  ")

    assert acts() == ["publish", "retract"]


def test_wagtails_unpublish_is_a_kill_with_a_note(story: Story, editor: Any) -> None:
    live = publish(story)

    live.unpublish(user=editor)

    assert acts() == ["publish", "kill"]
    assert Entry.objects.get(seq=2).note


def test_there_is_no_way_around_the_door(story: Story) -> None:
    live = publish(story)
    revision = live.save_revision()

    with pytest.raises(NotThroughTheRecord):
        UnpublishAction(live).execute(skip_permission_checks=True)
    with pytest.raises(NotThroughTheRecord):
        PublishRevisionAction(revision).execute(skip_permission_checks=True)
    with pytest.raises(NotThroughTheRecord):
        Story.objects.filter(pk=live.pk).update(headline="Silently changed")
    live.refresh_from_db()
    live.headline = "Silently changed"
    with pytest.raises(NotThroughTheRecord):
        live.save()

    live.refresh_from_db()
    assert (live.headline, live.live) == (HEADLINE, True)


def test_a_numbered_story_can_not_be_deleted_and_a_draft_can(story: Story, world: Section) -> None:
    live = publish(story)
    draft = draft_story(section=world)

    with pytest.raises(NumberedStoryStays):
        live.delete()
    with pytest.raises(NumberedStoryStays):
        Story.objects.all().delete()
    draft.delete()

    assert Story.objects.count() == 1


@pytest.mark.parametrize("where", ["row", "draft"])
def test_an_embargoed_story_is_published_by_no_route(story: Story, where: str) -> None:
    later = now() + timedelta(hours=1)
    if where == "row":
        Story.objects.filter(pk=story.pk).update(embargo=later)
    draft = Story.objects.get(pk=story.pk)
    draft.embargo = later if where == "draft" else None
    revision = draft.save_revision()

    with pytest.raises(Embargoed):
        revision.publish()

    story.refresh_from_db()
    assert (story.live, Entry.objects.count()) == (False, 0)


def test_an_embargo_that_is_over_does_not_hold_a_story_back(story: Story) -> None:
    assert publish(story, embargo=now() - timedelta(seconds=1)).live


def test_a_live_story_keeps_its_text_while_the_next_version_is_written(story: Story) -> None:
    live = publish(story)
    draft = live.get_latest_revision_as_object()
    draft.headline = "Work in progress"

    draft.save_revision()

    live.refresh_from_db()
    assert (live.headline, live.has_unpublished_changes, live.version) == (HEADLINE, True, 1)
    assert acts() == ["publish"]


def test_changed_section_touches_the_old_and_the_new_one(story: Story) -> None:
    live = publish(story)
    sport = Section.objects.create(name="Sport")

    publish(live, section=sport, next_note="Moved.")

    keys = Entry.objects.get(seq=2).keys
    assert {"section:world", "section:sport", "story:1", "front"} <= set(keys)
    assert list(ShelfRow.objects.values_list("shelf_id", flat=True)) == [sport.pk]
    assert EditionDay.objects.get().stories == 1


def test_an_act_can_be_stamped_with_another_moment(story: Story) -> None:
    publish(story)
    at = datetime(2021, 12, 10, 5, 10, tzinfo=UTC)

    entry = amend(1, Act.CORRECT, note="Wrong day.", replacements=[("Friday", "Sunday")], at=at)

    assert (entry.at, Story.objects.get().last_act_at) == (at, at)


def test_the_record_verifies_after_many_acts(world: Section) -> None:
    for index in range(5):
        live = publish(draft_story(section=world, headline=f"Story {index}"))
        publish(live, body=[paragraph("Changed.")], next_note="Changed.")

    report = verify()

    assert (report.entries, report.problems) == (10, [])
    assert head().highest_number == 5
