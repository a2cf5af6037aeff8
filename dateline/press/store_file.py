"""The SQLite file under the page store: opening it, beginning anew when it is damaged, and never failing loudly."""

import contextlib
import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from pysqlite3 import dbapi2 as sqlite3

T = TypeVar("T")

# A page worth keeping is worth a short wait; a reader waits for none of this.
_BUSY_SECONDS = 1.0
_RETRY_SECONDS = 5.0
_PAGE_BYTES = 4_096
# Goes up with every change of the tables; a file of another format is thrown away.
_FORMAT = 1

_SCHEMA = """
CREATE TABLE IF NOT EXISTS pages (
    key TEXT NOT NULL UNIQUE, status INTEGER NOT NULL, headers TEXT NOT NULL,
    plain BLOB, gzip BLOB, br BLOB, digest TEXT NOT NULL, keys TEXT NOT NULL,
    seq INTEGER NOT NULL, seconds REAL NOT NULL, printed_at REAL NOT NULL, bytes INTEGER NOT NULL,
    checksum INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS touched (key TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS node (
    id INTEGER PRIMARY KEY CHECK (id = 1), edition TEXT NOT NULL, seq INTEGER, mark TEXT, reprints INTEGER,
    bytes INTEGER NOT NULL
);
"""

logger = logging.getLogger(__name__)


class _OtherFormat(sqlite3.DatabaseError):
    """The file was written by a program with other tables."""


class StoreFile:
    """One connection for reading, one for writing, each behind a lock; both None while the file can't be used.

    Connections change only in `tend`, with both locks held: a reader never waits for a file to be opened.
    """

    def __init__(self, path: Path, *, limit_bytes: int, edition: str) -> None:
        self._path = path
        self._limit_bytes = limit_bytes
        self._edition = edition
        self._read_lock, self._write_lock = Lock(), Lock()
        self._reader: Any = None
        self._writer: Any = None
        self._inode = 0
        self._is_damaged = False
        self._next_attempt = 0.0
        self._complaints: set[str] = set()

    def read_one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """The first row, or None: nothing there, or the file can't be read."""
        with self._read_lock:
            if self._reader is None or self._is_damaged:
                return None
            try:
                row: tuple[Any, ...] | None = self._reader.execute(sql, values).fetchone()
            except sqlite3.Error as error:
                self._failed("read", error)
                return None
            return row

    def write(self, work: Callable[[Any], T]) -> T | None:
        """Run `work` in one transaction. None when it could not be written; then nothing of it was."""
        with self._write_lock:
            if self._writer is None or self._is_damaged:
                return None
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                result = work(self._writer)
                self._writer.execute("COMMIT")
            except sqlite3.Error as error:
                with contextlib.suppress(sqlite3.Error):
                    self._writer.execute("ROLLBACK")
                self._failed("written", error)
                return None
            return result

    def tend(self) -> bool:
        """Open the file where it isn't open, was damaged, taken away or replaced. True when it was opened now."""
        with self._read_lock, self._write_lock:
            is_gone = self._reader is not None and _inode(self._path) != self._inode
            if self._writer is not None and not (is_gone or self._is_damaged):
                return False
            if time.monotonic() < self._next_attempt and not is_gone:
                return False
            self._next_attempt = time.monotonic() + _RETRY_SECONDS
            self._close()
            if self._is_damaged and not is_gone:
                self._remove()
            self._is_damaged = False
            self._open()
            return self._reader is not None

    def close(self) -> None:
        """Close both connections."""
        with self._read_lock, self._write_lock:
            self._close()

    def _open(self) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._connect()
            except sqlite3.DatabaseError as error:
                if not _is_damage(error):
                    raise
                logger.warning("The page store %s is damaged (%s): beginning a new one", self._path, error)
                self._close()
                self._remove()
                self._connect()
        except (sqlite3.Error, OSError) as error:
            self._failed("opened for writing", error)
            self._close()
            self._open_unwritable()

    def _connect(self) -> None:
        address = self._path.absolute().as_uri()
        self._writer = _connection(f"{address}?mode=rwc")
        for pragma in (
            "journal_mode=WAL",
            # A power cut may lose the last pages and the place together, never one without the other.
            "synchronous=NORMAL",
            "journal_size_limit=16777216",
            # What is withdrawn is overwritten, not only forgotten.
            "secure_delete=ON",
            f"max_page_count={self._limit_bytes * 5 // 4 // _PAGE_BYTES + 256}",
        ):
            self._writer.execute(f"PRAGMA {pragma}")
        (found,) = self._writer.execute("PRAGMA user_version").fetchone()
        if found not in {0, _FORMAT}:
            raise _OtherFormat(f"format {found} instead of {_FORMAT}")
        self._writer.executescript(_SCHEMA)
        self._writer.execute(f"PRAGMA user_version={_FORMAT}")
        self._adopt_edition()
        self._reader = _connection(f"{address}?mode=rw")
        self._reader.execute("SELECT seq FROM node").fetchone()
        self._inode = _inode(self._path)

    def _adopt_edition(self) -> None:
        """Pages printed by another edition of the program are worth nothing."""
        self._writer.execute("BEGIN IMMEDIATE")
        row = self._writer.execute("SELECT edition FROM node").fetchone()
        if row != (self._edition,):
            for table in ("pages", "touched", "node"):
                self._writer.execute(f"DELETE FROM {table}")  # noqa: S608 - three names of ours
            self._writer.execute("INSERT INTO node VALUES (1, ?, NULL, NULL, NULL, 0)", (self._edition,))
        self._writer.execute("COMMIT")

    def _open_unwritable(self) -> None:
        """On a read-only disk: read what was there at the last checkpoint."""
        with contextlib.suppress(sqlite3.Error):
            reader = _connection(f"{self._path.absolute().as_uri()}?mode=ro&immutable=1")
            if reader.execute("SELECT edition FROM node").fetchone() == (self._edition,):
                self._reader, self._inode = reader, _inode(self._path)
            else:
                reader.close()

    def _close(self) -> None:
        for connection in (self._reader, self._writer):
            if connection is not None:
                with contextlib.suppress(sqlite3.Error):
                    connection.close()
        self._reader = self._writer = None

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            with contextlib.suppress(OSError):
                self._path.with_name(self._path.name + suffix).unlink()

    def _failed(self, doing: str, error: Exception) -> None:
        self._is_damaged = self._is_damaged or _is_damage(error)
        if str(error) not in self._complaints:
            self._complaints.add(str(error))
            logger.warning("The page store %s could not be %s: %s", self._path, doing, error)


def _is_damage(error: Exception) -> bool:
    """Whether the file itself is broken, not merely busy, full or forbidden."""
    if isinstance(error, _OtherFormat):
        return True
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _connection(uri: str) -> Any:
    connection = sqlite3.connect(
        uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=32
    )
    connection.execute("PRAGMA cache_size=-2000")
    return connection


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0
