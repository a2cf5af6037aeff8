"""Does the story take comments?"""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from dateline.comments.models import Discussion, Rules
from dateline.comments.phases.openness import openness_phase
from dateline.comments.phases.verdict import Refusal
from dateline.stories.actions.acts import kill, retract
from dateline.stories.models import Section, Story
from tests.comments.writing import case_of, comment_on, sending_of
from tests.newsroom import draft_story, publish

pytestmark = pytest.mark.django_db


def refusal_on(number: int, *, answers: int | None = None) -> Refusal | None:
    return openness_phase(case_of(sending_of(number, answers=answers)))


def live_story(number_of_days: int, section: Section | None = None) -> int:
    """The number of a story published so many days ago."""
    from dateline.stories.guard import acting

    live = publish(draft_story(section=section))
    with acting():
        Story.objects.filter(pk=live.pk).update(published_at=now() - timedelta(days=number_of_days))
    assert live.number is not None
    return live.number


def test_a_fresh_story_takes_comments(number: int) -> None:
    assert refusal_on(number) is None


def test_a_story_nobody_published_does_not(db: None) -> None:
    refusal = refusal_on(318621)

    assert refusal is not None
    assert refusal.status == 404


@pytest.mark.parametrize(("act", "status"), [(retract, 403), (kill, 404)])
def test_a_removed_story_does_not(number: int, act: object, status: int) -> None:
    assert callable(act)
    act(Story.objects.get(number=number), note="It was wrong.")

    refusal = refusal_on(number)

    assert refusal is not None
    assert refusal.status == status


def test_comments_close_after_the_days_of_the_rules(world: Section) -> None:
    Rules.objects.create(closes_after_days=3)
    Rules.objects.create(section=world, closes_after_days=30)

    assert refusal_on(live_story(2)) is None
    late = refusal_on(live_story(4))
    assert late is not None
    assert "closed" in late.sentence
    assert refusal_on(live_story(4, world)) is None


def test_nought_days_means_for_ever(db: None) -> None:
    Rules.objects.create(closes_after_days=0)

    assert refusal_on(live_story(4000)) is None


def test_one_story_can_be_closed_or_kept_open_whatever_the_rules(db: None) -> None:
    old, fresh = live_story(100), live_story(0)
    Discussion.objects.create(number=old, openness="open")
    Discussion.objects.create(number=fresh, openness="closed")

    assert refusal_on(old) is None
    assert refusal_on(fresh) is not None


def test_a_section_without_comments_takes_none(number: int, world: Section) -> None:
    Rules.objects.create(section=world, moderation="closed")

    assert refusal_on(number) is not None


def test_an_answer_to_a_comment_that_has_gone_is_refused(number: int) -> None:
    waiting = comment_on(number)
    elsewhere = comment_on(number + 1, state="approved", is_shown=True)

    for gone in (waiting.pk, elsewhere.pk, 0, 10**17):
        refusal = refusal_on(number, answers=gone)
        assert refusal is not None
        assert refusal.status == 409


def test_one_story_can_be_open_where_the_section_takes_no_comments(number: int, world: Section) -> None:
    Rules.objects.create(section=world, moderation=Rules.Moderation.CLOSED)
    assert refusal_on(number) is not None

    Discussion.objects.create(number=number, openness="open")

    assert refusal_on(number) is None
