"""What every importer ends in: drafts go to the newsroom in batches, and every item read is accounted for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dateline.stories.actions.batch import publish_batch
from dateline.stories.drafts import Outcome, StoryDraft

# A batch is one transaction. It ends at whichever comes first, so that memory stays flat with long stories too.
BATCH_STORIES = 200
BATCH_CHARACTERS = 4_000_000

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing read from a source. name: what an editor calls it, such as its file. draft: None where there is none.

    reason: why there is none, a clause in an editor's words.
    """

    name: str
    draft: StoryDraft | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """The end of an import. read is always imported + unchanged + the number of refused.

    refused: (name, reason) in the order in which they were refused. passed_over: files in the folders that are no
    pages; they were not read.
    """

    read: int
    imported: int
    unchanged: int
    refused: tuple[tuple[str, str], ...]
    passed_over: int = 0


def take_in(items: Iterable[Item], *, actor: str, passed_over: int = 0) -> Reconciliation:
    """Publish the items' drafts in batches, each one transaction; what is refused is left out, the rest goes on.

    actor: who imports, for the log. Items are taken from the iterable as they are needed. A batch that was written
    stays, whatever happens later; importing the same items again finds it unchanged.
    """
    read = imported = unchanged = 0
    refused: list[tuple[str, str]] = []
    for batch in _batches(items):
        read += len(batch)
        for name, outcome in _published(batch, actor=actor):
            imported += outcome.kind == "imported"
            unchanged += outcome.kind == "unchanged"
            if outcome.kind == "refused":
                refused.append((name, outcome.reason))
    return Reconciliation(
        read=read,
        imported=imported,
        unchanged=unchanged,
        refused=tuple(refused),
        passed_over=passed_over,
    )


def as_lines(result: Reconciliation) -> list[str]:
    """The reconciliation for a terminal or a log: four counts, then each refusal with its reason."""
    counts = (
        ("Read", result.read),
        ("Imported", result.imported),
        ("Unchanged", result.unchanged),
        ("Refused", len(result.refused)),
    )
    width = len(f"{result.read:,}")
    lines = [f"{name:<10}{count:>{width},}" for name, count in counts]
    lines += [f"  {name}: {reason}" for name, reason in result.refused]
    if result.passed_over:
        one, many = (
            "1 other file that is not a saved page",
            f"{result.passed_over:,} other files that are not saved pages",
        )
        lines.append(f"Passed over {one if result.passed_over == 1 else many}.")
    return lines


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    characters = 0
    for item in items:
        batch.append(item)
        characters += _size(item)
        if len(batch) >= BATCH_STORIES or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _size(item: Item) -> int:
    """Roughly how many characters the item's story has."""
    return sum(len(str(value)) for block in item.draft.body for value in block.values()) if item.draft else 0


def _published(batch: Sequence[Item], *, actor: str) -> list[tuple[str, Outcome]]:
    """What became of each item, with its name: first those without a draft, then the others in order of publication."""
    unreadable = [(item.name, _unreadable(item)) for item in batch if item.draft is None]
    drafts = _by_time([(item.name, item.draft) for item in batch if item.draft is not None])
    outcomes = publish_batch([draft for _, draft in drafts], actor=actor) if drafts else []
    return unreadable + [(name, outcome) for (name, _), outcome in zip(drafts, outcomes, strict=True)]


def _by_time(drafts: Sequence[tuple[str, StoryDraft]]) -> list[tuple[str, StoryDraft]]:
    """The drafts as they were published; of two with one number, the one read first stays first, and wins."""
    moments: dict[int, datetime] = {}

    def moment(named: tuple[str, StoryDraft]) -> datetime:
        draft = named[1]
        at = draft.published_at or _NEVER
        return at if draft.number is None else moments.setdefault(draft.number, at)

    return sorted(drafts, key=moment)


def _unreadable(item: Item) -> Outcome:
    return Outcome(kind="refused", number=None, headline="", reason=item.reason)
