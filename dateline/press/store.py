"""The pages on disk: one SQLite file of this node, shared by its processes, that may vanish at any time.

Nothing in here is ever an error for the caller. A store that can't be read is empty, one that can't be written stays as
it is; the first failure of a kind is logged.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.press.pages import Page
from dateline.press.store_file import StoreFile

# A purge makes room for a while: it frees a tenth.
_ROOM_AFTER_PURGE = 0.9
_PURGE_STEP_PAGES = 64
_MOST_TOUCHED_KEYS = 200_000

_FIND = """
SELECT key, status, headers, plain, gzip, br, digest, keys, seq, seconds, printed_at, bytes, checksum,
    coalesce((SELECT max(touched.seq) FROM json_each(pages.keys) JOIN touched ON touched.key = value), 0) <= seq
FROM pages WHERE key = ?
"""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """How far this node has read the record.

    mark: what the entry at `seq` looked like, to recognise another record. reprints: how often every page had been
    ordered to be printed anew.
    """

    seq: int
    mark: str
    reprints: int = 0


_TOUCHED_SINCE = "SELECT 1 FROM json_each(?) JOIN touched ON touched.key = value WHERE touched.seq > ? LIMIT 1"


class PageStore:
    """Pages by key, and the keys touched since. Safe for threads; each process opens one of its own after forking."""

    def __init__(self, path: Path, *, limit_bytes: int, edition: str) -> None:
        self._limit_bytes = limit_bytes
        self._withdrawn: dict[str, int] = {}
        self._file = StoreFile(path, limit_bytes=limit_bytes, edition=edition)

    def place(self) -> Place | None:
        """How far the node got, or None when the store is new or can't be read."""
        row = self._file.read_one("SELECT seq, mark, reprints FROM node WHERE seq IS NOT NULL")
        return Place(*row) if row else None

    def tend(self) -> bool:
        """Open the file if need be, and drop what no page needs any more. True when the file was opened just now.

        To be called by one thread, once at the start and then now and then. After True, pages may be in here that
        were touched since `place()`: go on reading the record from there.
        """
        if self._file.tend():
            return True
        self._file.write(_forget_old_touches)
        return False

    def get(self, page_key: str) -> tuple[Page, bool] | None:
        """The stored page and whether it is fresh by what this store knows; None when it isn't here or is damaged."""
        row = self._file.read_one(_FIND, page_key)
        page = _page_from(row) if row else None
        if row is None or page is None or self._is_withdrawn(page):
            return None
        return page, bool(row[-1])

    def put(self, page: Page, *, reprints: int = 0) -> None:
        """Keep a page, unless a younger one is there already.

        reprints: as known when rendering began; a page from before the last order to print all anew is not kept.
        """
        bodies = page.bodies
        row: Row = (
            page.key,
            page.status,
            json.dumps(page.headers),
            bodies.get("identity"),
            bodies.get("gzip"),
            bodies.get("br"),
            page.digest,
            json.dumps(sorted(page.keys)),
            page.seq,
            page.seconds,
            page.printed_at,
            page.size_bytes,
        )
        row = (*row, _checksum(row))

        def write(connection: Any) -> None:
            # Without a place nobody notes touches, and the page could never become stale.
            seq, ordered = connection.execute("SELECT seq, reprints FROM node").fetchone()
            if seq is None or ordered != reprints:
                return
            if connection.execute(_TOUCHED_SINCE, (json.dumps(sorted(page.keys)), page.seq)).fetchone():
                # An act came in between: nobody needs this page, and after a kill nobody may have it.
                return
            old = connection.execute("SELECT bytes, seq FROM pages WHERE key = ?", (page.key,)).fetchone()
            if old and old[1] > page.seq:
                return
            places = ",".join("?" * len(row))
            connection.execute(f"INSERT OR REPLACE INTO pages VALUES ({places})", row)  # noqa: S608 - question marks only
            self._account(connection, page.size_bytes - (old[0] if old else 0))

        self._file.write(write)

    def touch(
        self, touched: Mapping[str, int], *, since: int, place: Place, withdrawn: Mapping[str, int] | None = None
    ) -> int | None:
        """Note the keys touched by the entries after `since` up to `place.seq`, and move the node's place there.

        withdrawn: keys of kills, with their seq: every page from before that depends on one of them is forgotten with
        the same stroke. That reads every row, in about a second at a hundred thousand. Where the disk can't be
        written, this process at least does not give out the pages any more.

        Another process may have done so already; doing it twice changes nothing. Gives the seq to go on from:
        `place.seq`, or less when entries before `since` are missing in this store; then nothing was noted. None: the
        store can't be written.
        """

        self._withdrawn.update(withdrawn or {})

        def write(connection: Any) -> int:
            if withdrawn:
                _delete_withdrawn(connection, withdrawn)
            (seq,) = connection.execute("SELECT seq FROM node").fetchone()
            if seq is not None and seq < since:
                return int(seq)
            connection.executemany(
                "INSERT INTO touched VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET seq = max(seq, excluded.seq)",
                list(touched.items()),
            )
            if seq is None or seq < place.seq:
                connection.execute(
                    "UPDATE node SET seq = ?, mark = ?, reprints = max(coalesce(reprints, 0), ?)",
                    (place.seq, place.mark, place.reprints),
                )
            return place.seq

        result: int | None = self._file.write(write)
        return result

    def start_anew(self, place: Place) -> None:
        """Drop every page and begin at this place of the record."""

        def write(connection: Any) -> None:
            connection.execute("DELETE FROM pages")
            connection.execute("DELETE FROM touched")
            values = (place.seq, place.mark, place.reprints)
            connection.execute("UPDATE node SET seq = ?, mark = ?, reprints = ?, bytes = 0", values)
            # Of another record, perhaps, whose seqs say nothing about this one's pages.
            self._withdrawn.clear()

        self._file.write(write)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _is_withdrawn(self, page: Page) -> bool:
        return any(self._withdrawn.get(key, 0) > page.seq for key in page.keys)

    def _account(self, connection: Any, by_bytes: int) -> None:
        connection.execute("UPDATE node SET bytes = bytes + ?", (by_bytes,))
        (size_bytes,) = connection.execute("SELECT bytes FROM node").fetchone()
        if size_bytes <= self._limit_bytes:
            return
        while size_bytes > self._limit_bytes * _ROOM_AFTER_PURGE:
            oldest = connection.execute(
                "SELECT rowid, bytes FROM pages ORDER BY rowid LIMIT ?", (_PURGE_STEP_PAGES,)
            ).fetchall()
            if not oldest:
                size_bytes = 0
                break
            connection.execute("DELETE FROM pages WHERE rowid <= ?", (oldest[-1][0],))
            size_bytes -= sum(row[1] for row in oldest)
        connection.execute("UPDATE node SET bytes = ?", (size_bytes,))


def _page_from(row: Row) -> Page | None:
    """The page of a row, or None when the row was damaged on disk."""
    key, status, headers, plain, zipped, br, digest, keys, seq, seconds, printed_at, _bytes, checksum, _fresh = row
    if checksum != _checksum(row[:-2]):
        return None
    bodies = {"identity": plain, "gzip": zipped, "br": br}
    return Page(
        key=key,
        status=status,
        headers=tuple((name, value) for name, value in json.loads(headers)),
        bodies={coding: body for coding, body in bodies.items() if body is not None},
        digest=digest,
        keys=frozenset(json.loads(keys)),
        seq=seq,
        seconds=seconds,
        printed_at=printed_at,
    )


def _checksum(row: Row) -> int:
    """A number over everything stored of a page: disks flip bits, and SQLite does not look."""
    total = 0
    for value in row:
        total = zlib.crc32(value if isinstance(value, bytes) else str(value).encode(), total)
    return total


def _delete_withdrawn(connection: Any, withdrawn: Mapping[str, int]) -> None:
    doomed = """
        WHERE EXISTS (
            SELECT 1 FROM json_each(pages.keys) AS has JOIN json_each(?) AS withdrawn ON withdrawn.key = has.value
            WHERE pages.seq < withdrawn.value
        )"""
    text = json.dumps(withdrawn)
    (freed,) = connection.execute(f"SELECT coalesce(sum(bytes), 0) FROM pages {doomed}", (text,)).fetchone()  # noqa: S608
    connection.execute(f"DELETE FROM pages {doomed}", (text,))  # noqa: S608
    connection.execute("UPDATE node SET bytes = max(bytes - ?, 0)", (freed,))


def _forget_old_touches(connection: Any) -> None:
    """Drop the pages of long ago, and the touches older than every page left."""
    (count,) = connection.execute("SELECT count(*) FROM touched").fetchone()
    if count <= _MOST_TOUCHED_KEYS:
        return
    (cut,) = connection.execute(
        "SELECT seq FROM touched ORDER BY seq DESC LIMIT 1 OFFSET ?", (_MOST_TOUCHED_KEYS // 2,)
    ).fetchone()
    (freed,) = connection.execute("SELECT coalesce(sum(bytes), 0) FROM pages WHERE seq < ?", (cut,)).fetchone()
    connection.execute("DELETE FROM pages WHERE seq < ?", (cut,))
    connection.execute("DELETE FROM touched WHERE seq <= ?", (cut,))
    connection.execute("UPDATE node SET bytes = max(bytes - ?, 0)", (freed,))
