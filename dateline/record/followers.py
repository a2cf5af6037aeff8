"""Neighbours hear of each other through the record: a follower gets every entry, in order, at least once.

A follower is a name and a handler, registered from AppConfig.ready(). Its Cursor row says how far it has read.

- The cursor moves only after the handler returned. A crash in between means the same entries come again, so a handler
  must be able to run twice.
- No lock is held while a handler runs. Two workers may therefore hand the same entries to the same handler at the
  same time, and neither skips any: what is handed over always begins right after the cursor, entries become visible in
  the order of seq (writers hold the head's lock until they have committed), and the cursor moves by a conditional
  update from the very place the entries were read after. Whoever comes second moves nothing.
- A handler that raises stops only its own follower: the error is on its Cursor, and it rests for 1, 2, 4, … up to
  64 seconds.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.db.models import F
from django.utils.timezone import now

from dateline.record.errors import FollowerNameTaken, UnknownFollower
from dateline.record.models import Cursor, Entry
from dateline.record.queries import entries_after

Handler = Callable[[Sequence[Entry]], None]

_ERROR_CHARACTERS = 1_000
_REST_DOUBLES_AT_MOST = 6

_handlers: dict[str, Handler] = {}

logger = logging.getLogger(__name__)


def follow(name: str, handler: Handler) -> None:
    """Give every entry of the record, past and future, to `handler`, in order and in batches, oldest first.

    name: of the cursor, `search`; at most 80 characters, unique, and kept for ever. handler: takes a list that is never
    empty, may be called again with entries it has had, and raises when it could not do its work.
    Raises FollowerNameTaken when another handler has the name.
    """
    if _handlers.setdefault(name, handler) is not handler:
        raise FollowerNameTaken(name)


def unfollow(name: str) -> None:
    """Forget a follower; its cursor stays. For tests and for tools that follow for a while."""
    _handlers.pop(name, None)


def follower_names() -> list[str]:
    """Who follows the record in this process."""
    return sorted(_handlers)


def follow_once(name: str, *, limit: int = 500) -> int:
    """Hand the next entries, at most `limit`, to one follower; how many there were, 0 when it has read everything.

    Raises whatever the handler raised, after noting it on the Cursor, and UnknownFollower.
    """
    if name not in _handlers:
        raise UnknownFollower(name)
    cursor, _ = Cursor.objects.get_or_create(name=name)
    return _hand_over(cursor, limit=limit)


def run_followers() -> int:
    """One batch for every follower that is not resting after a failure; how many entries were handed over in all.

    Call it again at once while it returns more than 0. One follower's failure is logged and noted on its Cursor, and
    the others go on. Raises DatabaseError when the cursors themselves can't be read.
    """
    known = Cursor.objects.in_bulk(list(_handlers))
    for name in _handlers.keys() - known.keys():
        known[name], _ = Cursor.objects.get_or_create(name=name)
    moment = now()
    return sum(_isolated(cursor) for _, cursor in sorted(known.items()) if not _is_resting(cursor, moment))


def _isolated(cursor: Cursor) -> int:
    try:
        return _hand_over(cursor, limit=500)
    except Exception:
        logger.exception("The follower %s failed after entry %s.", cursor.name, cursor.seq)
        return 0


def _hand_over(cursor: Cursor, *, limit: int) -> int:
    entries = entries_after(cursor.seq, limit)
    if not entries:
        return 0
    try:
        _handlers[cursor.name](entries)
    except Exception as error:
        _note_failure(cursor, error)
        raise
    Cursor.objects.filter(name=cursor.name, seq=cursor.seq).update(
        seq=entries[-1].seq, failures=0, error="", updated_at=now()
    )
    return len(entries)


def _note_failure(cursor: Cursor, error: Exception) -> None:
    text = f"{type(error).__name__}: {error}"[:_ERROR_CHARACTERS].replace("\x00", "")
    try:
        Cursor.objects.filter(name=cursor.name, seq=cursor.seq).update(
            failures=F("failures") + 1, error=text, updated_at=now()
        )
    except DatabaseError:
        # The handler's own error says more than that the database is away as well.
        logger.warning("The failure of the follower %s could not be noted.", cursor.name, exc_info=True)


def _is_resting(cursor: Cursor, moment: datetime) -> bool:
    if not cursor.failures:
        return False
    rest_seconds = 2 ** min(cursor.failures - 1, _REST_DOUBLES_AT_MOST)
    return moment < cursor.updated_at + timedelta(seconds=rest_seconds)
