"""Recomputes the whole record from the database and says what does not fit; reads only.

What it can't find: a record rewritten from end to end, entries, tiles, versions and head alike. That takes somebody
outside who remembers an earlier root.
"""

from collections.abc import Callable

from django.db.models import Max, Min

from dateline.lib.merkle import HASH_BYTES, TILE_WIDTH
from dateline.record.findings import Findings, Problem, Report
from dateline.record.models import HEAD_ID, Cursor, Entry, LogHead, Tile, Version
from dateline.record.queries import tile_reader
from dateline.record.verify_entries import EntryCheck
from dateline.record.verify_tree import TreeCheck
from dateline.record.verify_versions import VersionCheck

__all__ = ["Problem", "Report", "verify"]


def verify(progress: Callable[[int, int], None] | None = None) -> Report:
    """Every hash recomputed from the rows, and every way in which they do not fit each other.

    progress: called as `progress(entries done, entries in all)`, every 256 entries. Runs beside writers: it checks the
    record as long as it was at the start. Memory does not grow with the record.
    """
    findings = Findings()
    head = _checked_head(findings)
    root = _bytes_of(head.root)
    read_tile = tile_reader()
    versions = VersionCheck(findings)
    entries = EntryCheck(head.size, root, read_tile, findings)
    entries.run(versions.check, progress or _say_nothing)
    versions.check_for_strays()
    tree = TreeCheck(
        size=head.size, root=root, read_tile=read_tile, findings=findings, changed_tiles=entries.changed_tiles
    )
    return Report(
        entries=Entry.objects.count(),
        versions=Version.objects.count(),
        root=tree.run(),
        problems=findings.in_order(),
        unlisted=findings.unlisted,
    )


def _checked_head(findings: Findings) -> LogHead:
    """The head, after it was compared with how far entries, tiles and cursors reach.

    Those are read before it: a writer at work in between makes the head longer than them, never shorter.
    """
    reach = Entry.objects.aggregate(first=Min("seq"), seq=Max("seq"), number=Max("number"))
    last_seq, highest_number = reach["seq"] or 0, reach["number"] or 0
    tiled = _tiled_size()
    cursors = list(Cursor.objects.order_by("name").values_list("name", "seq"))
    head = LogHead.objects.filter(pk=HEAD_ID).first()
    if head is None:
        findings.add("The head of the record is missing.")
        return LogHead(size=last_seq)
    if reach["first"] is not None and reach["first"] < 1:
        findings.add(f"Entry {reach['first']} stands before the first.", seq=reach["first"])
    if last_seq > head.size:
        findings.add(f"The head says {head.size} entries, but there are entries up to {last_seq}.", seq=head.size + 1)
    if tiled > head.size:
        findings.add(f"The tree has {tiled} hashes, the head says {head.size} entries: the record was cut short.")
    for name, seq in cursors:
        if seq > head.size:
            findings.add(f"The follower {name} has read to entry {seq}; the record now ends at {head.size}.")
    if highest_number > head.highest_number or (last_seq == head.size and highest_number < head.highest_number):
        findings.add(f"The highest story number is {highest_number}; the head says {head.highest_number}.")
    return head


def _bytes_of(root: str) -> bytes:
    """The root as bytes; empty, which fits nothing, when it is not one."""
    try:
        return bytes.fromhex(root)
    except ValueError:
        return b""


def _tiled_size() -> int:
    """How many leaf hashes the tiles hold."""
    last = Tile.objects.filter(level=0).order_by("-index").first()
    return last.index * TILE_WIDTH + len(last.hashes) // HASH_BYTES if last else 0


def _say_nothing(done: int, total: int) -> None:
    """The progress of somebody who did not ask."""
