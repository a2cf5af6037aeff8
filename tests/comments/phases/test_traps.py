"""Traps for programs, which tell people what to do."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from dateline.comments.phases.traps import honeypot_phase, time_trap_phase
from tests.comments.writing import case_of, refused, sending_of

pytestmark = pytest.mark.django_db


def test_a_filled_trap_is_refused_in_words(number: int) -> None:
    refusal = honeypot_phase(case_of(sending_of(number, trap="https://casino.example")))

    assert refusal is not None
    assert "empty" in refusal.sentence
    assert honeypot_phase(case_of(sending_of(number))) is None


@pytest.mark.parametrize(("seconds", "is_refused"), [(0, True), (2.9, True), (3, False), (400, False)])
def test_nobody_types_a_comment_in_less_than_three_seconds(number: int, seconds: float, is_refused: bool) -> None:
    sending = sending_of(number)

    refusal = time_trap_phase(case_of(sending, asked_at=sending.at.timestamp() - seconds))

    assert (refusal is not None) == is_refused
    assert refusal is None or refusal.retry_after_seconds == 3


def test_the_trap_counts_from_the_moment_the_key_was_asked_for(number: int) -> None:
    refusal = refused(sending_of(number, at=now() + timedelta(seconds=1)))

    assert refusal.phase == "time"
