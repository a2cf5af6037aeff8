"""Is the security key right?"""

from dataclasses import replace

import pytest
from django.conf import LazySettings

from dateline.captcha.answers import Kind
from dateline.comments.phases.key import key_phase
from dateline.comments.phases.verdict import Refusal, Repeat
from dateline.comments.sending import Sending
from tests.comments.writing import accepted, case_of, sending_of

pytestmark = pytest.mark.django_db


def refusal_of(sending: Sending) -> Refusal:
    verdict = key_phase(case_of(sending))
    assert isinstance(verdict, Refusal), verdict
    return verdict


@pytest.mark.parametrize("kind", list(Kind))
def test_a_right_key_passes_and_says_how_it_was_asked_for(number: int, kind: Kind) -> None:
    case = case_of(sending_of(number, kind=kind), nonce="", kind="", asked_at=0.0)

    assert key_phase(case) is None
    assert (len(case.nonce), case.kind) == (32, str(kind))
    assert 0 < case.asked_at <= case.sending.at.timestamp()


def test_a_wrong_key_is_refused_at_its_field(number: int) -> None:
    refusal = refusal_of(sending_of(number, key="??????"))

    assert (refusal.reason, refusal.status, refusal.field) == ("key-wrong", 422, "key")
    assert "did not match" in refusal.sentence


def test_a_key_of_another_story_is_refused(number: int) -> None:
    assert refusal_of(replace(sending_of(number), number=number + 1)).reason == "key-other-story"


def test_without_a_cookie_there_was_no_key(number: int) -> None:
    assert refusal_of(sending_of(number, cookies={})).reason == "key-not-asked"


def test_the_same_form_again_leads_to_its_comment_and_another_text_does_not(number: int) -> None:
    sending = sending_of(number)
    comment = accepted(sending).comment

    assert key_phase(case_of(sending)) == Repeat(comment)
    assert refusal_of(replace(sending, text="Something else altogether.")).reason == "key-spent"


def test_where_keys_can_not_be_counted_the_reader_is_told_to_wait(number: int, settings: LazySettings) -> None:
    settings.CACHE_URL = "redis://127.0.0.1:1/0"

    refusal = refusal_of(sending_of(number))

    assert (refusal.status, refusal.field, refusal.retry_after_seconds) == (503, "", 60)
