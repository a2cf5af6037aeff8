"""Move SQLite's write-ahead log into the database file, from one process: the worker."""

from django.db import connection


def checkpoint_wal() -> None:
    """Copy what readers no longer need out of the log, without making anybody wait. Does nothing on PostgreSQL.

    PASSIVE never blocks a reader or a writer. What it can't copy now, because a reader still needs it, comes next time.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
            cursor.fetchall()
