"""Was the same said before?"""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from dateline.base.models import User
from dateline.comments.phases.duplicates import duplicates_phase
from dateline.comments.phases.verdict import Refusal, Remark
from tests.comments.writing import ADA, TEXT, case_of, comment_on, sending_of

pytestmark = pytest.mark.django_db
OWN = f"digest of {ADA}"


def test_a_readers_own_text_twice_under_one_story_is_refused(number: int) -> None:
    comment_on(number, address_digest=OWN, text=f"  {TEXT.upper()}")

    verdict = duplicates_phase(case_of(sending_of(number)))

    assert isinstance(verdict, Refusal)
    assert (verdict.status, verdict.field) == (409, "text")


@pytest.mark.parametrize(("elsewhere", "reason"), [(TEXT, "same-text"), (TEXT + " Always.", "near-text")])
def test_a_text_that_went_round_waits(number: int, elsewhere: str, reason: str) -> None:
    comment_on(number + 1, text=elsewhere)

    verdict = duplicates_phase(case_of(sending_of(number)))

    assert isinstance(verdict, Remark)
    assert verdict.reason == reason


def test_another_text_passes(number: int) -> None:
    comment_on(number, address_digest=OWN, text="The office answers the telephone on Thursdays only, if at all.")

    assert duplicates_phase(case_of(sending_of(number))) is None


@pytest.mark.parametrize(("days", "waits"), [(6, True), (8, False)])
@pytest.mark.parametrize("elsewhere", [TEXT, TEXT + " Always."])
def test_what_was_said_more_than_a_week_ago_is_forgotten(number: int, elsewhere: str, days: int, waits: bool) -> None:
    comment_on(number + 1, text=elsewhere, received_at=now() - timedelta(days=days))

    assert (duplicates_phase(case_of(sending_of(number))) is not None) == waits


def test_readers_may_say_nearly_what_the_newsroom_said(number: int, editor: User) -> None:
    comment_on(number, text=TEXT + " Always.", newsroom_user=editor)

    assert duplicates_phase(case_of(sending_of(number))) is None
