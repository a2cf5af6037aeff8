"""Banned words and links."""

import pytest

from dateline.comments.models import Rules
from dateline.comments.phases.words import words_phase
from dateline.stories.models import Section
from tests.comments.writing import case_of, sending_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Come to our CASINO tonight", "banned-word"),
        ("Come to our c\u0430sin\u043e tonight", "banned-word"),
        ("Come to our ca\u200bsi\u200bno tonight", "banned-word"),
        ("Buy sugar pills", "banned-word"),
        ("See https://a.example and https://b.example and www.c.example", "links"),
    ],
)
def test_what_a_moderator_should_see_first_is_remarked(number: int, world: Section, text: str, reason: str) -> None:
    Rules.objects.create(banned_words="casino*")
    Rules.objects.create(section=world, banned_words="sugar pills")

    remark = words_phase(case_of(sending_of(number, text=text)))

    assert remark is not None
    assert remark.reason == reason


def test_an_ordinary_comment_passes(number: int) -> None:
    Rules.objects.create(banned_words="cas\nass")

    assert (
        words_phase(case_of(sending_of(number, text="The passengers of classes two and three: https://a.example")))
        is None
    )


def test_a_banned_word_may_not_hide_in_the_name(number: int) -> None:
    Rules.objects.create(banned_words="casino")

    assert words_phase(case_of(sending_of(number, name="Best Casino"))) is not None


def test_links_in_the_name_count(number: int) -> None:
    Rules.objects.create(links_at_most=1)

    remark = words_phase(case_of(sending_of(number, name="www.a.example", text="See https://b.example")))

    assert remark is not None
    assert remark.detail == "It has 2 links; the rules allow 1."


@pytest.mark.parametrize("name", ["The Harbour Courier", "the  harbour c\u043eurier!"])
def test_a_moderator_reads_first_whoever_goes_by_the_papers_name(number: int, name: str) -> None:
    remark = words_phase(case_of(sending_of(number, name=name)))

    assert remark is not None
    assert remark.reason == "papers-name"
