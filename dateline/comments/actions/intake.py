"""What of a batch of foreign comments can be kept, and what each of them answers. Nothing is written here."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from dateline.comments.drafts import CommentDraft, Outcome
from dateline.comments.emails import is_email, one_spelling
from dateline.comments.models import Comment
from dateline.comments.models.comment import NAME_CHARACTERS, TEXT_CHARACTERS
from dateline.comments.queries.export import own_id_in
from dateline.lib.plaintext import readable
from dateline.stories.models import Story

_ID_CHARACTERS = 200
# Whoever reads comments aloud, or goes from one heading to the next, needs something to stand there.
NAMELESS = "A reader"
_OLDEST = datetime(1970, 1, 1, tzinfo=UTC)


class Intake:
    """A batch, looked at. outcomes: one a draft, in their order. accepted: (draft, what it answers), that one first.

    What is answered is a row that is here already, or the source_id of a draft before it.
    """

    def __init__(self, drafts: Sequence[CommentDraft], *, moment: datetime) -> None:
        self._moment = moment
        named = {draft.source_id for draft in drafts} | {draft.answers for draft in drafts if draft.answers}
        # Others are refused below, and some of them PostgreSQL will not even be asked about.
        self._here = _comments_called({name for name in named if _is_plain_id(name)})
        numbers = {draft.number for draft in drafts if 0 < draft.number < 10**12}
        self._stories = set(Story.objects.filter(number__in=numbers).order_by().values_list("number", flat=True))
        self._new: dict[str, CommentDraft] = {}
        outcomes = {index: self._look_at(drafts[index]) for index in _answered_first(drafts)}
        self.outcomes = [outcomes[index] for index in range(len(drafts))]
        self.accepted = [(draft, self._here.get(draft.answers or "")) for draft in self._new.values()]

    def _look_at(self, foreign: CommentDraft) -> Outcome:
        draft = _cleaned(foreign)
        fault = _fault(draft, self._moment)
        if fault:
            return Outcome(kind="refused", source_id=foreign.source_id, reason=fault)
        if draft.source_id in self._here or draft.source_id in self._new:
            return Outcome(kind="unchanged", source_id=draft.source_id)
        fault = self._misplaced(draft)
        if fault:
            return Outcome(kind="refused", source_id=draft.source_id, reason=fault)
        self._new[draft.source_id] = draft
        return Outcome(kind="imported", source_id=draft.source_id)

    def _misplaced(self, draft: CommentDraft) -> str:
        if draft.number not in self._stories:
            return f"no story has the number {draft.number}"
        if draft.answers is None:
            return ""
        answered = self._here.get(draft.answers) or self._new.get(draft.answers)
        if answered is None:
            return f"it answers “{draft.answers}”, which is not here"
        return "" if answered.number == draft.number else "it answers a comment on another story"


def _comments_called(source_ids: set[str]) -> dict[str, Comment]:
    """Those that are here under one of these names, whether they came from elsewhere or began here."""
    rows = Comment.objects.order_by().only("pk", "number", "thread_id", "source_id", "received_at")
    found = {row.source_id or "": row for row in rows.filter(source_id__in=source_ids)}
    own = {name: parts for name in source_ids if (parts := own_id_in(name)) is not None}
    by_id = rows.in_bulk([pk for pk, _ in own.values()])
    for name, (pk, seconds) in own.items():
        row = by_id.get(pk)
        if row is not None and row.source_id is None and int(row.received_at.timestamp()) == seconds:
            found[name] = row
    return found


def _answered_first(drafts: Sequence[CommentDraft]) -> list[int]:
    """Every place in the batch once, that of a comment after that of the one it answers, else as they came."""
    places = {draft.source_id: place for place, draft in reversed(list(enumerate(drafts)))}
    order: dict[int, None] = {}
    for place in range(len(drafts)):
        chain: dict[int, None] = {}
        at: int | None = place
        while at is not None and at not in order and at not in chain:
            chain[at] = None
            at = places.get(drafts[at].answers or "")
        order |= dict.fromkeys(reversed(chain))
    return list(order)


def _cleaned(draft: CommentDraft) -> CommentDraft:
    if draft.state == Comment.State.WITHDRAWN:
        # Whatever its source still has: what was taken back is kept nowhere here.
        return replace(draft, name="", text="", email="")
    return replace(
        draft,
        name=readable(draft.name, multiline=False) or NAMELESS,
        text=readable(draft.text, multiline=True),
        email=one_spelling(draft.email),
    )


def _fault(draft: CommentDraft, moment: datetime) -> str:
    """Why this draft can't be kept, whatever else is in the paper; "" where it can."""
    if not _is_plain_id(draft.source_id):
        return f"its id must be 1 to {_ID_CHARACTERS} plain characters"
    if len(draft.text) > TEXT_CHARACTERS:
        return f"its text has more than {TEXT_CHARACTERS:,} characters"
    if len(draft.name) > NAME_CHARACTERS:
        return f"its author’s name has more than {NAME_CHARACTERS} characters"
    if not draft.text and draft.state != Comment.State.WITHDRAWN:
        return "it has no text"
    if not _OLDEST <= draft.at <= moment:
        return "it was sent in the future, or before there was a web"
    if draft.email and not is_email(draft.email):
        return "its e-mail address is none"
    return ""


def _is_plain_id(name: str) -> bool:
    return 0 < len(name) <= _ID_CHARACTERS and name == readable(name, multiline=False)
