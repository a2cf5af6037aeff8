"""What the doctor says of comments, mail and the voice."""

from array import array
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from dateline.captcha.voices import program
from dateline.comments.actions.learning import keep_model
from dateline.comments.models import Comment, TrainedModel
from dateline.comments.queries.learning import forget_model
from dateline.comments.spam.features import BUCKETS
from dateline.comments.spam.model import SpamModel, Trial
from dateline.ops import checkup_comments
from dateline.ops.checkup_comments import look_at_mail, look_at_queue, look_at_spam_model, look_at_voice
from tests.comments.writing import comment_on

MODEL = SpamModel(
    weights=array("f", [0.0] * BUCKETS),
    bias=0.0,
    accepted=1000,
    rejected=234,
    trial=Trial(tested=246, precision=0.93, recall=None, false_alarms=0.02),
)


@pytest.fixture(autouse=True)
def no_model() -> None:
    """What another test has trained is not in this process' memory."""
    forget_model()


def test_comments_that_wait_for_more_than_a_day_are_counted(db: None) -> None:
    for hours in (23, 25, 26):
        comment_on(1, received_at=now() - timedelta(hours=hours))
    comment_on(1, received_at=now() - timedelta(hours=30), queue=Comment.Queue.NONE)

    finding = look_at_queue()

    assert (finding.is_well, finding.line.endswith("24 hours: 2")) == (True, True)


def test_a_queue_that_is_looked_after_is_well(db: None) -> None:
    comment_on(1)

    assert look_at_queue().line.startswith("no comment has waited")


def test_the_spam_models_age_and_worth_are_said(db: None) -> None:
    assert look_at_spam_model().line == "there is no spam model yet: it takes 200 decisions"

    keep_model(MODEL, at=now())
    assert look_at_spam_model().line.endswith(
        "on 1,234 decisions; of 246 it did not know: 93 % of what it called spam was, 2 % of the approved called spam"
    )

    keep_model(replace(MODEL, trial=Trial(tested=0, precision=None, recall=None, false_alarms=None)), at=now())
    assert look_at_spam_model().line.endswith("on 1,234 decisions")


def test_a_spam_model_that_can_not_be_read_is_a_fault(db: None) -> None:
    TrainedModel.objects.create(at=now(), content=b"", decisions=1234)

    finding = look_at_spam_model()

    assert not finding.is_well
    assert "can't be read" in finding.line


def test_mail_is_set_up_half_set_up_or_not_wanted(settings: Any) -> None:
    settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL = "", ""
    assert look_at_mail().is_well

    settings.MAIL_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp://mail.example", "mail.example", 587
    assert not look_at_mail().is_well

    settings.DEFAULT_FROM_EMAIL = "post@paper.example"
    assert look_at_mail().line == "mail is handed to mail.example, port 587"


def test_a_machine_that_can_not_speak_says_what_readers_get_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    assert look_at_voice().line.endswith(program()) or not program()

    monkeypatch.setattr(checkup_comments, "program", lambda: "")

    assert look_at_voice().line.endswith("gets a question")
