"""The file comments travel in, written and read line by line: what it holds is described in comments/drafts.py."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

from dateline.archive.pipeline import Reconciliation
from dateline.comments.actions.importing import BATCH, import_comments
from dateline.comments.drafts import CommentDraft, Outcome, UnreadableDraft, draft_as_line, draft_of_line
from dateline.ops.terminal import Report

ACTOR = "dateline comments import"
# A comment has 5,000 characters, of up to six bytes where JSON spells them out.
_LONGEST_LINE_BYTES = 200_000


def write_comments(drafts: Iterable[CommentDraft], name: str, *, with_personal_data: bool) -> int:
    """Write one comment a line to the file of this name, or to standard output for `-`; how many there were.

    The file appears under its name once it is whole, and only its owner can read it. Raises OSError.
    """
    count = 0
    with _written(name) as file:
        for draft in drafts:
            count += 1
            file.write(draft_as_line(draft, with_personal_data=with_personal_data) + "\n")
    return count


def read_comments(name: str, *, progress: Report) -> Reconciliation:
    """Import the comments of the file of this name, or of standard input for `-`, and say what became of each line.

    progress: called with the lines done, and those there are, or as many where nobody knows. A batch that was written
    stays, whatever happens later; importing the file again finds it unchanged. Raises OSError.
    """
    total = 0 if name == "-" else _count_lines(Path(name))
    tally = _Tally()
    with sys.stdin.buffer if name == "-" else Path(name).open("rb") as file:
        for batch in _batches(_lines(file)):
            tally.take_in(batch)
            progress(tally.read, max(total, tally.read))
    return tally.reconciliation()


class _Tally:
    """What became of the lines so far."""

    def __init__(self) -> None:
        self.read = self.imported = self.unchanged = 0
        self.refused: list[tuple[str, str]] = []

    def take_in(self, lines: list[tuple[int, bytes]]) -> None:
        """Import the comments of these numbered lines."""
        self.read += len(lines)
        drafts: list[tuple[int, CommentDraft]] = []
        for at, line in lines:
            try:
                drafts.append((at, draft_of_line(_decoded(line))))
            except UnreadableDraft as fault:
                self.refused.append((f"line {at}", str(fault)))
        outcomes = import_comments([draft for _, draft in drafts], actor=ACTOR)
        for (at, _), outcome in zip(drafts, outcomes, strict=True):
            self._note(at, outcome)

    def _note(self, at: int, outcome: Outcome) -> None:
        self.imported += outcome.kind == "imported"
        self.unchanged += outcome.kind == "unchanged"
        if outcome.kind == "refused":
            self.refused.append((f"line {at}, {outcome.source_id[:80]!r}", outcome.reason))

    def reconciliation(self) -> Reconciliation:
        """The end of it."""
        return Reconciliation(
            read=self.read, imported=self.imported, unchanged=self.unchanged, refused=tuple(self.refused)
        )


@contextmanager
def _written(name: str) -> Iterator[TextIO]:
    if name == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    fresh = Path(f"{name}.part")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            yield file
        fresh.replace(name)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _lines(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that hold something, numbered from 1; of one that is too long, its beginning."""
    at = 0
    while line := file.readline(_LONGEST_LINE_BYTES + 1):
        at += 1
        rest = line
        while len(rest) > _LONGEST_LINE_BYTES and not rest.endswith(b"\n"):
            rest = file.readline(_LONGEST_LINE_BYTES + 1)
        if line.strip():
            yield at, line


def _batches(lines: Iterator[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    batch: list[tuple[int, bytes]] = []
    for line in lines:
        batch.append(line)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _decoded(line: bytes) -> str:
    if len(line) > _LONGEST_LINE_BYTES:
        raise UnreadableDraft("the line is longer than any comment can be")
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableDraft("the line is not in UTF-8") from None
