"""Rules of the paper and of sections, and one story's switch, as the desk writes them."""

import pytest
from django.test import Client

from dateline.comments.models import Comment, Discussion, Rules
from dateline.stories.models import Section
from tests.desk.comments.asking import ROOT

pytestmark = pytest.mark.django_db

FORM = {"moderation": "after", "closes_after_days": "30", "links_at_most": "1", "banned_words": "watches\ncasino*"}


def test_the_papers_rules_are_written_and_shown(desk: Client, world: Section) -> None:
    answer = desk.post(f"{ROOT}rules/paper/", FORM, follow=True).content.decode()

    rules = Rules.objects.get()
    assert (rules.section, rules.moderation, rules.closes_after_days) == (None, "after", 30)
    assert rules.banned_words == "watches\ncasino*"
    assert "Saved: Rules of the whole paper" in answer
    assert "after 30 days" in answer


def test_a_section_begins_with_the_papers_rules_without_its_words(desk: Client, world: Section) -> None:
    desk.post(f"{ROOT}rules/paper/", FORM)

    page = desk.get(f"{ROOT}rules/{world.pk}/").content.decode()
    desk.post(f"{ROOT}rules/{world.pk}/", FORM | {"moderation": "closed"})

    assert 'value="30"' in page
    assert "casino" not in page
    assert Rules.objects.get(section=world).moderation == "closed"
    assert Rules.objects.get(section=None).moderation == "after"


def test_a_section_follows_the_paper_again(desk: Client, world: Section) -> None:
    desk.post(f"{ROOT}rules/{world.pk}/", FORM)

    page = desk.post(f"{ROOT}rules/{world.pk}/drop/", follow=True).content.decode()

    assert "follows the paper’s rules again" in page
    assert not Rules.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("moderation", "never"), ("closes_after_days", "-1"), ("closes_after_days", "x"), ("links_at_most", "99999")],
)
def test_a_rule_that_can_not_be_is_told_beside_its_field(desk: Client, world: Section, field: str, value: str) -> None:
    answer = desk.post(f"{ROOT}rules/paper/", FORM | {field: value})

    assert answer.status_code == 400
    assert "error-message" in answer.content.decode()
    assert "casino*" in answer.content.decode()
    assert not Rules.objects.exists()


def test_no_rules_for_a_section_that_is_not_there(desk: Client, world: Section) -> None:
    assert desk.get(f"{ROOT}rules/{world.pk + 1}/").status_code == 404


@pytest.mark.parametrize(
    ("story_number", "openness", "sentence"),
    [(0, "closed", "closed."), (0, "ajar", "Choose whether"), (404, "open", "There is no story")],
)
def test_one_story_is_switched(desk: Client, waiting: Comment, story_number: int, openness: str, sentence: str) -> None:
    address = f"{ROOT}stories/{story_number or waiting.number}/"

    page = desk.post(address, {"openness": openness, "next": f"{ROOT}{waiting.pk}/"}, follow=True).content.decode()

    assert sentence in page
    assert list(Discussion.objects.values_list("openness", flat=True)) == (["closed"] if openness == "closed" else [])
