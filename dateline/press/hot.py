"""The pages in memory: what nearly every reader gets, for the price of one look into a dict."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from dateline.press.pages import Answer, Page, answer_from
from dateline.press.touches import Touches

# Method, host, path, query, Accept-Encoding, exactly as the server hands them over.
RawRequest = tuple[str, str | None, str, str, str | None]

HOT = 'press;desc="hot"'
# After a touch, others may be handed the old page while one reader's request prints the new one. Together with the
# poll this stays below the promised second.
OUTGOING_SECONDS = 0.5
_MOST_ANSWERS_OF_A_PAGE = 24
# What a dict entry, a tuple of strings and a list of headers take beside the body.
_ANSWER_BYTES = 2_048
# Browsers' own are far shorter; longer ones are answered from the page itself each time, and cost no memory.
_MOST_CHARACTERS_OF_A_REQUEST = 512


@dataclass(slots=True)
class _Kept:
    page: Page
    answers: dict[RawRequest, Answer] = field(default_factory=dict)
    size_bytes: int = 0


class HotSet:
    """Pages and the answers made of them, up to a number of bytes.

    `answers` is read without the lock, by the layer, on every request; everything else goes through the methods.
    What is in `answers` is fresh, as of the last entry the follower has applied. rounds: how often all was thrown out.
    """

    def __init__(self, limit_bytes: int, *, surrogate_keys: bool = True) -> None:
        self.answers: dict[RawRequest, Answer] = {}
        self.size_bytes = 0
        self.rounds = 0
        self._limit_bytes = limit_bytes
        self._surrogate_keys = surrogate_keys
        self._lock = Lock()
        self._touches = Touches()
        self._pages: dict[str, _Kept] = {}
        self._by_key: dict[str, set[str]] = {}
        self._outgoing: dict[str, tuple[float, Page]] = {}

    def page(self, page_key: str) -> Page | None:
        """The fresh page stored under this key, or None."""
        kept = self._pages.get(page_key)
        return kept.page if kept else None

    def put(self, page: Page, *, fresh_at: int, in_round: int) -> bool:
        """Keep a page that was fresh as of entry `fresh_at`. False, and nothing kept, if an act came in between.

        in_round: `rounds` before the page was made or fetched; a page from before the last clearing is not kept.
        """
        if page.size_bytes > self._limit_bytes // 4:
            return False
        with self._lock:
            if in_round != self.rounds or not self._touches.untouched_since(page.keys, fresh_at):
                return False
            self._remove(page.key)
            self._pages[page.key] = _Kept(page=page)
            self._grow(self._pages[page.key], page.size_bytes)
            for key in page.keys:
                self._by_key.setdefault(key, set()).add(page.key)
            self._shrink()
            return True

    def remember(self, raw: RawRequest, page: Page) -> None:
        """Answer this very request from now on with this page, as long as the page is kept here."""
        if self.page(page.key) is not page or sum(len(part or "") for part in raw) > _MOST_CHARACTERS_OF_A_REQUEST:
            return
        method, *_others, accept = raw
        answer = answer_from(
            page, accept=accept, head=method == "HEAD", timing=HOT, surrogate_keys=self._surrogate_keys
        )
        with self._lock:
            kept = self._pages.get(page.key)
            if kept is None or kept.page is not page:
                return
            if len(kept.answers) >= _MOST_ANSWERS_OF_A_PAGE:
                self._remove_answers(kept)
            if raw not in kept.answers:
                self._grow(kept, _ANSWER_BYTES + len(answer.body))
            kept.answers[raw] = self.answers[raw] = answer
            self._shrink()

    def touch(self, touched: Mapping[str, int]) -> None:
        """Throw out every page that depends on one of these keys. touched: the seq of the last touch, by key."""
        now = time.monotonic()
        with self._lock:
            self._touches.add(touched)
            self._outgoing = {key: out for key, out in self._outgoing.items() if now - out[0] < OUTGOING_SECONDS}
            for page_key in {page_key for key in touched for page_key in self._by_key.get(key, ())}:
                self._outgoing[page_key] = now, self._pages[page_key].page
                self._remove(page_key)

    def outgoing(self, page_key: str) -> Page | None:
        """The page that was fresh until a touch less than OUTGOING_SECONDS ago, or None."""
        thrown_out_at, page = self._outgoing.get(page_key, (0.0, None))
        return page if time.monotonic() - thrown_out_at < OUTGOING_SECONDS else None

    def untouched_since(self, keys: Iterable[str], seq: int) -> bool:
        """True when, as far as this process heard, none of the keys was touched after `seq`."""
        with self._lock:
            return self._touches.untouched_since(keys, seq)

    def clear(self, *, floor: int) -> None:
        """Throw out everything; nothing that was fresh before entry `floor`, or is on its way, may be put in again."""
        with self._lock:
            self.rounds += 1
            self._outgoing.clear()
            for page_key in list(self._pages):
                self._remove(page_key)
            # Anew, and not only emptied: after a restore the record may be shorter than what was heard of it before.
            self._touches = Touches()
            self._touches.forget(floor)

    def _remove(self, page_key: str) -> None:
        kept = self._pages.pop(page_key, None)
        if kept is None:
            return
        self._remove_answers(kept)
        self._grow(kept, -kept.size_bytes)
        for key in kept.page.keys:
            pages = self._by_key.get(key)
            if pages is not None:
                pages.discard(page_key)
                if not pages:
                    del self._by_key[key]

    def _remove_answers(self, kept: _Kept) -> None:
        for raw, answer in kept.answers.items():
            self.answers.pop(raw, None)
            self._grow(kept, -_ANSWER_BYTES - len(answer.body))
        kept.answers.clear()

    def _grow(self, kept: _Kept, by_bytes: int) -> None:
        kept.size_bytes += by_bytes
        self.size_bytes += by_bytes

    def _shrink(self) -> None:
        """Throw out the pages longest in here; one that was asked for since gets a second round."""
        while self.size_bytes > self._limit_bytes:
            page_key, kept = next(iter(self._pages.items()))
            if any(answer.used for answer in kept.answers.values()):
                for answer in kept.answers.values():
                    answer.used = False
                self._pages[page_key] = self._pages.pop(page_key)
            else:
                self._remove(page_key)
