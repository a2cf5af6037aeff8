"""Scheduled stories go out at their minute, each for itself."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import now
from wagtail.models import Revision

from dateline.base.models import Task
from dateline.base.tasks import run_due_tasks
from dateline.record.models import Entry
from dateline.stories.actions.schedule import queue_due_stories
from dateline.stories.errors import Embargoed
from dateline.stories.models import Section, Story
from tests.newsroom import HEADLINE, draft_story, publish

pytestmark = pytest.mark.django_db


def schedule(story: Story, **fields: Any) -> Revision:
    """Publish the story with a go-live time an hour ahead, as the desk does."""
    draft = story.get_latest_revision_as_object()
    draft.go_live_at = now() + timedelta(hours=1)
    for name, value in fields.items():
        setattr(draft, name, value)
    revision: Revision = draft.save_revision()
    revision.publish()
    revision.refresh_from_db()
    return revision


def let_its_time_come(*revisions: Revision) -> None:
    """Move the schedule, in row and revision, to a minute ago."""
    then = now() - timedelta(minutes=1)
    for revision in revisions:
        revision.refresh_from_db()
        content = revision.content | {"go_live_at": then.isoformat()}
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=then, content=content)


def work() -> list[str]:
    queue_due_stories()
    return [result.error for result in run_due_tasks()]


def test_a_scheduled_story_is_not_public_before_its_time(story: Story) -> None:
    schedule(story)

    assert work() == []
    story.refresh_from_db()
    assert (story.live, story.number, Entry.objects.count()) == (False, None, 0)


def test_a_scheduled_story_goes_out_at_its_time_and_once(story: Story) -> None:
    let_its_time_come(schedule(story))

    assert work() == [""]
    assert work() == []

    story.refresh_from_db()
    assert (story.live, story.number, Entry.objects.count()) == (True, 1, 1)


def test_one_bad_item_never_blocks_the_rest(story: Story, world: Section) -> None:
    good = draft_story(section=world, headline="The good one")
    let_its_time_come(schedule(story), schedule(good))
    Story.objects.filter(pk=story.pk).update(embargo=now() + timedelta(days=1))

    errors = work()

    assert len(errors) == 2
    assert "under embargo" in errors[0]
    assert (Story.objects.get(pk=story.pk).live, Story.objects.get(pk=good.pk).live) == (False, True)
    assert "under embargo" in Task.objects.get(finished_at=None).error


def test_wagtails_command_goes_the_same_way_and_reports_failure(story: Story, world: Section) -> None:
    good = draft_story(section=world, headline="The good one")
    let_its_time_come(schedule(story), schedule(good))
    Story.objects.filter(pk=story.pk).update(embargo=now() + timedelta(days=1))
    out = StringIO()

    with pytest.raises(CommandError, match="1 of the due items failed"):
        call_command("publish_scheduled", stdout=out)

    assert Story.objects.get(pk=good.pk).live
    assert "done" in out.getvalue()
    assert "under embargo" in out.getvalue()


def test_a_schedule_that_was_taken_back_does_nothing(story: Story) -> None:
    revision = schedule(story)
    let_its_time_come(revision)
    queue_due_stories()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)

    assert [result.error for result in run_due_tasks()] == [""]
    assert not Story.objects.get(pk=story.pk).live


def test_a_live_story_keeps_its_text_until_the_scheduled_version_goes_out(story: Story) -> None:
    live = publish(story)
    revision = schedule(live, headline="Later headline", next_note="More.")
    assert Story.objects.get().headline == HEADLINE

    let_its_time_come(revision)
    assert work() == [""]

    assert Story.objects.get().headline == "Later headline"
    assert [str(entry.act) for entry in Entry.objects.order_by("seq")] == ["publish", "update"]


def test_a_story_can_not_be_scheduled_into_its_embargo(story: Story) -> None:
    with pytest.raises(Embargoed):
        schedule(story, embargo=now() + timedelta(hours=2))

    assert schedule(story, embargo=now() + timedelta(minutes=30)).approved_go_live_at is not None


def test_an_expired_story_is_killed_with_a_note(story: Story) -> None:
    live = publish(story)
    Story.objects.filter(pk=live.pk).update(expire_at=now() - timedelta(seconds=1))

    assert work() == [""]
    assert work() == []

    entry = Entry.objects.order_by("seq").last()
    assert entry is not None
    assert (entry.act, "withdrawn" in entry.note) == ("kill", True)
    assert Story.objects.get().expired


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table whole, whatever its indexes")
def test_what_the_worker_asks_each_second_does_not_read_every_story() -> None:
    assert "stories_that_expire" in Story.objects.expired(now()).values_list("pk", "expire_at").explain()
    assert "SCAN" not in Revision.objects.filter(approved_go_live_at__lte=now()).values_list("pk", flat=True).explain()
