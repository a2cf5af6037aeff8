"""The desk: what an editor does there goes through the acts, and nothing typed is lost."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from dateline.base.models import User
from dateline.record.models import Entry
from dateline.stories.models import Section, Story
from tests.newsroom import draft_story, publish

pytestmark = pytest.mark.django_db

NAMES = "wagtailsnippets_stories_story"


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    """A browser in which Mara is logged in."""
    client.force_login(editor)
    return client


def form(**changes: Any) -> dict[str, str]:
    """What the editor's form sends: a headline and a paragraph, and whatever is changed."""
    data = {
        "kicker": "",
        "headline": "Lighthouse relit",
        "standfirst": "",
        "body": streamfield([("paragraph", rich_text("<p>The lighthouse is lit again.</p>"))]),
        "next_act": "update",
        "next_note": "",
        "section": "",
        "contributions": inline_formset([]),
        "place": "",
        "picture": "",
        "picture_caption": "",
        "language": "en",
        "slug": "",
        "desk_status": "writing",
        "urgency": "4",
        "embargo": "",
    }
    return dict(nested_form_data(data | changes))


def test_the_list_and_the_empty_form_open(desk: Client, story: Story) -> None:
    listing = desk.get(reverse(f"{NAMES}:list"))

    assert listing.status_code == 200
    assert "Ferry to Vell" in listing.content.decode()
    assert desk.get(reverse(f"{NAMES}:add")).status_code == 200
    assert desk.get(reverse(f"{NAMES}:edit", args=[story.pk])).status_code == 200
    assert desk.get("/desk/").status_code == 200


def test_headline_body_and_publish_make_a_live_numbered_story(desk: Client, world: Section) -> None:
    answer = desk.post(reverse(f"{NAMES}:add"), form(section=str(world.pk)) | {"action-publish": "1"})

    assert answer.status_code == 302
    story = Story.objects.get()
    assert (story.number, story.state, story.live) == (1, Story.State.LIVE, True)
    assert Entry.objects.count() == 1


def test_publishing_again_without_a_note_says_so_beside_the_field(desk: Client, story: Story) -> None:
    live = publish(story)
    data = form(headline="Ferry runs hourly") | {"action-publish": "1"}

    answer = desk.post(reverse(f"{NAMES}:edit", args=[live.pk]), data)

    assert answer.status_code == 200
    assert "readers will see it" in answer.content.decode()
    assert "Ferry runs hourly" in answer.content.decode()
    assert Entry.objects.count() == 1


def test_publishing_again_with_a_note_is_the_act_that_was_chosen(desk: Client, story: Story) -> None:
    live = publish(story)
    data = form(headline="Ferry runs hourly", next_act="correct", next_note="It runs hourly, not daily.")

    answer = desk.post(reverse(f"{NAMES}:edit", args=[live.pk]), data | {"action-publish": "1"})

    assert answer.status_code == 302
    entry = Entry.objects.get(seq=2)
    assert (entry.act, entry.note) == ("correct", "It runs hourly, not daily.")


def test_an_embargoed_story_is_kept_as_a_draft_and_the_reason_is_shown(desk: Client) -> None:
    embargo = (now() + timedelta(hours=2)).strftime("%Y-%m-%d %H:%M")

    answer = desk.post(reverse(f"{NAMES}:add"), form(embargo=embargo) | {"action-publish": "1"}, follow=True)

    story = Story.objects.get()
    assert (story.live, story.number, Entry.objects.count()) == (False, None, 0)
    assert story.latest_revision is not None
    assert "under embargo" in answer.content.decode()


def test_unpublishing_goes_through_the_record(desk: Client, story: Story) -> None:
    live = publish(story)

    answer = desk.post(reverse(f"{NAMES}:unpublish", args=[live.pk]))

    assert answer.status_code == 302
    assert Story.objects.get().state == Story.State.KILLED
    assert [str(entry.act) for entry in Entry.objects.order_by("seq")] == ["publish", "kill"]


def test_a_published_story_can_not_be_deleted_at_the_desk(desk: Client, story: Story) -> None:
    live = publish(story)

    answer = desk.post(reverse(f"{NAMES}:delete", args=[live.pk]), follow=True)

    assert Story.objects.get().live
    assert "can&#x27;t be deleted" in answer.content.decode() or "can't be deleted" in answer.content.decode()


def test_a_draft_saved_on_a_live_story_changes_nothing_in_public(desk: Client, story: Story) -> None:
    live = publish(story)

    answer = desk.post(reverse(f"{NAMES}:edit", args=[live.pk]), form(headline="Work in progress"))

    assert answer.status_code == 302
    live = Story.objects.get()
    assert (live.headline, live.has_unpublished_changes) == (story.headline, True)
    assert Entry.objects.count() == 1


def test_an_address_that_is_linked_to_can_not_be_changed(desk: Client, world: Section) -> None:
    answer = desk.post(
        reverse("wagtailsnippets_stories_section:edit", args=[world.pk]),
        {"name": "World", "slug": "planet", "order": "1"},
    )

    assert "can&#x27;t be changed" in answer.content.decode()
    assert Section.objects.get().slug == "world"


def test_the_preview_is_the_readers_page_with_what_is_being_typed(desk: Client, story: Story) -> None:
    address = reverse(f"{NAMES}:preview_on_edit", args=[story.pk])

    taken = desk.post(address, form(headline="Not yet public", standfirst="Not at all."))
    shown = desk.get(address, {"mode": ""})

    assert taken.json() == {"is_valid": True, "is_available": True}
    assert (shown.status_code, shown["X-Robots-Tag"]) == (200, "noindex")
    assert "no-store" in shown["Cache-Control"]
    assert "Not yet public" in shown.content.decode()
    assert re.search(r"Page generated in \d+\.\d{4} sec", shown.content.decode())
    assert "The lighthouse is lit again." in shown.content.decode()
    assert Story.objects.get().headline == story.headline


def test_a_form_opened_before_a_colleague_saved_is_not_published_over_their_text(desk: Client, story: Story) -> None:
    live = publish(story)
    opened_with = live.latest_revision
    assert opened_with is not None
    publish(live, headline="Corrected by a colleague", next_note="The name was wrong.", next_act="correct")
    data = form(headline="Mine", next_note="More.") | {"loaded_revision_id": str(opened_with.pk)}

    answer = desk.post(reverse(f"{NAMES}:edit", args=[live.pk]), data | {"action-publish": "1"})

    assert answer.status_code == 200
    assert "Somebody saved this story after you opened it" in answer.content.decode()
    assert "Mine" in answer.content.decode()
    assert Story.objects.get().headline == "Corrected by a colleague"


def test_a_killed_story_offers_a_restore_and_nothing_else(desk: Client, story: Story) -> None:
    live = publish(story)
    live.unpublish()
    address = reverse(f"{NAMES}:edit", args=[live.pk])

    page = desk.get(address).content.decode()
    answer = desk.post(address, form(next_act="restore", next_note="It was right.") | {"action-publish": "1"})

    assert ("Restore: readers may have it again" in page, "Update: there is more to tell" in page) == (True, False)
    assert answer.status_code == 302
    assert [str(entry.act) for entry in Entry.objects.order_by("seq")] == ["publish", "kill", "restore"]


def test_unpublishing_a_draft_says_why_not(desk: Client, story: Story) -> None:
    answer = desk.post(reverse(f"{NAMES}:unpublish", args=[story.pk]), follow=True)

    assert answer.status_code == 200
    assert "be killed now" in answer.content.decode()


def test_what_stories_are_filed_under_stays_and_the_desk_says_why(desk: Client, story: Story) -> None:
    assert story.section is not None
    address = reverse("wagtailsnippets_stories_section:delete", args=[story.section.pk])

    answer = desk.post(address, follow=True)

    assert "Stories are filed under" in answer.content.decode()
    assert Section.objects.count() == 1


def test_a_story_can_be_given_a_time_to_go_out(desk: Client) -> None:
    at = (now() + timedelta(hours=3)).strftime("%Y-%m-%d %H:%M")

    answer = desk.post(reverse(f"{NAMES}:add"), form(go_live_at=at, expire_at="") | {"action-publish": "1"})

    assert answer.status_code == 302
    story = Story.objects.get()
    assert (story.live, story.number, story.approved_schedule) == (False, None, True)


def test_the_list_costs_the_same_queries_for_many_stories_as_for_few(desk: Client, world: Section) -> None:
    costs = []
    for count in (2, 20):
        for index in range(count):
            draft_story(section=world, headline=f"Story {index}")
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse(f"{NAMES}:list"))
        costs.append(len(captured))

    assert costs[0] == costs[1] <= 15
