"""What Wagtail's Publish, workflows, schedules and unpublish lead to: the acts, one transaction each."""

import json
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.timezone import now
from wagtail.actions.publish_revision import PublishPermissionError, PublishRevisionAction
from wagtail.models import ReferenceIndex, Revision
from wagtail.permission_policies.base import ModelPermissionPolicy
from wagtail.signal_handlers import disable_reference_index_auto_update

from dateline.base.models import User
from dateline.lib.gmt import stamp
from dateline.lib.slugs import slug_of
from dateline.record.actions import lock_head, unseal_versions
from dateline.record.models import Act, Entry, LogHead
from dateline.stories.actions.acts import SPENT_NOTE, kill
from dateline.stories.actions.recording import Performed, keys_until_now, record_new_versions
from dateline.stories.body.to_public import picture_ids
from dateline.stories.errors import ActNotPossible, Embargoed, NoteMissing
from dateline.stories.guard import acting
from dateline.stories.models import Story
from dateline.stories.models.story import moment_of_last_act
from dateline.stories.pictures import public_pictures
from dateline.stories.snapshot import parts_of

WITHDRAWN = "The newsroom has withdrawn this story."
EXPIRED = "This story was withdrawn at the time that was set for it."


def publish_revision(
    story: Story,
    revision: Revision,
    *,
    user: User | None = None,
    at: datetime | None = None,
    skip_permission_checks: bool = False,
    **options: Any,
) -> Entry | None:
    """Make this revision what readers see: a publish, update, clarify, correct or restore, as the story's state asks.

    `at` is the moment the act is stamped with, now where it is None; `options` go to Wagtail's own action (changed,
    log_action, previous_revision). A revision whose go-live time is ahead is scheduled, and None comes back.
    Raises Embargoed, NoteMissing, ActNotPossible, or Wagtail's PublishPermissionError; then nothing was written.
    Writes the live row, the version, the entry and the shelves, or nothing.
    """
    if not (skip_permission_checks or user is None or _may_publish(user)):
        raise PublishPermissionError("You do not have permission to publish this story.")
    _make_renditions(revision)
    with transaction.atomic(), acting(), disable_reference_index_auto_update():
        head = lock_head()
        # Both are read afresh under the lock: what the caller holds may be older than the last act.
        row = Story.objects.select_for_update().get(pk=story.pk)
        revision = Revision.objects.get(pk=revision.pk)
        revision.content_object = row
        draft = revision.as_object()
        is_scheduled = bool(draft.go_live_at and draft.go_live_at > now())
        # `at` only stamps the act: whether a time has come is the clock's to say.
        _refuse_embargo(row, draft, draft.go_live_at if is_scheduled else now())
        if not draft.headline.strip():
            raise ActNotPossible("A story needs a headline before it can be published.")
        act = act_of(row, draft)
        if act != Act.PUBLISH and not draft.next_note.strip():
            raise NoteMissing
        if is_scheduled:
            _schedule(row, revision, draft, user)
            return None
        was_listed = row.state == Story.State.LIVE
        _number_and_stamp(row, head=head, act=act, moment=(at or now()).replace(microsecond=0))
        live = _wagtail_publish(revision, user, options)
        # What was for this publication alone must not come back with the revision: after a kill, a revert, a copy.
        spent = revision.content | SPENT_NOTE | {"go_live_at": None}
        Revision.objects.filter(pk=revision.pk).update(content=spent)
        entry = _record(live, head=head, note=draft.next_note.strip(), was_listed=was_listed)
        # Once, instead of at each of the saves above.
        ReferenceIndex.create_or_update_for_object(live)
        return entry


def take_down(story: Story, *, user: User | None = None, set_expired: bool = False) -> Entry:
    """What Wagtail calls unpublish: a kill, sealed and not destroyed, with the newsroom's standard note."""
    note = EXPIRED if set_expired else WITHDRAWN
    with transaction.atomic(), acting():
        entry = kill(story, note=note, user=user)
        if set_expired:
            Story.objects.filter(pk=story.pk).update(expired=True)
    return entry


def act_of(row: Story, draft: Story) -> Act:
    """Which act publishing this draft is, as the story stands."""
    if not row.is_numbered:
        return Act.PUBLISH
    if row.state == Story.State.LIVE:
        return Act.UPDATE if draft.next_act == Story.NextAct.RESTORE else Act(draft.next_act)
    if draft.next_act != Story.NextAct.RESTORE:
        state = row.get_state_display().lower()
        raise ActNotPossible(
            f"This story was {state}. To let readers have it again, choose “Restore”, with a new note."
        )
    return Act.RESTORE


def _may_publish(user: User) -> bool:
    return bool(ModelPermissionPolicy(Story).user_has_permission(user, "publish"))


def _make_renditions(revision: Revision) -> None:
    # Files are made before the transaction starts: it must not wait for a disk while it holds the head of the log.
    lead = revision.content.get("picture")
    wanted = picture_ids(json.loads(revision.content.get("body") or "[]")) | ({int(lead)} if lead else set())
    public_pictures(wanted)


def _refuse_embargo(row: Story, draft: Story, goes_live: datetime) -> None:
    """An embargo counts whether it stands on the story or only in the draft."""
    for embargo in (row.embargo, draft.embargo):
        if embargo and embargo > goes_live:
            raise Embargoed(f"This story is under embargo until {stamp(embargo)}: it can't be published before.")


def _number_and_stamp(row: Story, *, head: LogHead, act: Act, moment: datetime) -> None:
    """Write what belongs to the story and not to one revision; on the row too, from which revisions take it."""
    values: dict[str, Any] = {
        "number": row.number or head.highest_number + 1,
        "published_at": row.published_at or moment,
        "state": Story.State.LIVE,
        "version": row.version + 1,
        "last_act": act,
        "last_act_at": moment,
        "legal_authority": "",
    }
    Story.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)


def _schedule(row: Story, revision: Revision, draft: Story, user: User | None) -> None:
    """Schedule as Wagtail does for a live object; for others it would write the draft over the row at once."""
    revision.approved_go_live_at = draft.go_live_at
    revision.save(update_fields=["approved_go_live_at"])
    row.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
    Story.objects.filter(pk=row.pk).update(has_unpublished_changes=True, go_live_at=draft.go_live_at, expired=False)
    PublishRevisionAction(revision, user=user).log_scheduling_action()


def _wagtail_publish(revision: Revision, user: User | None, options: dict[str, Any]) -> Story:
    """Publish as Wagtail does; the story as it was saved. The permission was checked at the door."""
    action = PublishRevisionAction(revision, user=user, **options)
    action.execute(skip_permission_checks=True)
    return cast("Story", action.object)


def _record(story: Story, *, head: LogHead, note: str, was_listed: bool) -> Entry:
    act = Act(story.last_act)
    if act == Act.RESTORE and story.number is not None:
        unseal_versions(story.number)
    story.slug = story.slug or slug_of(story.headline)
    parts = parts_of(story)
    Story.objects.filter(pk=story.pk).update(
        slug=story.slug,
        public_picture=parts.pictures.get(story.picture_id or 0),
        next_act=Story.NextAct.UPDATE,
        next_note="",
        go_live_at=None,
        expire_at=story.expire_at if story.expire_at and story.expire_at > now() else None,
    )
    performed = Performed(
        parts=parts,
        act=act,
        at=moment_of_last_act(story),
        note=note,
        keys_before=keys_until_now(story.number),
        was_listed=was_listed,
    )
    return record_new_versions(head, [performed])[0]
