"""Which keys were touched lately, in memory. What this process knows even when its store can't be written."""

from collections.abc import Iterable, Mapping


class Touches:
    """The seq at which each key was last touched, for everything after `floor`. Not thread-safe: see HotSet.lock."""

    def __init__(self, limit: int = 100_000) -> None:
        self.floor = 0
        self._limit = limit
        self._seqs: dict[str, int] = {}

    def add(self, touched: Mapping[str, int]) -> None:
        """Remember these keys. Beyond the limit everything is forgotten, and `floor` says up to where."""
        for key, seq in touched.items():
            if self._seqs.get(key, 0) < seq:
                self._seqs[key] = seq
        if len(self._seqs) > self._limit:
            self.forget(max(self._seqs.values()))

    def forget(self, floor: int) -> None:
        """Drop all, and know nothing of what happened up to `floor`."""
        self._seqs.clear()
        self.floor = max(self.floor, floor)

    def untouched_since(self, keys: Iterable[str], seq: int) -> bool:
        """True when surely none of the keys was touched after `seq`."""
        return seq >= self.floor and all(self._seqs.get(key, 0) <= seq for key in keys)
