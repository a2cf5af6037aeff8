"""A newsroom's list of words, found in a text however they are spelled."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from dateline.lib.lookalikes import Word, loose, words_of

# What is sought after a first word: the other words, whether the last is only a beginning, and the entry as written.
_Tails = list[tuple[tuple[str, ...], bool, str]]


class Wordlist:
    """Entries, one a line: `casino`, `casin*` (whatever begins so), `work from home` (words that follow each other).

    An entry is found as whole words only, so that no honest word is caught for the letters inside it, but in any
    disguise `lookalikes` sees through. Lines without a word and lines that begin with `#` are passed over. Made once
    and then only read, so threads can share it.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._whole: dict[str, _Tails] = defaultdict(list)
        self._beginnings: dict[str, str] = {}
        self._loose: dict[str, str] = {}
        for line in lines:
            if not line.lstrip().startswith("#"):
                self._add(line.strip())
        self._lengths = sorted({len(beginning) for beginning in self._beginnings})

    def found_in(self, text: str) -> str | None:
        """The first entry that stands in the text, as the newsroom wrote it; None when none does."""
        words = list(words_of(text))
        for at, word in enumerate(words):
            found = self._begins(word) or self._follows(words, at)
            if found:
                return found
        return None

    def _add(self, entry: str) -> None:
        is_beginning = entry.endswith("*")
        read = [word.read for word in words_of(entry.rstrip("*"))]
        if not read:
            return
        first, *rest = read
        if rest or not is_beginning:
            self._whole[first].append((tuple(rest), is_beginning, entry))
        else:
            self._beginnings.setdefault(first, entry)
        if not rest and not is_beginning:
            self._loose.setdefault(loose(first), entry)

    def _begins(self, word: Word) -> str | None:
        for length in self._lengths:
            if length > len(word.read):
                break
            if found := self._beginnings.get(word.read[:length]):
                return found
        return None

    def _follows(self, words: Sequence[Word], at: int) -> str | None:
        for tail, is_beginning, entry in self._whole.get(words[at].read, ()):
            following = [word.read for word in words[at + 1 : at + 1 + len(tail)]]
            if _is_tail(following, tail, is_beginning=is_beginning):
                return entry
        return self._loose.get(words[at].loose) if words[at].loose else None


def _is_tail(following: Sequence[str], tail: tuple[str, ...], *, is_beginning: bool) -> bool:
    if len(following) < len(tail):
        return False
    if not is_beginning:
        return tuple(following) == tail
    return tuple(following[:-1]) == tail[:-1] and following[-1].startswith(tail[-1])
