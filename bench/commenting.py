"""Fills this process' newsroom with invented comments: `python -m bench.commenting 400000 2000`.

Makes what is missing of so many comments, so many of them in the queue, and a moderator with a new password; the
moderator's name and password come back as JSON.
"""

import hashlib
import random
import secrets
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.utils.timezone import now

import bench.inside  # noqa: F401 - makes Django ready
from bench.invented import sentence
from bench.running import hand_back
from dateline.base.models import User
from dateline.base.sqlite.checkpoint import checkpoint_wal
from dateline.comments.models import Comment
from dateline.ops.terminal import progress

MODERATOR = "bench-moderator"
_BATCH = 5_000
_STORIES = 1_000
_DAYS = 3 * 365
# After 30 days nothing tells any more who sent a comment.
_PERSONAL_DAYS = 30
_TEXTS = 2_000
_ANSWERS_SHARE, _REJECTED_SHARE, _REPORTED_SHARE = 0.4, 0.15, 0.1


def fill(comments: int, queued: int) -> None:
    """Insert what is missing of so many comments, and of so many in the queue: the newest."""
    there, waiting = Comment.objects.count(), Comment.objects.in_queue().count()
    decided = max(comments - queued - (there - waiting), 0)
    made = _invented(decided, max(queued - waiting, 0))
    with progress(f"Making {comments:,} comments") as report:
        while batch := list(islice(made, _BATCH)):
            Comment.objects.bulk_create(batch)
            checkpoint_wal()
            there += len(batch)
            report(min(there, comments), comments)


def _invented(decided: int, queued: int) -> Iterator[Comment]:
    chance = random.Random("the readers of the bench")
    texts = [" ".join(sentence(chance, chance.randint(6, 25)) for _ in range(3)) for _ in range(_TEXTS)]
    ended, next_id = now(), (Comment.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    threads: dict[int, int] = {}
    for index in range(decided + queued):
        age = timedelta(days=_DAYS * (1 - index / (decided + queued)))
        comment = _comment(chance, chance.choice(texts), received_at=ended - age, is_personal=age.days < _PERSONAL_DAYS)
        comment.pk = next_id + index
        if index >= decided:
            _put_in_queue(chance, comment)
        if comment.number in threads and chance.random() < _ANSWERS_SHARE:
            comment.thread_id = comment.answers_id = threads[comment.number]
        elif comment.is_shown:
            threads[comment.number] = comment.pk
        yield comment


def _comment(chance: random.Random, text: str, *, received_at: datetime, is_personal: bool) -> Comment:
    """One that was decided. A few stories have most of the comments."""
    is_approved = chance.random() > _REJECTED_SHARE
    return Comment(
        number=1 + int(_STORIES * chance.random() ** 3),
        name=f"Reader {chance.randrange(20_000)}",
        text=text,
        state=Comment.State.APPROVED if is_approved else Comment.State.REJECTED,
        is_shown=is_approved,
        received_at=received_at,
        decided_at=received_at + timedelta(minutes=chance.randint(1, 600)),
        email=f"reader{chance.randrange(20_000)}@reader.example" if is_personal and chance.random() < 0.3 else "",
        address_digest=_digest(str(chance.randrange(20_000))) if is_personal else "",
        nonce=secrets.token_hex(16),
        token_digest=secrets.token_hex(32),
        text_digest=_digest(text),
        likeness=chance.getrandbits(63),
        spam_percent=chance.randrange(100),
    )


def _put_in_queue(chance: random.Random, comment: Comment) -> None:
    if comment.is_shown and chance.random() < _REPORTED_SHARE:
        comment.queue = Comment.Queue.REPORTED
        return
    comment.queue, comment.state = Comment.Queue.NEW, Comment.State.WAITING
    comment.is_shown, comment.decided_at = False, None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def new_password() -> str:
    """The moderator's from now on; nobody but this run of the bench knows it."""
    password = secrets.token_urlsafe(24)
    user = User.objects.filter(username=MODERATOR).first() or User(username=MODERATOR)
    user.is_superuser = user.is_staff = user.is_active = True
    user.set_password(password)
    user.save()
    return password


if __name__ == "__main__":
    fill(int(sys.argv[1]), int(sys.argv[2]))
    hand_back([MODERATOR, new_password()])
