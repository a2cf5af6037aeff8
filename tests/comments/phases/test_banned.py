"""Is its author banned?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from dateline.base.models import User
from dateline.comments.addresses import digest_at
from dateline.comments.models import Ban
from dateline.comments.phases.banned import banned_phase
from tests.comments.writing import ADA, BRAM, case_of, sending_of

pytestmark = pytest.mark.django_db


def ban(editor: User, *, days: int, of: datetime, **fields: str) -> Ban:
    return Ban.objects.create(until=now() + timedelta(days=days), at=now(), user=editor, day=of.date(), **fields)


def test_an_address_stays_banned_on_the_days_after_though_its_hash_changes(number: int, editor: User) -> None:
    three_days_ago = datetime.now(UTC) - timedelta(days=3)
    digest = digest_at(ADA, three_days_ago)
    ban(editor, days=4, of=three_days_ago, address_digest=digest)

    refusal = banned_phase(case_of(sending_of(number)))

    assert digest != digest_at(ADA, datetime.now(UTC))
    assert refusal is not None
    assert refusal.status == 403
    assert banned_phase(case_of(sending_of(number, visitor=BRAM))) is None


def test_an_email_is_banned_from_every_address(number: int, editor: User) -> None:
    ban(editor, days=1, of=datetime.now(UTC), email="ada@example.org")

    assert banned_phase(case_of(sending_of(number, visitor=BRAM, email="ada@example.org"))) is not None
    assert banned_phase(case_of(sending_of(number, email=""))) is None


def test_a_ban_that_is_over_is_over(number: int, editor: User) -> None:
    today = datetime.now(UTC)
    ban(editor, days=-1, of=today, address_digest=digest_at(ADA, today), email="ada@example.org")

    assert banned_phase(case_of(sending_of(number, email="ada@example.org"))) is None
