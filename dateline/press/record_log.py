"""The record, as the press reads it: acts, and touches between them, on one clock.

What the press calls seq are the record's ticks: an entry's own seq says nothing of the touches before it.
"""

import contextlib
import time
from collections.abc import Sequence

from django.db import connection

from dateline.press.following import Head, Touch
from dateline.record import queries
from dateline.record.models import Act, Entry
from dateline.record.models import Touch as TouchRow

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
        return Head(seq=head.tick, highest_number=head.highest_number, reprints=head.reprints)

    def touches_after(self, seq: int, limit: int) -> Sequence[Touch]:
        """What happened after `seq`: entries, each with its keys and that of its story, and touches."""
        return [_touch(tick, row) for tick, row in queries.happened_after(seq, limit)]

    def hang_up(self) -> None:
        """Close this thread's connection; the next question opens another."""
        self._connected_at = time.monotonic()
        # Closing a connection that broke may fail once more; it is gone either way.
        with contextlib.suppress(Exception):
            connection.close()


def _touch(tick: int, row: Entry | TouchRow) -> Touch:
    if isinstance(row, TouchRow):
        keys = tuple(row.keys)
        return Touch(seq=tick, keys=keys, withdraws=row.withdraws, mark=f"touch {' '.join(keys)}"[:200])
    return Touch(
        seq=tick,
        keys=(f"story:{row.number}", *row.keys),
        withdraws=row.act == Act.KILL,
        mark=f"{row.number}.{row.version}.{row.act}.{row.recorded_at.timestamp():.0f}.{row.content_hash}",
    )
