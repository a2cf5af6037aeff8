"""When a spam model is trained, what it learns from, and where it is kept."""

from datetime import datetime, timedelta

import pytest
from django.utils.timezone import now

from dateline.base.models import Task, User
from dateline.comments.actions import learning
from dateline.comments.actions.deciding import approve_comment, reject_comment
from dateline.comments.actions.learning import LEARN, lessons, needs_training, queue_learning
from dateline.comments.actions.rights import erase_comments
from dateline.comments.actions.training import learn
from dateline.comments.models import Comment, Decision, Reason, TrainedModel
from dateline.comments.queries.learning import current_model, forget_model, opinion_on
from tests.comments.writing import comment_on

GOOD = "The ferry was late again on {}, and the harbour office says nothing about it."
SPAM = "Cheap casino bonus number {}, click now and win money!"


@pytest.fixture(autouse=True)
def no_model(db: None) -> None:
    forget_model()


def decide(number: int, user: User | None, *, good: int = 0, bad: int = 0, at: datetime | None = None) -> None:
    """So many comments that were approved, and so many rejected as spam."""
    texts = [(GOOD, Decision.What.APPROVE, "")] * good + [(SPAM, Decision.What.REJECT, "spam")] * bad
    rows = Comment.objects.bulk_create(
        Comment(number=number, name="Ada", text=text.format(place), received_at=now())
        for place, (text, _, _) in enumerate(texts)
    )
    Decision.objects.bulk_create(
        Decision(comment=row, what=what, reason=reason, user=user, at=at or now())
        for row, (_, what, reason) in zip(rows, texts, strict=True)
    )


def keep_model_of(at: datetime, *, decisions: int) -> None:
    TrainedModel.objects.create(at=at, content=b"", decisions=decisions)


def test_it_learns_from_what_moderators_approved_and_rejected_as_abuse(number: int, editor: User) -> None:
    texts = {}
    for reason in Reason:
        comment = comment_on(number, text=f"rejected: {reason}", name="Cleo")
        reject_comment(comment.pk, user=editor, reason=reason)
        texts[comment.text] = reason
    approve_comment(comment_on(number, text="approved").pk, user=editor)
    comment_on(number, text="waiting")

    assert list(lessons()) == [
        ("rejected: spam", "Cleo", True),
        ("rejected: abuse", "Cleo", True),
        ("rejected: hate", "Cleo", True),
        ("approved", "Bram", False),
    ]


def test_the_last_decision_on_a_comment_counts(number: int, editor: User) -> None:
    first, second = comment_on(number, text="first"), comment_on(number, text="second")
    reject_comment(first.pk, user=editor, reason=Reason.SPAM)
    approve_comment(second.pk, user=editor)
    approve_comment(first.pk, user=editor)
    reject_comment(second.pk, user=editor, reason=Reason.OFF_TOPIC)

    assert list(lessons()) == [("first", "Bram", False)]


def test_what_a_rule_let_through_or_was_erased_since_teaches_nothing(number: int, editor: User) -> None:
    decide(number, None, good=3)
    erased = comment_on(number)
    approve_comment(erased.pk, user=editor)
    erase_comments([erased.pk], reason="")

    assert list(lessons()) == []


@pytest.mark.parametrize(("good", "bad", "enough"), [(180, 20, True), (179, 20, False), (250, 19, False)])
def test_the_first_model_waits_for_200_decisions_of_both_kinds(
    number: int, editor: User, good: int, bad: int, enough: bool
) -> None:
    decide(number, editor, good=good, bad=bad)
    decide(number, None, good=300)

    assert needs_training(now()) is enough


@pytest.mark.parametrize(
    ("knows", "new", "age_hours", "is_time"),
    [(200, 50, 2, True), (200, 49, 2, False), (200, 50, 0.9, False), (700, 69, 2, False), (700, 70, 2, True)],
)
def test_the_next_model_waits_for_new_decisions_and_an_hour(
    number: int, editor: User, knows: int, new: int, age_hours: float, is_time: bool
) -> None:
    moment = now()
    trained_at = moment - timedelta(hours=age_hours)
    keep_model_of(trained_at, decisions=knows)
    decide(number, editor, good=300, at=trained_at - timedelta(minutes=1))
    decide(number, editor, good=new, at=trained_at + timedelta(minutes=1))

    assert needs_training(moment) is is_time


def test_training_is_queued_once_an_hour_at_most(number: int, editor: User) -> None:
    assert not queue_learning()
    decide(number, editor, good=180, bad=20)

    assert queue_learning()
    Task.objects.update(finished_at=now())

    assert not queue_learning()
    assert Task.objects.get().kind == LEARN


def test_a_trained_model_is_used_at_once_and_the_three_newest_are_kept(number: int, editor: User) -> None:
    decide(number, editor, good=150, bad=60)
    for hours in range(4):
        keep_model_of(now() - timedelta(hours=9 - hours), decisions=1)

    model = learn()

    assert model is not None
    assert (model.trained_on, model.rejected) == (210, 60)
    assert TrainedModel.objects.count() == 3
    newest = TrainedModel.objects.first()
    assert newest is not None
    assert (newest.decisions, current_model()) == (210, model)
    opinion = opinion_on(name="Win", text=SPAM.format("one"))
    assert opinion is not None
    assert opinion.probability > 0.7


def test_too_little_to_learn_from_leaves_everything_as_it_is(number: int, editor: User) -> None:
    decide(number, editor, good=10, bad=10)

    assert learn() is None
    assert not TrainedModel.objects.exists()


def test_only_the_newest_decisions_are_learnt_from(number: int, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "NEWEST_DECISIONS", 5)
    decide(number, editor, good=4, bad=4)

    assert [is_spam for _, _, is_spam in lessons()] == [False, True, True, True, True]
