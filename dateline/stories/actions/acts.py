"""The acts that change what is said about a story, and not its text: retract and kill."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from wagtail.log_actions import log
from wagtail.models import Revision

from dateline.base.models import User
from dateline.record.actions import lock_head, seal_versions
from dateline.record.models import Act, Entry
from dateline.stories.actions.recording import record_state, unshelve
from dateline.stories.errors import ActNotPossible, NoteMissing
from dateline.stories.guard import acting
from dateline.stories.models import Story

# What a draft says of its next publication, once that is done or no longer wanted.
SPENT_NOTE = {"next_note": "", "next_act": Story.NextAct.UPDATE.value}


def retract(story: Story, *, note: str, user: User | None = None, at: datetime | None = None) -> Entry:
    """Say that the story no longer stands. Its text stays readable at its address; no listing shows it.

    note: what readers are told, not empty. Raises NoteMissing; ActNotPossible unless the story is live.
    """
    return _end(story, act=Act.RETRACT, note=note, user=user, at=at)


def kill(
    story: Story,
    *,
    note: str,
    legal_authority: str = "",
    user: User | None = None,
    at: datetime | None = None,
) -> Entry:
    """Take the story's text from every reader: its address answers 410 with the note, 451 where a law demanded it.

    legal_authority: who demanded it, as readers will see it; empty where nobody did. The versions are sealed, so that
    `restore` can bring the story back. Raises NoteMissing; ActNotPossible unless the story is live or retracted.
    """
    return _end(story, act=Act.KILL, note=note, user=user, at=at, legal_authority=legal_authority)


def _end(
    story: Story,
    *,
    act: Act,
    note: str,
    user: User | None,
    at: datetime | None,
    legal_authority: str = "",
) -> Entry:
    note, legal_authority = note.strip(), legal_authority.strip()
    if not note:
        raise NoteMissing
    _refuse_what_is_too_long(note, legal_authority)
    with transaction.atomic(), acting():
        head = lock_head()
        row = Story.objects.select_for_update().get(pk=story.pk)
        _refuse_unless_possible(row, act)
        moment = (at or now()).replace(microsecond=0)
        if row.state == Story.State.LIVE:
            unshelve(row)
        is_killed = act == Act.KILL
        if is_killed and row.number is not None:
            seal_versions(row.number)
        Story.objects.filter(pk=row.pk).update(
            state=Story.State.KILLED if is_killed else Story.State.RETRACTED,
            last_act=act,
            last_act_at=moment,
            legal_authority=legal_authority,
            next_note="",
            # Wagtail's own flag: a killed story is a draft to the desk, ready to be restored.
            live=not is_killed,
            has_unpublished_changes=is_killed or row.has_unpublished_changes,
            live_revision=None if is_killed else row.live_revision,
        )
        row.revisions.update(approved_go_live_at=None)
        _forget_note(row)
        log(row, action=f"dateline.{act.value}", user=user, data={"note": note})
        return record_state(head, story=row, act=act, at=moment, note=note)


def _refuse_what_is_too_long(note: str, legal_authority: str) -> None:
    for name, text in (("next_note", note), ("legal_authority", legal_authority)):
        field = Story._meta.get_field(name)
        if len(text) > (field.max_length or 0):
            raise ActNotPossible(
                f"The {field.verbose_name} may have {field.max_length} characters; it has {len(text)}."
            )


def _forget_note(row: Story) -> None:
    """A note that was written for another publication must not stand ready in the form that could restore the story."""
    latest = row.latest_revision
    if latest is not None:
        Revision.objects.filter(pk=latest.pk).update(content=latest.content | SPENT_NOTE)


def _refuse_unless_possible(row: Story, act: Act) -> None:
    allowed = {Story.State.LIVE} if act == Act.RETRACT else {Story.State.LIVE, Story.State.RETRACTED}
    if row.state not in allowed:
        raise ActNotPossible(f"This story is {row.get_state_display().lower()}: it can't be {act.value}ed now.")
