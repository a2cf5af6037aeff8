"""Whatever is done with comments in whatever order: counts stay right, and pages hear of each change of theirs."""

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from dateline.base.models import User
from dateline.comments.actions.answering import note_for_colleagues, reply_as_newsroom
from dateline.comments.actions.banning import ban_author
from dateline.comments.actions.bulk import decide_many
from dateline.comments.actions.deciding import approve_comment, reject_comment, reopen_comment, undo_decision
from dateline.comments.actions.importing import import_comments
from dateline.comments.actions.receiving import Accepted, receive
from dateline.comments.actions.redacting import redact_comment
from dateline.comments.actions.reporting import report_comment
from dateline.comments.actions.rights import appeal, erase_comments, withdraw_comment
from dateline.comments.drafts import CommentDraft
from dateline.comments.errors import CommentError
from dateline.comments.models import Comment, Reason, Rules
from dateline.comments.queries.pages import Order, comments_page, feed_of, newest_of, thread_page
from dateline.comments.reading import ShownComment
from dateline.record.models import Touch
from tests.comments.counting import assert_counts_are_right
from tests.comments.writing import sending_of

pytestmark = pytest.mark.django_db

STEPS = 50
State = Comment.State


class Newsroom:
    """One story, its readers and one moderator; every act picks its comment by chance."""

    def __init__(self, number: int, editor: User, chance: random.Random) -> None:
        self.number, self.editor, self.chance = number, editor, chance
        self.tokens: list[str] = [""]
        self.serial = 0

    def fresh(self) -> str:
        self.serial += 1
        return f"{self.serial} boats of {self.chance.random()} tons"

    def any_id(self, **wanted: Any) -> int:
        ids = list(Comment.objects.filter(**wanted).order_by("pk").values_list("pk", flat=True))
        return self.chance.choice(ids or [0])

    def receive(self) -> None:
        answers = self.any_id(state=State.APPROVED) if self.chance.random() < 0.6 else 0
        visitor = f"2001:db8::{self.serial:x}"
        result = receive(sending_of(self.number, text=self.fresh(), visitor=visitor, answers=answers or None))
        if isinstance(result, Accepted):
            self.tokens.append(result.token)

    def report(self) -> None:
        sending = sending_of(self.number, text="Look at this.", visitor=f"2001:db8:1::{self.serial:x}")
        report_comment(sending, comment_id=self.any_id(), reason=Reason.ABUSE)

    def redact(self) -> None:
        found = Comment.objects.filter(pk=self.any_id()).first()
        if found is not None:
            redact_comment(found.pk, user=self.editor, text=found.text.partition(" ")[2])

    def bring_in(self) -> None:
        self.serial += 1
        foreign = CommentDraft(
            source_id=f"old-{self.serial}",
            number=self.number,
            at=Comment.objects.latest("pk").received_at if Comment.objects.exists() else self.any_moment(),
            text=self.fresh(),
            name="Bo",
            state=self.chance.choice(list(State)),
            answers=Comment.objects.filter(pk=self.any_id()).values_list("source_id", flat=True).first(),
        )
        answer = replace(foreign, source_id=f"{foreign.source_id}-answer", answers=foreign.source_id)
        import_comments([answer, foreign], actor="a test")

    def any_moment(self) -> Any:
        return sending_of(self.number).at.replace(year=2020)

    def acts(self) -> Mapping[str, Callable[[], object]]:
        user, reason = self.editor, Reason.SPAM
        return {
            "receive": self.receive,
            "receive another": self.receive,
            "approve": lambda: approve_comment(self.any_id(), user=user),
            "approve a waiting one": lambda: approve_comment(self.any_id(state=State.WAITING), user=user),
            "reject": lambda: reject_comment(self.any_id(), user=user, reason=reason),
            "undo": lambda: undo_decision(self.any_id(), user=user),
            "undo one that began a thread": lambda: undo_decision(self.any_id(replies__gt=0), user=user),
            "reopen": lambda: reopen_comment(self.any_id(), user=user),
            "report": self.report,
            "redact": self.redact,
            "ban": lambda: ban_author(self.any_id(), user=user, days=7),
            "note": lambda: note_for_colleagues(self.any_id(), user=user, text="Look."),
            "reply": lambda: reply_as_newsroom(self.any_id(), user=user, text=self.fresh()),
            "withdraw": lambda: withdraw_comment(self.chance.choice(self.tokens)),
            "appeal": lambda: appeal(self.chance.choice(self.tokens), text="Please."),
            "erase": lambda: erase_comments([self.any_id()], reason="asked for"),
            "import": self.bring_in,
            "approve many": lambda: decide_many([self.any_id(), self.any_id()], user=user, reason=None),
            "reject many": lambda: decide_many([self.any_id(), self.any_id()], user=user, reason=reason),
        }


def timeless(comment: ShownComment) -> ShownComment:
    """Without the moment of the last decision, which readers see in the feed alone, if ever."""
    return replace(comment, changed_at=comment.received_at)


def what_readers_see(number: int) -> tuple[Any, ...]:
    """Everything on the story's page, its comments' pages, the threads' pages and the feed."""
    pages = [comments_page(number, order=order, limit=1_000) for order in Order]
    lists = [[(timeless(thread.first), *map(timeless, thread.answers)) for thread in page.threads] for page in pages]
    threads = [thread_page(number, thread.first.id, limit=1_000) for thread in pages[0].threads]
    answers = [tuple(map(timeless, thread.answers)) for thread in threads if thread is not None]
    newest, feed = newest_of(number, 1_000), feed_of(number)
    return pages[0].count, lists, answers, newest.count, set(map(timeless, newest.comments)), set(map(timeless, feed))


@pytest.mark.parametrize("moderation", [Rules.Moderation.AFTER, Rules.Moderation.BEFORE])
@pytest.mark.parametrize("seed", range(4))
def test_counts_are_right_and_pages_are_printed_anew_just_when_they_have_to(
    number: int, editor: User, seed: int, moderation: Rules.Moderation
) -> None:
    Rules.objects.create(moderation=moderation, closes_after_days=0)
    newsroom = Newsroom(number, editor, random.Random(seed))
    acts = newsroom.acts()

    for _ in range(STEPS):
        name = newsroom.chance.choice(list(acts))
        before, ticks = what_readers_see(number), Touch.objects.count()
        try:
            acts[name]()
        except CommentError:
            assert Touch.objects.count() == ticks, name

        assert_counts_are_right()
        touched = Touch.objects.order_by("tick")[ticks:]
        assert all(f"comments:{number}" in touch.keys for touch in touched)
        assert bool(touched) == (what_readers_see(number) != before), name
    assert Touch.objects.exists()
