"""What readers' pages are made of where they show comments: frozen, with nothing left to ask the database."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownComment:
    """A comment as readers see it.

    thread: the id of the comment that began its thread, its own for that one. to: whom it answers, "" where that is
    plain from its place. removed_by: "", `newsroom` or `author`; a removed one that keeps its place has neither name
    nor text. replies: how many answers readers see in its thread. changed_at: when it was received or last decided on.
    """

    id: int
    thread: int
    name: str
    text: str
    to: str
    removed_by: str
    is_newsroom: bool
    is_redacted: bool
    received_at: datetime
    changed_at: datetime
    replies: int


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and the first of its answers, oldest first."""

    first: ShownComment
    answers: tuple[ShownComment, ...] = ()

    @property
    def has_more(self) -> bool:
        """Whether there are answers beyond those here."""
        return self.first.replies > len(self.answers)


@dataclass(frozen=True, slots=True)
class Newest:
    """What stands under a story: how many comments it has, and the newest that answer the story itself."""

    count: int
    comments: tuple[ShownComment, ...]


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """One part of a story's comments. further: the cursor of the next part, "" on the last one."""

    count: int
    threads: tuple[Thread, ...]
    further: str


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One part of a thread. further: the cursor of its next part, "" on the last one."""

    first: ShownComment
    answers: tuple[ShownComment, ...]
    further: str


@dataclass(frozen=True, slots=True)
class PlaceInThread:
    """Where an answer stands: its thread, and the cursor of the part of it, "" for the first."""

    thread: int
    before: str
