"""What `verify` found, in words an editor-in-chief can repeat."""

from dataclasses import dataclass

# A record that was rewritten from end to end is one piece of news, not a million.
PROBLEMS_LISTED_AT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit: the entry it concerns (None: the tree or head as a whole) and its story."""

    seq: int | None
    number: int | None
    message: str

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What `verify` read and found.

    entries, versions: how many rows there are.
    root: recomputed from the tiles, hex; "" where a tile it needs is missing.
    problems: those of entries first, by seq, then those of the tree and head; at most 1,000. `unlisted` more were
    counted.
    """

    entries: int
    versions: int
    root: str
    problems: list[Problem]
    unlisted: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether everything fits."""
        return not self.problems


class Findings:
    """Collects problems in bounded memory."""

    def __init__(self) -> None:
        self.unlisted = 0
        self._problems: list[Problem] = []

    def add(self, message: str, *, seq: int | None = None, number: int | None = None) -> None:
        """Note one problem."""
        if len(self._problems) < PROBLEMS_LISTED_AT_MOST:
            self._problems.append(Problem(seq, number, message))
        else:
            self.unlisted += 1

    def in_order(self) -> list[Problem]:
        """Problems of entries by seq, then the rest in the order they were found."""
        return sorted(self._problems, key=_place)


def _place(problem: Problem) -> tuple[bool, int]:
    return (problem.seq is None, problem.seq or 0)
