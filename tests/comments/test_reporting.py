"""Readers report comments; a report always puts a comment before a moderator again."""

from dataclasses import replace
from typing import Any

import pytest

from dateline.base.models import User
from dateline.comments.actions import reporting
from dateline.comments.actions.deciding import approve_comment
from dateline.comments.actions.reporting import MOST_IN_AN_HOUR, report_comment
from dateline.comments.actions.showing import locked_comment
from dateline.comments.models import Comment, Report
from dateline.comments.phases import Refusal
from dateline.record.queries import head
from tests.comments.writing import accepted, comment_on, sending_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(number: int) -> Comment:
    """A comment that readers see and nobody has to look at."""
    return comment_on(number, state="approved", queue="", is_shown=True)


def report(comment: Comment, *, reason: str = "abuse", **fields: Any) -> Refusal | None:
    sending = sending_of(comment.number, text="He means my sister.", **fields)
    return report_comment(sending, comment_id=comment.pk, reason=reason)


def test_a_report_opens_an_approved_comment_again_and_leaves_it_on_the_page(approved: Comment) -> None:
    before = head().tick

    assert report(approved) is None

    approved.refresh_from_db()
    assert (approved.queue, approved.state, approved.is_shown) == ("reported", "approved", True)
    assert head().tick == before
    assert approved.reports.get().text == "He means my sister."
    assert [decision.what for decision in approved.decisions.all()] == ["reopen"]


def test_a_report_opens_it_again_even_after_a_moderator_dismissed_the_last_one(approved: Comment, editor: User) -> None:
    report(approved)
    approve_comment(approved.pk, user=editor)
    assert not Report.objects.filter(closed_at=None).exists()

    assert report(approved, visitor="198.51.100.77") is None

    approved.refresh_from_db()
    assert approved.queue == "reported"


def test_a_report_whose_key_a_comment_used_meanwhile_is_not_thanked_for(
    approved: Comment, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = sending_of(approved.number, text="")

    def locked_late(comment_id: int) -> Comment:
        accepted(replace(sending, text="A comment sent with the same key, in the same moment."))
        return locked_comment(comment_id)

    monkeypatch.setattr(reporting, "locked_comment", locked_late)

    refusal = report_comment(sending, comment_id=approved.pk, reason="spam")

    assert refusal is not None
    assert (refusal.status, refusal.reason) == (422, "key-spent")
    assert approved.reports.count() == 0


def test_the_same_report_sent_twice_is_one(approved: Comment) -> None:
    sending = sending_of(approved.number, text="")

    results = [report_comment(sending, comment_id=approved.pk, reason="spam") for _ in range(2)]

    assert results == [None, None]
    assert approved.reports.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"), [({"reason": ""}, "reason"), ({"reason": "because"}, "reason"), ({"key": "??????"}, "key")]
)
def test_a_report_without_reason_or_key_is_refused_in_words(
    approved: Comment, fields: dict[str, str], field: str
) -> None:
    refusal = report(approved, **fields)

    assert refusal is not None
    assert refusal.field == field
    assert not Report.objects.exists()


def test_what_readers_do_not_see_cannot_be_reported(number: int) -> None:
    waiting = comment_on(number)

    refusal = report(waiting)

    assert refusal is not None
    assert refusal.status == 404


def test_a_comment_of_another_story_cannot_be_reported_with_this_ones_key(approved: Comment) -> None:
    elsewhere = comment_on(approved.number + 1, state="approved", is_shown=True)

    refusal = report_comment(sending_of(approved.number, text=""), comment_id=elsewhere.pk, reason="spam")

    assert refusal is not None
    assert refusal.status == 404


def test_one_address_cannot_flood_the_moderators(number: int) -> None:
    comments = [comment_on(number, state="approved", is_shown=True) for _ in range(MOST_IN_AN_HOUR + 1)]

    results = [report(comment) for comment in comments]

    assert results[:-1] == [None] * MOST_IN_AN_HOUR
    assert results[-1] is not None
    assert results[-1].status == 429


def test_a_remark_that_is_too_long_is_refused(approved: Comment) -> None:
    sending = replace(sending_of(approved.number), text="x" * 501)

    refusal = report_comment(sending, comment_id=approved.pk, reason="spam")

    assert refusal is not None
    assert refusal.field == "text"
