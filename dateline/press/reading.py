"""One reader's request for a page, from the layer's slow side: disk, the knowledge of what is missing, the printer."""

from collections.abc import Callable
from dataclasses import replace

from dateline.press.asking import Asked, Environ, asked_for, environ_of_nobody
from dateline.press.bodies import BodyDesk
from dateline.press.configuration import PressConfiguration
from dateline.press.following import Follower, Log
from dateline.press.hot import HOT, HotSet
from dateline.press.printing import Outcome, Printer, WsgiApp, kept
from dateline.press.silence import Watchman
from dateline.press.stock import MissingPages, Stock
from dateline.press.store import PageStore
from dateline.press.stripes import Stripes

# Stands for every story number that was never given; its 404 page is made once for all of them.
_NUMBER_NEVER_GIVEN = 999_999_999_999


class ReadingRoom:
    """All the parts of the press of one process, put together. Begins to work with `open`, after any fork."""

    def __init__(
        self, app: WsgiApp, *, configuration: PressConfiguration, log: Log, heard: Callable[[], int], bodies: BodyDesk
    ) -> None:
        node_dir = configuration.node_dir
        self.hot = HotSet(configuration.hot_bytes, surrogate_keys=configuration.surrogate_keys)
        self.store = PageStore(
            node_dir / "press.sqlite3", limit_bytes=configuration.store_bytes, edition=configuration.edition
        )
        self.follower = Follower(log, hot=self.hot, store=self.store, heard=heard)
        self._missing = MissingPages()
        self.follower.on_touch = self._missing.clear
        self._stock = Stock(hot=self.hot, store=self.store, follower=self.follower)
        self._printer = Printer(app, stock=self._stock, missing=self._missing, stripes=Stripes(node_dir))
        self._watchman = Watchman(bodies)
        self._paper_url = configuration.paper_url

    def open(self) -> None:
        """Start the threads of this process."""
        self.follower.start()
        self._watchman.start()

    def close(self) -> None:
        """End them; for tests."""
        self.follower.stop()
        self._watchman.stop()
        self.store.close()

    def outcome(self, environ: Environ) -> tuple[Asked, Outcome]:
        """What the reader gets. Raises Refused when there is nothing to give."""
        asked = asked_for(environ)
        self.follower.keep_up()
        if self._was_never_given(asked):
            asked = replace(asked, path=f"/news/{_NUMBER_NEVER_GIVEN}/", query="")
        missing = self._missing.find(asked.key)
        if missing is not None:
            return asked, Outcome(page=missing, timing=HOT)
        found = self._stock.find(asked.key)
        if found is not None and found.is_fresh:
            return asked, kept(found)
        clean = environ_of_nobody(environ, asked, self._paper_url)
        return asked, self._printer.outcome(asked, clean, found.page if found else None)

    def _was_never_given(self, asked: Asked) -> bool:
        """Whether the address is that of a story above the highest number: no use to look it up."""
        highest = self.follower.highest_number
        return asked.number is not None and highest is not None and asked.number > highest
