"""Did the reader's browser work for it?"""

import base64
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from altcha.v1 import solve_challenge

from dateline.captcha import work
from dateline.captcha.answers import Kind
from dateline.captcha.ledger import the_ledger
from dateline.comments.phases.work import work_phase
from dateline.comments.sending import Sending
from tests.comments.writing import accepted, case_of, sending_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def easy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work that is quickly done: the measure of what suffices stays the real one."""
    for module in ("dateline.captcha.work", "dateline.comments.phases.work"):
        monkeypatch.setattr(f"{module}.EFFORT", 50)
        monkeypatch.setattr(f"{module}.SOUND_EFFORT", 200)


def done_work(number: int, kind: Kind = Kind.PICTURE) -> str:
    """What a browser sends after solving a challenge."""
    challenge = work.new_work(story=number, kind=kind)
    found = solve_challenge(challenge["challenge"], challenge["salt"], "SHA-256", challenge["maxnumber"])
    assert found is not None
    return base64.b64encode(json.dumps(challenge | {"number": found.number}).encode()).decode()


def id_found(sending: Sending, kind: str = "picture") -> tuple[str, bool]:
    """The work's id, "" where it counts for nothing, and whether it was remarked."""
    case = case_of(sending, work_id="", kind=kind)
    remark = work_phase(case)
    return case.work_id, remark is not None


def test_honest_work_counts(number: int) -> None:
    work_id, is_remarked = id_found(sending_of(number, work=done_work(number)))

    assert len(work_id) == 32
    assert not is_remarked


def test_no_script_is_nothing_to_remark(number: int) -> None:
    assert id_found(sending_of(number, work="")) == ("", False)


def test_forged_work_is_remarked(number: int) -> None:
    assert id_found(sending_of(number, work="Zm9yZ2Vk")) == ("", True)
    assert id_found(sending_of(number, work=done_work(number + 1))) == ("", True)


def test_work_that_got_old_while_the_reader_wrote_counts_for_nothing(number: int) -> None:
    sending = sending_of(number, work=done_work(number))

    assert id_found(replace(sending, at=sending.at + timedelta(minutes=11))) == ("", False)


def test_work_that_a_comment_was_stored_with_counts_no_more(number: int) -> None:
    payload = done_work(number)
    accepted(sending_of(number, work=payload))

    assert id_found(sending_of(number, work=payload)) == ("", False)


def test_work_may_be_shown_again_after_a_refusal_but_not_for_ever(number: int) -> None:
    sending = sending_of(number, work=done_work(number))

    assert [bool(id_found(sending)[0]) for _ in range(4)] == [True, True, True, False]
    assert the_ledger().spend(id_found(sending_of(number, work=done_work(number)))[0])


@pytest.mark.parametrize(("kind", "is_remarked"), [("sound", False), ("question", True)])
def test_the_ways_that_are_easier_for_programs_cost_four_times_as_much(
    number: int, kind: str, is_remarked: bool
) -> None:
    assert id_found(sending_of(number, work=done_work(number)), kind=kind) == ("", is_remarked)
    assert id_found(sending_of(number, work=done_work(number, Kind.SOUND)), kind=kind)[0]
