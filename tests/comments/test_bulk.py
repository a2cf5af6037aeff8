"""Many comments, one decision: whoever was decided on meanwhile is counted and left alone."""

import pytest

from dateline.base.models import User
from dateline.comments.actions.bulk import Tally, decide_many
from dateline.comments.actions.deciding import approve_comment
from dateline.comments.models import Comment, Reason
from tests.comments.writing import comment_on

pytestmark = pytest.mark.django_db


def test_each_is_rejected_and_the_decided_withdrawn_and_erased_are_skipped(number: int, editor: User) -> None:
    three = [comment_on(number) for _ in range(3)]
    rejected = comment_on(number, state="rejected", queue="")
    withdrawn = comment_on(number, state="withdrawn", queue="")
    ids = [comment.pk for comment in (*three, rejected, withdrawn)] + [10**9]

    outcome = decide_many(ids, user=editor, reason=Reason.SPAM, note="A flood.")

    assert outcome == Tally(decided=3, skipped=3)
    assert Comment.objects.filter(state="rejected", queue="").count() == 4
    assert three[0].decisions.get().note == "A flood."


def test_without_a_reason_they_are_approved(number: int, editor: User) -> None:
    new, seen = comment_on(number), comment_on(number)
    approve_comment(seen.pk, user=editor)

    assert decide_many([new.pk, seen.pk], user=editor, reason=None) == Tally(decided=1, skipped=1)
    assert Comment.objects.filter(is_shown=True).count() == 2
