"""What every act ends in: the version, the entry and the shelves, in the transaction of the act."""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import F

from dateline.lib.canonical import canonical_json
from dateline.record.actions import NewEntry, append
from dateline.record.models import Act, Entry, LogHead
from dateline.record.queries import latest_entry
from dateline.stories.cache_keys import DAYS, keys_of
from dateline.stories.models import EditionDay, ShelfRow, Story
from dateline.stories.models.story import moment_of
from dateline.stories.snapshot import Parts, snapshot_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Performed:
    """An act whose story row is written, not yet recorded.

    `keys_before` is what its pages carried until now, `was_listed` whether it stood on the shelves before.
    """

    parts: Parts
    act: Act
    at: datetime
    note: str
    keys_before: frozenset[str] = frozenset()
    was_listed: bool = False


def keys_until_now(number: int | None) -> frozenset[str]:
    """The keys of the pages that show the story as it stands: an act touches them along with the new ones."""
    entry = latest_entry(number) if number is not None else None
    return frozenset(entry.keys) if entry else frozenset()


def record_new_versions(head: LogHead, performed: Sequence[Performed]) -> list[Entry]:
    """Store a version and an entry for each and put the stories on their shelves, in as few queries as one takes."""
    first_of_day = _days_without_stories(performed)
    entries = append(head, [_new_version(one, first_of_day) for one in performed])
    for one in performed:
        if one.was_listed:
            unshelve(one.parts.story)
    _shelve([one.parts for one in performed])
    return entries


def record_state(head: LogHead, *, story: Story, act: Act, at: datetime, note: str) -> Entry:
    """Store an entry that makes no new version: retract, kill."""
    number = _number_of(story)
    new = NewEntry(
        number=number,
        version=story.version,
        act=act,
        at=at,
        note=note,
        keys=tuple(sorted(keys_until_now(number) | {DAYS})),
        content=None,
    )
    return append(head, [new])[0]


def unshelve(story: Story) -> None:
    """Take a listed story off every listing."""
    ShelfRow.objects.filter(number=_number_of(story)).delete()
    EditionDay.objects.filter(date=_day(moment_of(story)), stories__gt=0).update(stories=F("stories") - 1)


def _days_without_stories(performed: Sequence[Performed]) -> set[date]:
    days = {_day(moment_of(one.parts.story)) for one in performed}
    return days - set(EditionDay.objects.filter(date__in=days, stories__gt=0).values_list("date", flat=True))


def _new_version(one: Performed, first_of_day: Container[date]) -> NewEntry:
    snapshot = snapshot_of(one.parts)
    published_at = moment_of(one.parts.story)
    keys = keys_of(snapshot, published_at) | one.keys_before
    if _day(published_at) in first_of_day:
        keys.add(DAYS)
    return NewEntry(
        number=_number_of(one.parts.story),
        version=one.parts.story.version,
        act=one.act,
        at=one.at,
        note=one.note,
        keys=tuple(sorted(keys)),
        content=canonical_json(snapshot),
    )


def _shelve(many: Sequence[Parts]) -> None:
    ShelfRow.objects.bulk_create(
        ShelfRow(
            kind=kind,
            shelf_id=pk,
            at=int(moment_of(parts.story).timestamp()),
            number=_number_of(parts.story),
        )
        for parts in many
        for kind, pk in parts.shelves()
    )
    days = Counter(_day(moment_of(parts.story)) for parts in many)
    EditionDay.objects.bulk_create((EditionDay(date=day) for day in days), ignore_conflicts=True)
    for day, count in days.items():
        EditionDay.objects.filter(date=day).update(stories=F("stories") + count)


def _day(at: datetime) -> date:
    return at.astimezone(UTC).date()


def _number_of(story: Story) -> int:
    if story.number is None:
        raise ValueError("an act needs a numbered story")
    return story.number
