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
        files = "1 other file" if result.passed_over == 1 else f"{result.passed_over:,} other files"
        lines.append(f"Passed over {files} that are not saved pages.")
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
    """What became of each item, in order of publication, with its name."""
    outcomes: list[tuple[str, Outcome]] = []
    drafts: list[tuple[str, StoryDraft]] = []
    taken: dict[int, tuple[str, StoryDraft]] = {}
    for item in batch:
        draft = item.draft
        if draft is None:
            outcomes.append((item.name, _refusal(None, item.reason)))
            continue
        first = taken.setdefault(draft.number, (item.name, draft)) if draft.number is not None else (item.name, draft)
        if first[1].source_sha256 != draft.source_sha256:
            # The batch is sorted by time below; of two with one number the first read must win all the same.
            outcomes.append((item.name, _refusal(draft, f"{first[0]} has the same number, {draft.number}")))
            continue
        drafts.append((item.name, draft))
    drafts.sort(key=lambda named: named[1].published_at or _NEVER)
    published = publish_batch([draft for _, draft in drafts], actor=actor) if drafts else []
    return outcomes + [(name, outcome) for (name, _), outcome in zip(drafts, published, strict=True)]


def _refusal(draft: StoryDraft | None, reason: str) -> Outcome:
    return Outcome(
        kind="refused",
        number=draft.number if draft else None,
        headline=draft.headline if draft else "",
        reason=reason,
    )
