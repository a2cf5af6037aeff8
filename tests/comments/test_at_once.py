"""Moderators, readers and the desk do things at the same moment: nobody is left hanging, and every count is right.

Threads with connections of their own, on whichever database the tests run on; PostgreSQL finds what SQLite's one queue
of writers hides.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from dateline.base.models import User
from dateline.comments.actions.answering import reply_as_newsroom
from dateline.comments.actions.bulk import decide_many
from dateline.comments.actions.deciding import approve_comment, reject_comment, undo_decision
from dateline.comments.actions.importing import import_comments
from dateline.comments.actions.receiving import Accepted, receive
from dateline.comments.actions.rights import erase_comments, withdraw_comment
from dateline.comments.drafts import CommentDraft
from dateline.comments.errors import CommentError
from dateline.comments.models import Comment, Reason, Rules
from dateline.record.verify import verify
from dateline.stories.models import Story
from tests.comments.counting import assert_counts_are_right
from tests.comments.writing import accepted, sending_of
from tests.newsroom import publish

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 12
State = Comment.State
Act = Callable[[], object]


def all_at_once(*acts: Act) -> list[object]:
    """Run each in a thread of its own, begun together; what each gave back, or the CommentError it raised."""
    barrier = Barrier(len(acts))

    def run(act: Act) -> object:
        try:
            barrier.wait(10)
            return act()
        except CommentError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as crowd:
        return list(crowd.map(run, acts))


@pytest.fixture
def shown_at_once(number: int) -> int:
    """The number of the story, in a paper that shows comments at once."""
    Rules.objects.create(moderation=Rules.Moderation.AFTER, closes_after_days=0)
    return number


def said(number: int, serial: int, *, answers: int | None = None) -> tuple[Comment, str]:
    """A comment taken in, and its author's secret."""
    result = accepted(
        sending_of(number, text=f"Boat {serial}, said once.", visitor=f"2001:db8::{serial:x}", answers=answers)
    )
    return result.comment, result.token


def test_of_two_moderators_one_decides_and_the_other_is_told(number: int, editor: User) -> None:
    for serial in range(ROUNDS):
        comment, _ = said(number, serial)

        outcomes = all_at_once(
            partial(approve_comment, comment.pk, user=editor),
            partial(approve_comment, comment.pk, user=editor),
        )

        assert sum(isinstance(outcome, Comment) for outcome in outcomes) == 1
        assert comment.decisions.filter(what="approve").count() == 1
        assert_counts_are_right()


def test_whoever_withdraws_while_it_is_approved_has_withdrawn_it(number: int, editor: User) -> None:
    for serial in range(ROUNDS):
        comment, token = said(number, serial)

        all_at_once(partial(approve_comment, comment.pk, user=editor), partial(withdraw_comment, token))

        comment.refresh_from_db()
        assert comment.state == State.WITHDRAWN
        assert_counts_are_right()


def test_answers_that_arrive_while_their_thread_is_decided_on_keep_its_place(shown_at_once: int, editor: User) -> None:
    number = shown_at_once
    for serial in range(0, ROUNDS * 10, 10):
        first, _ = said(number, serial)
        answer, token = said(number, serial + 1, answers=first.pk)
        late = [
            sending_of(number, text=f"Answer {serial} {at}", visitor=f"2001:db8:1::{serial + at:x}", answers=first.pk)
            for at in range(2, 5)
        ]

        all_at_once(
            *(partial(receive, sending) for sending in late),
            partial(reject_comment, first.pk, user=editor, reason=Reason.SPAM),
            partial(reject_comment, answer.pk, user=editor, reason=Reason.SPAM),
            partial(withdraw_comment, token),
        )

        assert_counts_are_right()


def test_many_decisions_meet_single_ones_imports_and_erasures(shown_at_once: int, editor: User) -> None:
    number = shown_at_once
    firsts = [said(number, serial)[0].pk for serial in range(4)]
    answers = [said(number, 100 + pk, answers=pk)[0].pk for pk in firsts]
    everything = firsts + answers
    for at, reason in enumerate((Reason.SPAM, None, Reason.ABUSE, None)):
        drafts = [draft(number, f"{at}-{serial}") for serial in range(20)]

        all_at_once(
            partial(decide_many, everything, user=editor, reason=reason),
            partial(decide_many, everything[::-1], user=editor, reason=reason),
            partial(quietly, partial(reply_as_newsroom, user=editor, text="Thank you."), firsts),
            partial(quietly, partial(undo_decision, user=editor), everything),
            partial(import_comments, drafts, actor="a test"),
        )

        assert_counts_are_right()
    all_at_once(
        partial(erase_comments, everything, reason="asked for"),
        partial(erase_comments, everything[::-1], reason="asked for"),
    )
    assert_counts_are_right()


def test_acts_and_touches_share_one_clock(shown_at_once: int, story: Story, editor: User) -> None:
    number = shown_at_once
    comments = [said(number, serial)[0].pk for serial in range(ROUNDS)]

    def decide() -> None:
        for pk in comments:
            reject_comment(pk, user=editor, reason=Reason.SPAM)

    def publish_again() -> None:
        for _ in range(ROUNDS):
            publish(Story.objects.get(pk=story.pk), next_note="The timetable is new.")

    all_at_once(decide, publish_again, lambda: [receive(sending_of(number, text=f"{at}")) for at in range(3)])

    assert not verify().problems
    assert_counts_are_right()


def draft(number: int, called: str) -> CommentDraft:
    """A comment from elsewhere, long ago."""
    at = Comment.objects.earliest("pk").received_at.replace(year=2020)
    return CommentDraft(source_id=called, number=number, at=at, text=f"What {called} says.", name="Bo")


def quietly(act: Callable[[int], object], ids: Sequence[int]) -> None:
    """Do it to each; whoever comes too late is told so, and goes on."""
    for pk in ids:
        with suppress(CommentError):
            act(pk)


def test_a_double_click_is_one_comment_and_both_clicks_lead_to_it(shown_at_once: int) -> None:
    for turn in range(ROUNDS):
        text = f"The {turn}. crossing was late again, and nobody minded."
        sending = sending_of(shown_at_once, text=text, visitor=str(turn))
        results = all_at_once(partial(receive, sending), partial(receive, sending))
        assert [type(result) for result in results] == [Accepted, Accepted]
        assert len({result.token for result in results if isinstance(result, Accepted)}) == 1

    assert Comment.objects.count() == ROUNDS
