"""Where finished pages lie: in memory, on disk, and for a few seconds the notes that something does not exist."""

import time
from dataclasses import dataclass
from threading import Lock

from dateline.press.following import Follower
from dateline.press.hot import HotSet
from dateline.press.pages import Page
from dateline.press.store import PageStore

MISSING_SECONDS = 10.0
_MOST_MISSING = 10_000


@dataclass(frozen=True, slots=True)
class Found:
    """A page, and what it is: `hot` (from memory), `stored` (from disk, fresh), or `stale` (touched since)."""

    page: Page
    state: str

    @property
    def is_fresh(self) -> bool:
        """Whether readers may have it without further ado."""
        return self.state != "stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Up to where this process knew the record at one moment: entries, orders to print all anew, clearings."""

    seq: int
    reprints: int
    in_round: int


class Stock:
    """Finds and keeps pages. Nothing found here is ever staler than the record this process has read."""

    def __init__(self, *, hot: HotSet, store: PageStore, follower: Follower) -> None:
        self.hot = hot
        self._store = store
        self._follower = follower

    def find(self, key: str) -> Found | None:
        """The page stored under this key, or None. A fresh one from disk is in memory from now on."""
        page = self.hot.page(key)
        if page is not None:
            return Found(page, "hot")
        # Read first: whatever is touched after this keeps the page out of memory.
        in_round, applied = self.hot.rounds, self._follower.applied
        found = self._store.get(key)
        if found is None:
            return None
        page, seems_fresh = found
        if applied is None or not (seems_fresh and self.hot.untouched_since(page.keys, page.seq)):
            return Found(page, "stale")
        self.hot.put(page, fresh_at=applied, in_round=in_round)
        return Found(page, "stored")

    def edge(self) -> Edge | None:
        """What a page made from now on will surely show; None before the record was ever reached."""
        in_round, reprints, seq = self.hot.rounds, self._follower.reprints, self._follower.applied
        return None if seq is None else Edge(seq=seq, reprints=reprints, in_round=in_round)

    def keep(self, page: Page, edge: Edge) -> None:
        """Keep a page just printed, in memory and on disk. edge: from before its rendering began."""
        self.hot.put(page, fresh_at=page.seq, in_round=edge.in_round)
        self._store.put(page, reprints=edge.reprints)


class MissingPages:
    """404 pages, for ten seconds and until the next act: whatever it published may be what was missing."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pages: dict[str, tuple[float, Page]] = {}
        self._round = 0

    def round(self) -> int:
        """Which act we are after; to be read before rendering and handed to `put`."""
        return self._round

    def find(self, key: str) -> Page | None:
        """The 404 page kept under this key, or None."""
        until, page = self._pages.get(key, (0.0, None))
        return page if time.monotonic() < until else None

    def put(self, key: str, page: Page, *, in_round: int) -> None:
        """Keep a 404 page, unless there was an act since its rendering began."""
        with self._lock:
            if in_round != self._round:
                return
            if len(self._pages) >= _MOST_MISSING:
                self._pages.clear()
            self._pages[key] = (time.monotonic() + MISSING_SECONDS, page)

    def clear(self) -> None:
        """There was an act."""
        with self._lock:
            self._round += 1
            self._pages.clear()
