"""What must not happen: silent changes, restores nobody asked for, and text that comes back by itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import now
from wagtail.models import Revision

from dateline.record.models import Act, Entry
from dateline.stories import queries
from dateline.stories.actions.acts import kill
from dateline.stories.actions.amending import amend
from dateline.stories.actions.batch import publish_batch
from dateline.stories.actions.publishing import publish_revision, take_down
from dateline.stories.drafts import StoryDraft
from dateline.stories.errors import ActNotPossible, Embargoed, ShelfInUse
from dateline.stories.models import Contributor, Section, Story, Topic
from tests.newsroom import HEADLINE, draft_story, paragraph, publish

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return [str(entry.act) for entry in Entry.objects.order_by("seq")]


def revision_of(story: Story, **changes: Any) -> Revision:
    draft = story.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    revision: Revision = draft.save_revision()
    return revision


def imported() -> Story:
    body: tuple[dict[str, object], ...] = ({"type": "paragraph", "html": "Text."},)
    at = datetime(2021, 12, 10, 4, 22, tzinfo=UTC)
    publish_batch([StoryDraft(headline=HEADLINE, body=body, number=7, published_at=at, topics=("Ferries",))], actor="a")
    story: Story = Story.objects.get()
    return story


def test_a_schedule_a_moment_ahead_is_a_schedule_and_never_a_publication_without_an_entry(story: Story) -> None:
    revision = revision_of(story, go_live_at=now() + timedelta(milliseconds=400))

    publish_revision(story, revision)

    row = Story.objects.get(pk=story.pk)
    assert (row.live, row.number, acts()) == (False, None, [])
    assert Revision.objects.get(pk=revision.pk).approved_go_live_at is not None


def test_scheduling_the_next_version_of_an_imported_story_changes_nothing_today() -> None:
    story = imported()

    publish_revision(
        story,
        revision_of(story, headline="Tomorrow", next_note="More.", go_live_at=now() + timedelta(days=1)),
    )

    row = Story.objects.get()
    assert (row.headline, row.live, row.state) == (HEADLINE, True, Story.State.LIVE)
    assert queries.front_page()[0].headline == HEADLINE
    assert acts() == ["publish"]


def test_a_killed_story_is_not_restored_by_a_draft_written_before(story: Story) -> None:
    live = publish(story)
    revision = revision_of(live, next_note="Adds the timetable.")
    kill(live, note="By order.", legal_authority="the District Court of Vell")

    with pytest.raises(ActNotPossible, match="Restore"):
        publish_revision(live, revision)

    row = Story.objects.get()
    assert (row.state, row.legal_authority) == (Story.State.KILLED, "the District Court of Vell")
    assert row.get_latest_revision_as_object().next_note == ""


def test_a_note_is_spent_with_its_publication(story: Story) -> None:
    live = publish(story)
    changed = publish(live, headline="Changed", next_note="Adds the timetable.", next_act="correct")

    latest = changed.latest_revision

    assert latest is not None
    assert (latest.content["next_note"], latest.content["next_act"]) == ("", "update")


def test_a_restored_story_that_had_expired_stays(story: Story) -> None:
    live = publish(story, expire_at=now() + timedelta(hours=1))
    past = now() - timedelta(seconds=1)
    Story.objects.filter(pk=live.pk).update(expire_at=past)
    for revision in Revision.objects.all():
        Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"expire_at": past.isoformat()})
    take_down(live, set_expired=True)

    amend(1, Act.RESTORE, note="It is needed again.")

    row = Story.objects.get()
    assert (row.state, row.expire_at, row.expired) == (Story.State.LIVE, None, False)


def test_a_stamp_in_the_future_does_not_lift_an_embargo(story: Story) -> None:
    revision = revision_of(story, embargo=now() + timedelta(hours=1))

    with pytest.raises(Embargoed):
        publish_revision(story, revision, at=now() + timedelta(hours=2))

    assert acts() == []


def test_a_refused_correction_leaves_no_trace(story: Story) -> None:
    live = publish(story)
    Story.objects.filter(pk=live.pk).update(embargo=now() + timedelta(hours=1))
    before = Revision.objects.count()

    with pytest.raises(Embargoed):
        amend(1, Act.CORRECT, note="The day.", replacements=[("Friday", "Sunday")])

    row = Story.objects.get()
    assert (Revision.objects.count(), row.has_unpublished_changes) == (before, False)


def test_a_correction_does_not_publish_the_desks_unfinished_draft(story: Story) -> None:
    live = publish(story)
    revision_of(live, headline="Half a headl")

    with pytest.raises(ActNotPossible, match="unpublished draft"):
        amend(1, Act.CORRECT, note="The day.", replacements=[("Friday", "Sunday")])

    assert Story.objects.get().headline == HEADLINE


@pytest.mark.parametrize(
    ("act", "options", "sentence"),
    [
        (Act.KILL, {"replacements": [("Friday", "Sunday")]}, "correct the story first"),
        (Act.UPDATE, {"legal_authority": "a court"}, "Only a kill"),
        (Act.KILL, {"legal_authority": "x" * 301}, "300 characters"),
        (Act.CORRECT, {"replacements": [(HEADLINE, "")]}, "blank"),
    ],
)
def test_an_act_with_what_does_not_belong_to_it_is_refused(
    story: Story, act: Act, options: dict[str, Any], sentence: str
) -> None:
    publish(story)

    with pytest.raises(ActNotPossible, match=sentence):
        amend(1, act, note="A note.", **options)

    assert acts() == ["publish"]


def test_an_old_instance_saved_again_does_not_lose_the_number(story: Story) -> None:
    stale = Story.objects.get(pk=story.pk)
    kill(publish(story), note="Wrong.")

    stale.headline = "Typed meanwhile"
    stale.save()

    row = Story.objects.get()
    assert (row.number, row.state, row.headline) == (1, Story.State.KILLED, "Typed meanwhile")


def test_what_stories_are_filed_under_can_not_be_deleted(story: Story, world: Section) -> None:
    imported_story = Story.objects.filter(number=None)
    assert imported_story.exists()
    topic = Topic.objects.create(name="Ferries")
    publish(story, topics=[topic])

    with pytest.raises(ShelfInUse):
        topic.delete()
    with pytest.raises(ShelfInUse):
        world.delete()

    assert Topic.objects.create(name="Unused").delete()[0] == 1


def test_a_draft_that_names_what_is_gone_opens_all_the_same(story: Story) -> None:
    live = publish(story)
    sport = Section.objects.create(name="Sport")
    person = Contributor.objects.create(name="Ada Penrose")
    draft = live.get_latest_revision_as_object()
    draft.section = sport
    draft.contributions.create(contributor=person)
    draft.save_revision()
    sport.delete()
    person.delete()

    opened = Story.objects.get().get_latest_revision_as_object()

    assert opened.section is None
    assert opened.contributions.count() == 0


def test_a_picture_block_that_names_no_picture_does_not_stop_a_story(world: Section) -> None:
    story = draft_story(section=world)
    body = [{"type": "image", "value": {"picture": 99, "caption": ""}, "id": "1"}, paragraph("Kept.")]

    assert publish(story, body=body).version == 1


@pytest.mark.parametrize("text", ["NUL \x00", "half \ud800"])
def test_a_text_no_database_can_keep_is_refused_alone(text: str) -> None:
    good = StoryDraft(headline="Good", body=({"type": "paragraph", "html": "Text."},), number=1, published_at=None)
    bad = StoryDraft(headline="Bad", body=({"type": "paragraph", "html": text},), number=2, published_at=None)

    outcomes = publish_batch([bad, good], actor="a test")

    assert [outcome.kind for outcome in outcomes] == ["refused", "imported"]


def test_a_section_with_a_slug_of_its_own_is_found_by_its_name() -> None:
    Section.objects.create(name="World", slug="planet")
    draft = StoryDraft(
        headline="Good",
        body=({"type": "paragraph", "html": "Text."},),
        number=1,
        published_at=None,
        section="world",
    )

    publish_batch([draft], actor="a test")

    assert Section.objects.get().slug == "planet"
    assert Story.objects.get().section is not None
