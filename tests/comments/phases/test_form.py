"""Is there a name and a text, of a size that can be kept?"""

from typing import Any

import pytest

from dateline.comments.phases.form import form_phase
from tests.comments.writing import case_of, sending_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "A" * 81}, "name"),
        ({"text": ""}, "text"),
        ({"text": "x" * 5_001}, "text"),
        ({"email": "not an address"}, "email"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "email"),
        ({"email": f"{'a' * 250}@example.org"}, "email"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(number: int, fields: dict[str, Any], field: str) -> None:
    refusal = form_phase(case_of(sending_of(number, **fields)))

    assert refusal is not None
    assert refusal.field == field
    assert refusal.status == 422


@pytest.mark.parametrize(
    "fields", [{"name": "A" * 80, "text": "x" * 5_000}, {"email": "ada@example.org"}, {"name": "سارا", "text": "ممنون"}]
)
def test_what_fits_passes_and_can_be_compared(number: int, fields: dict[str, Any]) -> None:
    case = case_of(sending_of(number, **fields), text_digest="", likeness=0)

    assert form_phase(case) is None
    assert len(case.text_digest) == 64
