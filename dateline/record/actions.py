"""Every write of the record. Nothing reaches a reader except through `append`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.timezone import now

from dateline.lib.merkle import Coordinates, grow, leaf_hash
from dateline.record.doorbell import node_doorbell
from dateline.record.edge import EdgeMemory, root_over
from dateline.record.errors import BadEntry, BrokenRecord, NotInTransaction, VersionExists, VersionMissing
from dateline.record.models import HEAD_ID, Act, Entry, LogHead, Tile, Touch, Version

# An entry bundle gives the length of each leaf in 16 bits. Source: C2SP tlog-tiles, "Log entries".
LEAF_BYTES_AT_MOST = 65_535

# Whoever is further behind than half of this prints everything anew (press/following.py), and never asks for more.
TOUCHES_KEPT = 20_000

VersionKey = tuple[int, int]

_edges = EdgeMemory()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """One act, to be appended.

    number: the story's. version: the one that is live after the act. at: with a time zone; kept in whole seconds.
    note: public; "" only where the act needs none. keys: press keys the act touches, `("story:7", "front")`.
    content: canonical JSON of a new version; None when the act makes none, and `version` is one already published.
    """

    number: int
    version: int
    act: Act
    at: datetime
    note: str
    keys: tuple[str, ...]
    content: str | None


def lock_head() -> LogHead:
    """The head of the record, locked until the transaction ends: one writer at a time, in every process.

    Take it before reading anything the act depends on, such as the next number. On SQLite the transaction itself is
    the lock (it begins IMMEDIATE). Raises NotInTransaction outside transaction.atomic(), BrokenRecord when the head
    is gone although there are entries.
    """
    _demand_transaction()
    head = LogHead.objects.select_for_update().filter(pk=HEAD_ID).first()
    if head is not None:
        return head
    if Entry.objects.exists():
        raise BrokenRecord("The record has entries and no head.")
    LogHead.objects.get_or_create(pk=HEAD_ID)
    return LogHead.objects.select_for_update().get(pk=HEAD_ID)


def append(head: LogHead, new: Sequence[NewEntry]) -> list[Entry]:
    """Write acts to the record, in this order; the written entries come back.

    head: from `lock_head` in the same transaction (and savepoint, if there is one); it is brought up to date.
    new: any number of acts, none included; in a batch of 1,000 each costs 0.1 to 0.2 ms.
    Writes Versions, Entries, Tiles and the head, or nothing; rings the doorbell once the transaction is committed.
    Raises NotInTransaction, BadEntry, VersionExists, VersionMissing, BrokenRecord. The transaction can then only be
    rolled back: whoever catches the error inside it can't commit half an act.
    """
    _demand_transaction()
    return _append(head, new) if new else []


@transaction.atomic(savepoint=False)
def _append(head: LogHead, new: Sequence[NewEntry]) -> list[Entry]:
    edge = _edges.edge_at(head)
    hashes = _write_versions(new)
    entries = _entries(new, first_seq=head.size + 1, hashes=hashes)
    leaves = b"".join([leaf_hash(_checked_leaf(entry)) for entry in entries])
    changed = grow(head.size, leaves, edge)
    _advance(head, entries, tiles={**edge, **changed})
    Entry.objects.write_once(entries)
    _write_tiles(changed)
    transaction.on_commit(partial(node_doorbell().ring, head.tick))
    return entries


def touch(keys: Iterable[str], *, withdraws: bool = False) -> None:
    """Have the pages that carry these keys printed anew although no act is performed: a comment was approved, say.

    Every node hears of it as it hears of acts, within the same second. withdraws: nobody may see again what was there
    before, not even while nothing newer can be had. Call it in the transaction that changes what the pages show, and
    not together with `append`. The record itself is not written. Raises NotInTransaction.
    """
    head = lock_head()
    head.tick += 1
    LogHead.objects.filter(pk=head.pk).update(tick=head.tick)
    Touch.objects.create(tick=head.tick, seq=head.size, keys=sorted(set(keys)), withdraws=withdraws)
    transaction.on_commit(partial(node_doorbell().ring, head.tick))


def forget_old_touches() -> int:
    """Delete the touches that nobody reads any more; how many there were. For the worker, now and then."""
    newest = LogHead.objects.filter(pk=HEAD_ID).values_list("tick", flat=True).first() or 0
    return Touch.objects.filter(tick__lte=newest - TOUCHES_KEPT).delete()[0]


def print_all_anew() -> None:
    """Have every stored page printed again although no act was performed: a section was renamed, say.

    For what stands on every page and changes a few times a year. The record itself is not written.
    """
    LogHead.objects.filter(pk=HEAD_ID).update(reprints=F("reprints") + 1)


def seal_versions(number: int) -> int:
    """Hide every version of a story from every output, keeping the text for a restore; how many there are.

    Part of the act that orders it, so only inside its transaction: raises NotInTransaction elsewhere.
    """
    _demand_transaction()
    return Version.objects.filter(number=number).update(sealed=True)


def unseal_versions(number: int) -> int:
    """Undo `seal_versions`; how many versions there are. Raises NotInTransaction outside one."""
    _demand_transaction()
    return Version.objects.filter(number=number).update(sealed=False)


def _demand_transaction() -> None:
    if not connection.in_atomic_block:
        raise NotInTransaction("The record is written inside transaction.atomic() only.")


def _write_versions(new: Sequence[NewEntry]) -> dict[VersionKey, str]:
    """The content hash of every version the acts name; writes those that are new."""
    rows = [
        Version(
            number=entry.number,
            version=entry.version,
            content=entry.content,
            content_hash=sha256(entry.content.encode()).hexdigest(),
        )
        for entry in new
        if entry.content is not None
    ]
    hashes = {(row.number, row.version): row.content_hash for row in rows}
    if len(rows) < len(new):
        hashes |= _published_hashes(new)
    try:
        Version.objects.write_once(rows)
    except IntegrityError as error:
        raise VersionExists("One of these versions is already in the record.") from error
    return hashes


def _published_hashes(new: Sequence[NewEntry]) -> dict[VersionKey, str]:
    numbers = {entry.number for entry in new if entry.content is None}
    rows = Version.objects.filter(number__in=numbers).values_list("number", "version", "content_hash")
    return {(number, version): content_hash for number, version, content_hash in rows}


def _entries(new: Sequence[NewEntry], *, first_seq: int, hashes: Mapping[VersionKey, str]) -> list[Entry]:
    recorded_at = now().replace(microsecond=0)
    rows = []
    for seq, entry in enumerate(new, start=first_seq):
        content_hash = hashes.get((entry.number, entry.version))
        if content_hash is None:
            raise VersionMissing(f"Story {entry.number} has no version {entry.version} in the record.")
        rows.append(
            Entry(
                seq=seq,
                number=entry.number,
                version=entry.version,
                act=entry.act.value,
                at=entry.at.replace(microsecond=0),
                recorded_at=recorded_at,
                note=entry.note,
                content_hash=content_hash,
                keys=list(entry.keys),
            )
        )
    return rows


def _checked_leaf(entry: Entry) -> bytes:
    if "\x00" in entry.note or any("\x00" in key for key in entry.keys):
        raise BadEntry(f"Entry {entry.seq} can't be written: PostgreSQL keeps no NUL character.")
    try:
        leaf = entry.leaf()
    except ValueError as error:
        raise BadEntry(f"Entry {entry.seq} can't be written: {error}.") from error
    if len(leaf) > LEAF_BYTES_AT_MOST:
        raise BadEntry(f"Entry {entry.seq} has {len(leaf)} bytes; the note is too long, or there are too many keys.")
    return leaf


def _write_tiles(changed: Mapping[Coordinates, bytes]) -> None:
    Tile.objects.bulk_create(
        [Tile(level=level, index=index, hashes=hashes) for (level, index), hashes in changed.items()],
        update_conflicts=True,
        unique_fields=["level", "index"],
        update_fields=["hashes"],
    )


def _advance(head: LogHead, entries: Sequence[Entry], *, tiles: Mapping[Coordinates, bytes]) -> None:
    size, tick = entries[-1].seq, head.tick + len(entries)
    root = root_over(size, tiles)
    highest_number = max(head.highest_number, max(entry.number for entry in entries))
    # Holds only while the caller's head is the one in the database: a head that was not locked can't fork the record.
    moved = LogHead.objects.filter(pk=head.pk, size=head.size, root=head.root, tick=head.tick).update(
        size=size, root=root, highest_number=highest_number, tick=tick
    )
    if not moved:
        raise BrokenRecord("The head of the record moved on: it was not locked by this transaction.")
    head.size, head.root, head.highest_number, head.tick = size, root, highest_number, tick
    _edges.remember(head, tiles)
