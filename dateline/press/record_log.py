"""The record, as the press reads it."""

import contextlib
import time
from collections.abc import Sequence

from django.db import connection

from dateline.press.following import Head, Touch
from dateline.record import queries
from dateline.record.models import Act, Entry

# A database file that was replaced (a restore) is noticed by opening it again.
_CONNECTION_SECONDS = 30.0


class RecordLog:
    """The log of `following.Log`, through Django's connection of the calling thread."""

    def __init__(self) -> None:
        self._connected_at = time.monotonic()

    def head(self) -> Head:
        """The end of the record; raises django.db.Error when the database can't be reached."""
        if time.monotonic() - self._connected_at > _CONNECTION_SECONDS:
            self.hang_up()
        head = queries.head()
        return Head(seq=head.size, highest_number=head.highest_number, reprints=head.reprints)

    def touches_after(self, seq: int, limit: int) -> Sequence[Touch]:
        """The entries after `seq`, each with its keys and that of its story."""
        return [_touch(entry) for entry in queries.entries_after(seq, limit)]

    def hang_up(self) -> None:
        """Close this thread's connection; the next question opens another."""
        self._connected_at = time.monotonic()
        # Closing a connection that broke may fail once more; it is gone either way.
        with contextlib.suppress(Exception):
            connection.close()


def _touch(entry: Entry) -> Touch:
    return Touch(
        seq=entry.seq,
        keys=(f"story:{entry.number}", *entry.keys),
        withdraws=entry.act == Act.KILL,
        mark=f"{entry.number}.{entry.version}.{entry.act}.{entry.recorded_at.timestamp():.0f}.{entry.content_hash}",
    )
