"""Acts on a published story by its number, for programs and the command line."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now

from dateline.base.models import User
from dateline.record.actions import lock_head
from dateline.record.models import Act, Entry
from dateline.stories.actions.acts import kill, retract
from dateline.stories.actions.publishing import publish_revision
from dateline.stories.errors import ActNotPossible, NoteMissing
from dateline.stories.models import Story

Replacement = tuple[str, str]

_TEXT_FIELDS = ("headline", "kicker", "standfirst", "place")


def amend(
    number: int,
    act: Act,
    *,
    note: str,
    replacements: Sequence[Replacement] = (),
    legal_authority: str = "",
    user: User | None = None,
    at: datetime | None = None,
) -> Entry:
    """Perform the act on the story with this number: its latest draft, with the replacements made, goes public.

    replacements: (old, new) pairs; each old text must occur exactly once in the headline, kicker, standfirst, place or
    body. Raises ActNotPossible where the number is unknown, the act does not fit or a text is not found; NoteMissing;
    Embargoed. Writes all of it, or nothing.
    """
    if not note.strip():
        raise NoteMissing
    if replacements and act in {Act.RETRACT, Act.KILL}:
        raise ActNotPossible(f"A text can't be replaced by a {act.value}: correct the story first.")
    if legal_authority and act != Act.KILL:
        raise ActNotPossible("Only a kill names a legal authority.")
    with transaction.atomic():
        # First of all: the draft is read, changed, saved and published as one, or two corrections undo each other.
        lock_head()
        story = story_with_number(number)
        if act == Act.KILL:
            return kill(story, note=note, legal_authority=legal_authority, user=user, at=at)
        if act == Act.RETRACT:
            return retract(story, note=note, user=user, at=at)
        return _publish_next(story, act, note=note, replacements=replacements, user=user, at=at)


def story_with_number(number: int) -> Story:
    """The story with this number. Raises ActNotPossible where there is none."""
    story = Story.objects.filter(number=number).first()
    if story is None:
        raise ActNotPossible(f"No story has the number {number}.")
    return story


def _publish_next(
    story: Story,
    act: Act,
    *,
    note: str,
    replacements: Sequence[Replacement],
    user: User | None,
    at: datetime | None,
) -> Entry:
    is_live = story.state == Story.State.LIVE
    if act == Act.PUBLISH or is_live == (act == Act.RESTORE):
        raise ActNotPossible(f"Story {story.number} is {story.get_state_display().lower()}: it can't {act.value} now.")
    if replacements and is_live and story.has_unpublished_changes:
        raise ActNotPossible("The desk has an unpublished draft of this story: publish or discard it there first.")
    draft: Story = story.get_latest_revision_as_object()
    for old, new in replacements:
        _replace(draft, old, new)
    draft.next_note = note
    draft.next_act = act.value
    # A schedule made for an earlier draft must not hold back an act that somebody performs now.
    draft.go_live_at = None
    if draft.expire_at and draft.expire_at <= now():
        draft.expire_at = None
    try:
        revision = draft.save_revision(user=user)
    except ValidationError as fault:
        raise ActNotPossible(" ".join(fault.messages)) from fault
    entry = publish_revision(story, revision, user=user, at=at, skip_permission_checks=True)
    if entry is None:
        raise ActNotPossible("The story was scheduled instead of published.")
    return entry


def _replace(draft: Story, old: str, new: str) -> None:
    fields = [name for name in _TEXT_FIELDS if old in getattr(draft, name)]
    raw = [dict(block) for block in draft.body.raw_data]
    blocks = [index for index, block in enumerate(raw) if old in _texts(block["value"])]
    count = sum(getattr(draft, name).count(old) for name in fields)
    count += sum(_texts(raw[index]["value"]).count(old) for index in blocks)
    if count != 1:
        where = "is not in the story" if count == 0 else f"is in the story {count} times"
        raise ActNotPossible(f"“{old}” {where}; give a longer piece of text that occurs once.")
    for name in fields:
        setattr(draft, name, getattr(draft, name).replace(old, new))
    for index in blocks:
        raw[index]["value"] = _replaced(raw[index]["value"], old, new)
    draft.body = type(draft.body)(draft.body.stream_block, raw, is_lazy=True)


def _texts(value: object) -> str:
    """Every text in a block's value, one after the other."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\0".join(_texts(part) for part in value.values())
    return "\0".join(_texts(part) for part in value) if isinstance(value, list) else ""


def _replaced(value: object, old: str, new: str) -> object:
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, dict):
        return {name: _replaced(part, old, new) for name, part in value.items()}
    return [_replaced(part, old, new) for part in value] if isinstance(value, list) else value
