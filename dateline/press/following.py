"""How the press hears of acts: one thread per process reads the record and throws out the pages that were touched."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Condition, Event, Thread
from typing import Protocol

from dateline.press.hot import HotSet
from dateline.press.store import PageStore, Place

POLL_SECONDS = 0.25
# A reader who comes right after an act waits this long for the press to hear of it. Reading one entry takes about 2 ms.
WAIT_SECONDS = 0.5
BATCH_ENTRIES = 500
# Reading more than this costs more than printing the pages again.
FAR_BEHIND_ENTRIES = 10_000
_TEND_SECONDS = 5.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the record ends: the seq of its last entry, and the highest story number given.

    reprints: how often every page was ordered to be printed anew without an act, as when a section is renamed.
    """

    seq: int
    highest_number: int
    reprints: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One entry as the press sees it.

    mark: a text no other entry at this seq would have. withdraws: nobody may see again what was there before, not even
    when nothing newer can be had.
    """

    seq: int
    keys: tuple[str, ...]
    mark: str
    withdraws: bool = False


class Log(Protocol):
    """Where acts are read from. Its methods may raise anything: then the press goes on with what it has."""

    def head(self) -> Head:
        """The end of the record."""

    def touches_after(self, seq: int, limit: int) -> Sequence[Touch]:
        """At most `limit` entries after `seq`, oldest first, without a gap."""

    def hang_up(self) -> None:
        """Give the connection back: the last question failed. Never raises."""


class Follower:
    """Keeps the hot set and the store in step with the record.

    level: every ring of the bell up to here has been heard and obeyed; the layer compares it with the bell on each
    request. applied: the last entry obeyed, None before the record was ever reached. is_cut_off: the record can't be
    read at the moment.
    """

    def __init__(self, log: Log, *, hot: HotSet, store: PageStore, heard: Callable[[], int]) -> None:
        self.level = 0
        self.applied: int | None = None
        self.highest_number: int | None = None
        self.reprints = 0
        self.is_cut_off = False
        self.on_touch: Callable[[], None] = lambda: None
        self._log = log
        self._hot = hot
        self._store = store
        self._heard = heard
        self._is_first_contact = True
        self._is_placeless = False
        self._next_tending = 0.0
        self._change = Condition()
        self._wake = Event()
        self._stop = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Open the store, and follow the record in a thread of its own."""
        self.open_store()
        self._thread = Thread(target=self._run, name="press-follower", daemon=True)
        self._thread.start()

    def open_store(self) -> None:
        """Open the store if it isn't open, or is no longer the one at its path; read on from where it is."""
        self._next_tending = time.monotonic() + _TEND_SECONDS
        if self._store.tend():
            place = self._store.place()
            self._is_placeless = place is None
            if place is not None and (self.applied is None or place.seq < self.applied):
                self.applied = place.seq
                self._is_first_contact = True
                self.reprints = place.reprints

    def stop(self) -> None:
        """End the thread and its connection; for tests."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def keep_up(self) -> None:
        """Return once every act that is committed on this machine has been obeyed; not later than WAIT_SECONDS."""
        bell = self._heard()
        if self._is_level_with(bell):
            return
        self._wake.set()
        with self._change:
            self._change.wait_for(lambda: self._is_level_with(bell) or self.is_cut_off, timeout=WAIT_SECONDS)

    def catch_up(self) -> None:
        """Read and obey everything new. Raises whatever the log raises."""
        bell = self._heard()
        head = self._log.head()
        if self._must_start_anew(head):
            self._start_anew(head)
        while self.applied is not None and self.applied < head.seq:
            touches = self._log.touches_after(self.applied, BATCH_ENTRIES)
            if not touches:
                break
            self.applied = self._obey(self.applied, touches)
        if self._is_placeless and self.applied is not None:
            self._is_placeless = False
            self._store.start_anew(self._place_at(self.applied, reprints=self.reprints))
        self.highest_number = head.highest_number
        self.level = max(self.level, bell, head.seq)

    def _is_level_with(self, bell: int) -> bool:
        return self.applied is not None and bell <= self.level

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                if time.monotonic() > self._next_tending:
                    self.open_store()
                self.catch_up()
                self._reached()
            except Exception as error:
                self._lost(error)
            with self._change:
                self._change.notify_all()
            self._wake.wait(POLL_SECONDS)
        self._log.hang_up()

    def _reached(self) -> None:
        if self.is_cut_off:
            logger.warning("The record can be read again")
        self.is_cut_off = False

    def _lost(self, error: Exception) -> None:
        if not self.is_cut_off:
            logger.warning("The record can't be read, serving the pages there are: %s", error)
        self.is_cut_off = True
        self._log.hang_up()
        # Not in a tight circle when the bell goes on ringing.
        self._stop.wait(POLL_SECONDS)

    def _must_start_anew(self, head: Head) -> bool:
        """Whether stored pages can't be brought up to date: too far behind, from another record, all to be anew."""
        if self.applied is None or not 0 <= head.seq - self.applied <= FAR_BEHIND_ENTRIES:
            return True
        if head.reprints != self.reprints:
            return True
        if not self._is_first_contact:
            return False
        self._is_first_contact = False
        place = self._store.place()
        return place is not None and place.mark != self._mark_at(place.seq)

    def _place_at(self, seq: int, *, reprints: int) -> Place:
        return Place(seq=seq, mark=self._mark_at(seq), reprints=reprints)

    def _mark_at(self, seq: int) -> str:
        touches = self._log.touches_after(seq - 1, 1) if seq else ()
        return touches[0].mark if touches else ""

    def _start_anew(self, head: Head) -> None:
        self._is_first_contact = self._is_placeless = False
        place = self._place_at(head.seq, reprints=head.reprints)
        self._hot.clear(floor=head.seq)
        self.on_touch()
        self._store.start_anew(place)
        self.reprints = head.reprints
        self.applied = head.seq

    def _obey(self, since: int, touches: Sequence[Touch]) -> int:
        """Throw out what was touched; gives the seq to go on from."""
        touched = {key: touch.seq for touch in touches for key in touch.keys}
        self._hot.touch(touched)
        self.on_touch()
        withdrawn = {key: touch.seq for touch in touches if touch.withdraws for key in touch.keys}
        place = Place(seq=touches[-1].seq, mark=touches[-1].mark, reprints=self.reprints)
        went_to = self._store.touch(touched, since=since, place=place, withdrawn=withdrawn)
        return place.seq if went_to is None else went_to
