"""Comments from elsewhere: checked one by one, written in batches, each in one transaction."""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from dateline.base.models import User
from dateline.comments.actions.housekeeping import KEPT_FOR
from dateline.comments.actions.intake import Intake
from dateline.comments.cache_keys import comments_key
from dateline.comments.drafts import CommentDraft, Outcome
from dateline.comments.models import Comment, Decision, Discussion
from dateline.record.actions import touch

logger = logging.getLogger(__name__)

BATCH = 1_000
# Who spoke for the newsroom elsewhere, nobody here knows. Nobody can log in under this name.
IMPORTED_NEWSROOM = "imported newsroom"
PHASE = "import"

_State, _Queue = Comment.State, Comment.Queue


def import_comments(drafts: Sequence[CommentDraft], *, actor: str) -> list[Outcome]:
    """Import comments; one outcome a draft, in their order.

    A comment whose source_id is here already is `unchanged`; one that can't be kept as it is, whose story is not here,
    or that answers something that is not here, is `refused` with the reason, and the rest goes on. Within a batch of
    1,000 a comment may come before the one it answers. Threads are two levels deep here: what answers an answer hangs
    on the thread's first comment, and still says whom it answers.
    actor: who imports, for the log. Each batch is one transaction: comments, counts, decisions and one touch.
    """
    outcomes: list[Outcome] = []
    for start in range(0, len(drafts), BATCH):
        outcomes += _import_batch(drafts[start : start + BATCH], actor=actor)
    imported = sum(outcome.kind == "imported" for outcome in outcomes)
    logger.info("%s imported %s of %s comments", actor, imported, len(drafts))
    return outcomes


@transaction.atomic
def _import_batch(drafts: Sequence[CommentDraft], *, actor: str) -> list[Outcome]:
    moment = now()
    intake = Intake(drafts, moment=moment)
    rows = _write(intake.accepted, moment=moment)
    Decision.objects.bulk_create(
        Decision(comment=row, what=Decision.What.RECEIVE, at=moment, phase=PHASE, note=f"by {actor}"[:500])
        for row in rows
    )
    approved = [row for row in rows if row.state == _State.APPROVED]
    _count_replies(approved)
    _count_shown(Counter(row.number for row in approved))
    changed = {row.number for row in approved}
    if changed:
        touch(map(comments_key, changed))
    return intake.outcomes


def _write(accepted: Sequence[tuple[CommentDraft, Comment | None]], *, moment: datetime) -> list[Comment]:
    """Write the comments in their order, what is answered before what answers it; they come back with their ids."""
    newsroom = _newsroom() if any(draft.is_newsroom for draft, _ in accepted) else None
    written: dict[str, Comment] = {}
    run: dict[str, Comment] = {}
    for draft, here in accepted:
        if draft.answers in run:
            # What it answers has an id only once it is written.
            written |= _written(run)
            run = {}
        answered = here or written.get(draft.answers or "")
        run[draft.source_id] = _row(draft, answered, newsroom=newsroom if draft.is_newsroom else None, moment=moment)
    return list((written | _written(run)).values())


def _written(run: Mapping[str, Comment]) -> dict[str, Comment]:
    Comment.objects.bulk_create(run.values())
    return dict(run)


def _row(draft: CommentDraft, answered: Comment | None, *, newsroom: User | None, moment: datetime) -> Comment:
    is_approved, is_waiting = draft.state == _State.APPROVED, draft.state == _State.WAITING
    return Comment(
        number=draft.number,
        answers=answered,
        thread_id=answered.thread_id_or_own if answered else None,
        name=draft.name,
        text=draft.text,
        # What would be dropped tomorrow is not taken in today.
        email=draft.email if draft.at > moment - KEPT_FOR else "",
        state=draft.state,
        queue=_Queue.NEW if is_waiting else _Queue.NONE,
        is_shown=is_approved,
        is_redacted=draft.is_redacted,
        newsroom_user=newsroom,
        received_at=draft.at,
        decided_at=None if is_waiting else moment,
        source_id=draft.source_id,
    )


def _newsroom() -> User:
    user, _ = User.objects.get_or_create(username=IMPORTED_NEWSROOM, defaults={"is_active": False, "password": "!"})
    return user


def _count_replies(approved: Iterable[Comment]) -> None:
    """Count the answers of each thread; a removed comment that has some keeps its place on the page."""
    counts = Counter(row.thread_id for row in approved if row.thread_id is not None)
    # Locked in the order in which everybody does who locks several; see showing.locked_comment.
    list(Comment.objects.select_for_update().filter(pk__in=counts).order_by("pk").values_list("pk"))
    for count, threads in _by_count(counts).items():
        Comment.objects.filter(pk__in=threads).update(replies=F("replies") + count)
    Comment.objects.filter(pk__in=counts, replies__gt=0, is_shown=False).update(is_shown=True)


def _count_shown(counts: Mapping[int, int]) -> None:
    Discussion.objects.bulk_create([Discussion(number=number) for number in sorted(counts)], ignore_conflicts=True)
    # In one order: two imports at the same time would else wait for each other.
    list(Discussion.objects.select_for_update().filter(number__in=counts).order_by("number").values_list("number"))
    for count, numbers in _by_count(counts).items():
        Discussion.objects.filter(number__in=numbers).update(shown=F("shown") + count)


def _by_count(counts: Mapping[int, int]) -> dict[int, list[int]]:
    """Whose count goes up by 1, by 2, …: one statement each."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for key in sorted(counts):
        groups[counts[key]].append(key)
    return groups
