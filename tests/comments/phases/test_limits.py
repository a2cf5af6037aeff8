"""How many comments were taken lately?"""

from datetime import timedelta

import pytest

from dateline.base.models import User
from dateline.comments.models import Comment
from dateline.comments.phases import limits
from dateline.comments.phases.limits import Limit, limits_phase
from tests.comments.writing import ADA, case_of, comment_on, sending_of

pytestmark = pytest.mark.django_db
OWN = f"digest of {ADA}"


def test_an_address_waits_until_its_oldest_comment_is_out_of_the_window(number: int) -> None:
    sending = sending_of(number)
    for minutes in range(5):
        comment_on(number + 1, address_digest=OWN, received_at=sending.at - timedelta(minutes=2 * minutes))

    refusal = limits_phase(case_of(sending))

    assert refusal is not None
    assert (refusal.reason, refusal.status) == ("limit-address", 429)
    assert refusal.retry_after_seconds == 2 * 60
    Comment.objects.earliest("received_at").delete()
    assert limits_phase(case_of(sending)) is None


def test_without_a_proof_of_work_the_way_is_narrower(number: int) -> None:
    for _ in range(3):
        comment_on(number + 1, address_digest=OWN)
    sending = sending_of(number)

    assert limits_phase(case_of(sending)) is None
    assert limits_phase(case_of(sending, work_id="")) is not None


@pytest.mark.parametrize(("name", "reason"), [("OF_A_STORY", "limit-story"), ("OF_THE_PAPER", "limit-paper")])
def test_a_flood_from_everywhere_meets_the_limits_of_story_and_paper(
    number: int, name: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, name, (Limit(2, 60, "Please wait."),))
    comment_on(number)
    assert limits_phase(case_of(sending_of(number))) is None
    comment_on(number)

    refusal = limits_phase(case_of(sending_of(number)))

    assert refusal is not None
    assert refusal.reason == reason


def test_a_busy_story_leaves_the_others_alone(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "OF_A_STORY", (Limit(1, 60, "Please wait."),))
    comment_on(number + 1)

    assert limits_phase(case_of(sending_of(number))) is None


def test_what_the_newsroom_answers_counts_for_nobody(
    number: int, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "OF_A_STORY", (Limit(1, 60, "Please wait."),))
    comment_on(number, newsroom_user=editor)

    assert limits_phase(case_of(sending_of(number))) is None
