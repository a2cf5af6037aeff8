"""Moderators approve, reject, open again and take back; each act is one row of the log and one touch of the pages."""

import pytest

from dateline.base.models import User
from dateline.comments.actions.deciding import approve_comment, reject_comment, reopen_comment, undo_decision
from dateline.comments.cache_keys import comments_key
from dateline.comments.errors import AlreadyDecided, NoSuchComment, NotPossible
from dateline.comments.models import Comment, Discussion, Reason, Report
from dateline.record.models import Touch
from tests.comments.writing import comment_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(number: int) -> Comment:
    """Bram's comment, new in the queue."""
    return comment_on(number)


@pytest.fixture
def colleague(db: None) -> User:
    """Somebody else who moderates."""
    return User.objects.create_superuser("jon", "jon@example.org", "a long passphrase")


def log_of(comment: Comment) -> list[str]:
    return list(comment.decisions.values_list("what", flat=True))


def shown(number: int) -> int:
    return Discussion.objects.get(number=number).shown


def test_an_approval_shows_counts_logs_and_prints_the_pages_anew(waiting: Comment, editor: User) -> None:
    approve_comment(waiting.pk, user=editor)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.queue, waiting.is_shown) == ("approved", "", True)
    assert shown(waiting.number) == 1
    assert log_of(waiting) == ["approve"]
    assert Touch.objects.latest("tick").keys == [comments_key(waiting.number)]


def test_a_second_approval_loses_and_writes_nothing(waiting: Comment, editor: User, colleague: User) -> None:
    approve_comment(waiting.pk, user=colleague)

    with pytest.raises(AlreadyDecided):
        approve_comment(waiting.pk, user=editor)

    assert log_of(waiting) == ["approve"]
    assert shown(waiting.number) == 1


def test_a_rejection_of_what_readers_saw_withdraws_it(waiting: Comment, editor: User) -> None:
    approve_comment(waiting.pk, user=editor)

    reject_comment(waiting.pk, user=editor, reason=Reason.ABUSE, note="Third time.")

    waiting.refresh_from_db()
    last = waiting.decisions.latest("pk")
    assert (waiting.state, waiting.is_shown, shown(waiting.number)) == ("rejected", False, 0)
    assert (last.reason, last.note, last.state_before) == ("abuse", "Third time.", "approved")
    assert Touch.objects.latest("tick").withdraws


def test_a_withdrawn_comment_is_nobodys_to_decide_on(number: int, editor: User) -> None:
    withdrawn = comment_on(number, state="withdrawn", queue="", text="")

    for act in (approve_comment, reopen_comment, undo_decision):
        with pytest.raises(NotPossible):
            act(withdrawn.pk, user=editor)

    assert log_of(withdrawn) == []


def test_a_comment_that_does_not_exist_is_told_so(number: int, editor: User) -> None:
    for comment_id in (1, 2**63 - 1, 10**30):
        with pytest.raises(NoSuchComment):
            approve_comment(comment_id, user=editor)


def test_a_rejection_taken_back_leaves_it_as_it_was(waiting: Comment, editor: User) -> None:
    approve_comment(waiting.pk, user=editor)
    Comment.objects.filter(pk=waiting.pk).update(queue="reported")
    report = Report.objects.create(comment=waiting, reason="abuse", at=waiting.received_at, nonce="n1")
    reject_comment(waiting.pk, user=editor, reason=Reason.ABUSE)

    undo_decision(waiting.pk, user=editor)

    waiting.refresh_from_db()
    report.refresh_from_db()
    assert (waiting.state, waiting.queue, waiting.is_shown) == ("approved", "reported", True)
    assert report.closed_at is None
    assert shown(waiting.number) == 1
    assert log_of(waiting) == ["approve", "reject", "undo"]


def test_an_approval_taken_back_hides_the_comment_at_once(waiting: Comment, editor: User) -> None:
    approve_comment(waiting.pk, user=editor)

    undo_decision(waiting.pk, user=editor)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.queue, waiting.is_shown, waiting.decided_at) == ("waiting", "new", False, None)
    assert shown(waiting.number) == 0
    assert Touch.objects.latest("tick").withdraws


def test_only_ones_own_last_decision_can_be_taken_back_and_only_once(
    waiting: Comment, editor: User, colleague: User
) -> None:
    approve_comment(waiting.pk, user=colleague)

    with pytest.raises(NotPossible):
        undo_decision(waiting.pk, user=editor)
    undo_decision(waiting.pk, user=colleague)
    with pytest.raises(NotPossible):
        undo_decision(waiting.pk, user=colleague)

    assert log_of(waiting) == ["approve", "undo"]


def test_opened_again_it_waits_and_readers_see_what_they_saw(waiting: Comment, editor: User) -> None:
    approve_comment(waiting.pk, user=editor)

    reopen_comment(waiting.pk, user=editor)

    waiting.refresh_from_db()
    assert (waiting.queue, waiting.is_shown) == ("new", True)
    with pytest.raises(AlreadyDecided):
        reopen_comment(waiting.pk, user=editor)


def test_a_removed_comment_keeps_its_place_while_it_has_answers_and_no_longer(number: int, editor: User) -> None:
    first = comment_on(number)
    answer = comment_on(number, thread=first, answers=first)
    for comment in (first, answer):
        approve_comment(comment.pk, user=editor)

    reject_comment(first.pk, user=editor, reason=Reason.ABUSE)
    first.refresh_from_db()
    assert first.is_shown

    reject_comment(answer.pk, user=editor, reason=Reason.ABUSE)
    first.refresh_from_db()
    assert not first.is_shown


def test_a_note_that_is_longer_than_its_column_is_cut(waiting: Comment, editor: User) -> None:
    approve_comment(waiting.pk, user=editor, note="x" * 501)

    assert waiting.decisions.get().note == "x" * 500
