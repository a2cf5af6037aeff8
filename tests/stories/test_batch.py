"""Imported stories: many at once, each under its own number, none twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from dateline.record.models import Entry
from dateline.record.queries import head, version_content
from dateline.record.verify import verify
from dateline.stories.actions.batch import publish_batch
from dateline.stories.drafts import StoryDraft
from dateline.stories.models import EditionDay, Section, Story
from dateline.stories.queries import canonical_number_of_legacy, shelf_listing
from tests.newsroom import draft_story, publish

pytestmark = pytest.mark.django_db

DRAFT = StoryDraft(
    headline="Ferry to Vell runs again after storm",
    body=({"type": "paragraph", "html": "The ferry will run again."},),
    number=318640,
    published_at=datetime(2021, 12, 10, 4, 22, tzinfo=UTC),
    section="World",
    topics=("Ferries", "Storm Ebba"),
    contributors=(("Ada Penrose", "reporter"),),
    outlets=("Northern Wire",),
    legacy_urls=("/News/318640.html",),
    source_name="318640.txt",
    source_sha256="a" * 64,
)
OTHER = replace(DRAFT, headline="Other", number=None, source_sha256="b" * 64, legacy_urls=())


def test_an_imported_story_is_live_under_its_own_number() -> None:
    outcome = publish_batch([DRAFT], actor="a test")[0]

    assert (outcome.kind, outcome.number) == ("imported", 318640)
    story = Story.objects.get()
    assert (story.state, story.published_at) == (Story.State.LIVE, DRAFT.published_at)
    content = version_content(318640, 1)
    assert content is not None
    assert content["contributors"] == [{"slug": "ada-penrose", "name": "Ada Penrose", "role": "reporter"}]
    assert [topic["name"] for topic in content["topics"]] == ["Ferries", "Storm Ebba"]
    assert content["outlets"] == [{"slug": "northern-wire", "name": "Northern Wire"}]
    assert canonical_number_of_legacy("/News/318640.html") == 318640
    assert (EditionDay.objects.get().stories, Entry.objects.get().at) == (1, DRAFT.published_at)
    assert not verify().problems


def test_the_same_source_a_second_time_is_unchanged() -> None:
    publish_batch([DRAFT], actor="a test")

    again = publish_batch([DRAFT, DRAFT], actor="a test")

    assert [(outcome.kind, outcome.number) for outcome in again] == [("unchanged", 318640)] * 2
    assert (Story.objects.count(), Entry.objects.count()) == (1, 1)


def test_a_taken_number_is_refused_by_name_and_the_rest_goes_on() -> None:
    taken = replace(DRAFT, headline="Another story", source_sha256="c" * 64)

    outcomes = publish_batch([DRAFT, taken, OTHER], actor="a test")

    assert [outcome.kind for outcome in outcomes] == ["imported", "refused", "imported"]
    assert "318640" in outcomes[1].reason
    assert outcomes[2].number == 318641


def test_numbers_go_on_above_the_highest_import(world: Section) -> None:
    publish_batch([DRAFT], actor="a test")

    assert publish(draft_story(section=world)).number == 318641
    assert head().highest_number == 318641


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"headline": " "}, "headline"),
        ({"headline": "x" * 301}, "300 characters"),
        ({"body": ()}, "body"),
        ({"number": 0}, "number"),
        ({"published_at": now() + timedelta(days=2)}, "future"),
        ({"published_at": datetime(1201, 1, 1, tzinfo=UTC)}, "before newspapers"),
    ],
)
def test_what_can_not_be_printed_is_refused_with_the_reason(change: dict[str, object], reason: str) -> None:
    broken = replace(DRAFT, **change)  # type: ignore[arg-type]

    outcomes = publish_batch([broken, OTHER], actor="a test")

    assert [outcome.kind for outcome in outcomes] == ["refused", "imported"]
    assert reason in outcomes[0].reason


def test_sections_are_found_whatever_their_letter_case() -> None:
    Section.objects.create(name="World")

    publish_batch([replace(DRAFT, section="WORLD")], actor="a test")

    assert Section.objects.count() == 1
    found = shelf_listing("section", "world")
    assert found is not None
    assert [card.number for card in found[1].cards] == [318640]


def test_a_new_or_renamed_section_has_every_page_printed_anew() -> None:
    publish_batch([DRAFT], actor="a test")
    after_import = head().reprints
    section = Section.objects.get()
    section.name = "The World"
    section.save()

    assert (after_import, head().reprints) == (1, 2)
    assert section.slug == "world"


def test_a_batch_costs_the_same_queries_for_two_stories_as_for_fifty(
    django_assert_max_num_queries: object,
) -> None:
    drafts = [replace(OTHER, source_sha256=f"{index:064}") for index in range(50)]

    with django_assert_max_num_queries(60):  # type: ignore[operator]
        publish_batch(drafts, actor="a test")


def test_scripts_and_styles_do_not_survive_the_import() -> None:
    html = 'Said <b onclick="x()">he</b><script>alert(1)</script>, <a href="javascript:x()">here</a>.'

    publish_batch([replace(DRAFT, body=({"type": "paragraph", "html": html},))], actor="a test")

    content = version_content(318640, 1)
    assert content is not None
    assert content["body"][0]["html"] == 'Said <b>he</b>, <a rel="noopener">here</a>.'
