"""The part of `verify` that hashes the text of every version, and compares it with what the entries say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db import DatabaseError
from django.db.models import Exists, OuterRef, QuerySet

from dateline.record.findings import PROBLEMS_LISTED_AT_MOST, Findings
from dateline.record.models import Act, Entry, Version

VersionKey = tuple[int, int]

# Texts held in memory at once.
_ROWS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Text:
    """What is left of a version once it is hashed. digest: of its text, hex; "" without text or when unreadable."""

    digest: str
    stored_hash: str
    is_destroyed: bool
    is_sealed: bool
    error: str = ""


class VersionCheck:
    """Compares versions with entries, in constant memory; a version at fault is reported once, at its first entry."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._reported: set[VersionKey] = set()

    def check(self, entries: Sequence[Entry]) -> None:
        """Check the versions these entries speak of."""
        texts = _texts(entries) if entries else {}
        for entry in entries:
            complaint = _complaint(entry, texts.get((entry.number, entry.version)))
            if complaint:
                self._report(entry, complaint)

    def check_for_strays(self) -> None:
        """Report versions that no entry speaks of: somebody wrote them past the record, or cut the record short."""
        entries = Entry.objects.filter(number=OuterRef("number"), version=OuterRef("version"))
        strays = Version.objects.filter(~Exists(entries)).order_by("number", "version")
        for number, version in strays.values_list("number", "version")[: PROBLEMS_LISTED_AT_MOST + 1]:
            self._findings.add(f"Story {number}, version {version}, has no entry in the record.", number=number)

    def _report(self, entry: Entry, complaint: str) -> None:
        key = (entry.number, entry.version)
        if key not in self._reported:
            if len(self._reported) < PROBLEMS_LISTED_AT_MOST:
                self._reported.add(key)
            message = f"Story {entry.number}, version {entry.version}, {complaint} (entry {entry.seq})."
            self._findings.add(message, seq=entry.seq, number=entry.number)


def _complaint(entry: Entry, text: Text | None) -> str:
    """What is wrong with the version of an entry, as the end of a sentence; "" when nothing is."""
    if text is None:
        return "is missing"
    if text.error:
        return f"can't be read: {text.error}"
    if text.is_destroyed:
        return "" if _is_destroyed_lawfully(entry, text) else "lost its text without being killed"
    if text.digest != entry.content_hash:
        return "is not the text that was published"
    return "" if text.stored_hash == entry.content_hash else "has another hash than the record says"


def _is_destroyed_lawfully(entry: Entry, text: Text) -> bool:
    return (
        text.is_sealed
        and text.stored_hash == entry.content_hash
        and Entry.objects.filter(number=entry.number, act=Act.KILL).exists()
    )


def _texts(entries: Sequence[Entry]) -> dict[VersionKey, Text]:
    # Both conditions, so that a story with a thousand versions does not bring them all with each of its entries.
    rows = Version.objects.filter(
        number__in={entry.number for entry in entries}, version__in={entry.version for entry in entries}
    )
    try:
        return dict(_hashed(rows))
    except (DatabaseError, ValueError):
        return {key: text for entry in entries for key, text in _one(entry)}


def _one(entry: Entry) -> Iterator[tuple[VersionKey, Text]]:
    try:
        yield from _hashed(Version.objects.filter(number=entry.number, version=entry.version))
    except (DatabaseError, ValueError) as error:
        yield (entry.number, entry.version), Text("", "", is_destroyed=False, is_sealed=False, error=str(error))


def _hashed(rows: QuerySet[Version]) -> Iterator[tuple[VersionKey, Text]]:
    fields = rows.values_list("number", "version", "content", "content_hash", "sealed")
    for number, version, content, stored_hash, sealed in fields.iterator(chunk_size=_ROWS_AT_ONCE):
        digest = sha256(content.encode()).hexdigest() if isinstance(content, str) else ""
        yield (
            (number, version),
            Text(digest, stored_hash, is_destroyed=content is None, is_sealed=sealed),
        )
