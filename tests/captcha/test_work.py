"""Proof of work: honest work passes once it is done, everything else has a reason why not."""

import base64
import json
from typing import Any

import pytest
from altcha.v1 import solve_challenge
from hypothesis import given
from hypothesis import strategies as st

from dateline.captcha import work
from dateline.captcha.answers import Kind
from dateline.captcha.challenges import LIVES_SECONDS
from dateline.captcha.work import EFFORT, SOUND_EFFORT, WorkState, check_work, new_work
from tests.captcha.conftest import STORY


def payload_of(solution: dict[str, Any]) -> str:
    return base64.b64encode(json.dumps(solution).encode()).decode()


def solved(challenge: dict[str, Any]) -> dict[str, Any]:
    """What a browser does: try every number until the SHA-256 fits."""
    found = solve_challenge(challenge["challenge"], challenge["salt"], "SHA-256", challenge["maxnumber"])
    assert found is not None
    return {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")} | {
        "number": found.number
    }


def expiry_of(challenge: dict[str, Any]) -> int:
    return int(challenge["salt"].partition("expires=")[2].partition("&")[0])


@pytest.fixture
def easy(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A challenge that is quickly done."""
    monkeypatch.setattr(work, "EFFORT", 50)
    return new_work(story=STORY, kind=Kind.PICTURE)


def test_honest_work_is_done_and_has_an_id_to_be_accepted_once(easy: dict[str, Any]) -> None:
    result = check_work(payload_of(solved(easy)), story=STORY, now=expiry_of(easy) - 1)

    assert (result.state, result.id, result.effort) == (WorkState.DONE, easy["challenge"], 50)


def test_a_challenge_has_the_fields_browsers_and_widgets_read() -> None:
    challenge = new_work(story=STORY, kind=Kind.PICTURE)

    assert set(challenge) == {"algorithm", "challenge", "maxnumber", "salt", "signature"}
    assert challenge["algorithm"] == "SHA-256"
    assert challenge["maxnumber"] == EFFORT


def test_listening_costs_four_times_as_much() -> None:
    assert new_work(story=STORY, kind=Kind.SOUND)["maxnumber"] == SOUND_EFFORT == 4 * EFFORT


def test_without_script_nothing_was_done() -> None:
    assert check_work("", story=STORY, now=0).state is WorkState.NONE


def test_work_lives_ten_minutes_and_belongs_to_its_story(easy: dict[str, Any]) -> None:
    payload = payload_of(solved(easy))

    late = check_work(payload, story=STORY, now=expiry_of(easy))
    elsewhere = check_work(payload, story=STORY + 1, now=0)

    assert (late.state, late.reason) == (WorkState.OLD, "it was done too long ago")
    assert (elsewhere.state, elsewhere.reason) == (WorkState.BAD, "it was done for another story")
    assert LIVES_SECONDS == 600


@pytest.mark.parametrize(
    "change",
    [
        {"number": 51},
        {"signature": "0" * 64},
        {"challenge": "0" * 64},
        {"salt": "00?expires=9999999999&story=318621&effort=999999&"},
        {"algorithm": "SHA-1"},
        {"algorithm": "MD5"},
        {"number": "7"},
        {"number": True},
        {"salt": None},
        {"signature": ["x"]},
    ],
)
def test_changed_work_is_bad(easy: dict[str, Any], change: dict[str, Any]) -> None:
    result = check_work(payload_of(solved(easy) | change), story=STORY, now=0)

    assert result.state is WorkState.BAD
    assert result.reason


@pytest.mark.parametrize("payload", ["x", "é", "A" * 5_000, payload_of([]), payload_of({}), payload_of(7), "W" * 2_048])  # type: ignore[arg-type]
def test_rubbish_is_bad(payload: str) -> None:
    assert check_work(payload, story=STORY, now=0).state is WorkState.BAD


@given(st.one_of(st.text(min_size=1), st.binary(min_size=1).map(lambda data: base64.b64encode(data).decode())))
def test_whatever_is_sent_is_judged_without_complaint(payload: str) -> None:
    assert check_work(payload, story=STORY, now=0).state is WorkState.BAD
