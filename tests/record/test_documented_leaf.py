"""The example in docs/record.md is the leaf the program writes, and its hash."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dateline.lib.merkle import leaf_hash
from dateline.record.models import Entry
from tests.record.acts import AT, act, record, text_of

PAGE = Path(__file__).parents[2] / "docs" / "record.md"


@pytest.mark.django_db
def test_the_documented_leaf_is_the_one_that_is_written() -> None:
    [entry] = record(act())
    entry.recorded_at = datetime(2021, 12, 10, 4, 22, 5, tzinfo=UTC)

    indented = [line.strip() for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("    ")]

    assert entry.leaf().decode() in indented
    assert leaf_hash(entry.leaf()).hex() in indented
    assert entry.at == AT
    assert set(json.loads(entry.leaf())) == {field.name for field in Entry._meta.get_fields()}
    assert text_of() in PAGE.read_text(encoding="utf-8")
