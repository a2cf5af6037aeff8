"""Plain functions that write acts to the record for tests."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction

from dateline.lib.canonical import canonical_json
from dateline.record.actions import NewEntry, append, lock_head
from dateline.record.models import Act, Entry

FERRY = 318621
AT = datetime(2021, 12, 10, 4, 22, tzinfo=UTC)


def text_of(headline: str = "Ferry to Vell runs again after storm") -> str:
    """The content of a version."""
    return canonical_json({"format": 1, "headline": headline})


def act(**given: Any) -> NewEntry:
    """The publication of the ferry story; any field can be given."""
    fields: dict[str, Any] = {
        "number": FERRY,
        "version": 1,
        "act": Act.PUBLISH,
        "at": AT,
        "note": "",
        "keys": (f"story:{given.get('number', FERRY)}", "front"),
        "content": text_of(),
    }
    return NewEntry(**fields | given)


def record(*new: NewEntry) -> list[Entry]:
    """Append these acts in one transaction."""
    with transaction.atomic():
        return append(lock_head(), new)


def record_many(count: int, *, first_number: int = 1) -> list[Entry]:
    """Append the publication of that many stories."""
    return record(*[act(number=first_number + at, content=text_of(f"Story {at}")) for at in range(count)])


def behind_the_back(model: type[models.Model]) -> models.QuerySet[Any]:
    """Rows as somebody with a database console sees them: nothing is refused."""
    return models.QuerySet(model)


def seqs(entries: Sequence[Entry]) -> list[int]:
    """The seq of each entry."""
    return [entry.seq for entry in entries]
