"""Bans: by the address's hash and its day, by e-mail, for so many days; and their end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import now

from dateline.base.models import User
from dateline.comments.actions.banning import ban_author, lift_ban
from dateline.comments.errors import NotPossible
from dateline.comments.models import Ban
from tests.comments.writing import comment_on

pytestmark = pytest.mark.django_db


def test_a_ban_names_the_hash_its_day_and_the_e_mail(number: int, editor: User) -> None:
    at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    comment = comment_on(number, received_at=at, email="bram@example.org")

    ban = ban_author(comment.pk, user=editor, days=7, note="Third time.")

    assert (ban.address_digest, ban.day, ban.email) == (comment.address_digest, date(2026, 3, 1), "bram@example.org")
    assert timedelta(days=6, hours=23) < ban.until - now() <= timedelta(days=7)
    decision = comment.decisions.get()
    assert (decision.what, decision.note, decision.user) == ("ban", "7 days. Third time.", editor)


@pytest.mark.parametrize("days", [0, -1, 3_651])
def test_other_numbers_of_days_are_refused(number: int, editor: User, days: int) -> None:
    comment = comment_on(number)

    with pytest.raises(NotPossible):
        ban_author(comment.pk, user=editor, days=days)

    assert not Ban.objects.exists()


def test_nobody_is_banned_when_nothing_is_known_of_them(number: int, editor: User) -> None:
    forgotten = comment_on(number, address_digest="", email="")
    own = comment_on(number, newsroom_user=editor)

    for comment in (forgotten, own):
        with pytest.raises(NotPossible):
            ban_author(comment.pk, user=editor, days=1)

    assert not Ban.objects.exists()


def test_a_lifted_ban_is_gone_and_in_the_log(number: int, editor: User) -> None:
    comment = comment_on(number)
    ban = ban_author(comment.pk, user=editor, days=1)

    lift_ban(ban.pk, user=editor)

    assert not Ban.objects.exists()
    assert list(comment.decisions.values_list("what", flat=True)) == ["ban", "unban"]
    with pytest.raises(NotPossible):
        lift_ban(ban.pk, user=editor)
