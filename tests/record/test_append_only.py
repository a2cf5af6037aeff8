"""What was published can't be changed or deleted through the ORM."""

from collections.abc import Callable

import pytest

from dateline.record.errors import AppendOnly
from dateline.record.models import Entry, Version
from tests.record.acts import FERRY, act, record

pytestmark = pytest.mark.django_db

TRIES: list[Callable[[], object]] = [
    lambda: Entry.objects.get(seq=1).save(),
    lambda: Entry.objects.get(seq=1).delete(),
    lambda: Entry.objects.all().delete(),
    lambda: Entry.objects.filter(seq=1).update(note="another"),
    lambda: Entry.objects.bulk_create([Entry(seq=2)]),
    lambda: Entry.objects.bulk_update([Entry.objects.get(seq=1)], ["note"]),
    lambda: Entry.objects.create(seq=2),
    lambda: Entry.objects.update_or_create(seq=1, defaults={"note": "another"}),
    lambda: Version.objects.get(number=FERRY).save(),
    lambda: Version.objects.get(number=FERRY).delete(),
    lambda: Version.objects.all().delete(),
    lambda: Version.objects.update(content="{}"),
    lambda: Version.objects.update(sealed=True, content_hash=""),
    lambda: Version.objects.bulk_update([Version.objects.get(number=FERRY)], ["content"]),
    lambda: Version.objects.bulk_create([Version(number=FERRY, version=2)]),
]


@pytest.mark.parametrize("change", TRIES)
def test_change_is_refused_and_changes_nothing(change: Callable[[], object]) -> None:
    record(act())
    before = [list(Entry.objects.values()), list(Version.objects.values())]

    with pytest.raises(AppendOnly, match="written once"):
        change()

    assert [list(Entry.objects.values()), list(Version.objects.values())] == before
