"""What the paper forgets, and what it closes, when the time has come. For the worker; all of it may run twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from dateline.base.models import Heartbeat, Task
from dateline.comments.actions.mailing import MAIL_CONFIRMATION, MAIL_OWN_COMMENTS
from dateline.comments.cache_keys import comments_key
from dateline.comments.models import AddressSalt, Ban, Comment, Report, Rules
from dateline.record.actions import touch
from dateline.stories.models import Story

KEPT_FOR = timedelta(days=30)
COMMENTS_CLOSED = "comments closed"

_BATCH = 1_000
_KEYS_IN_A_TOUCH = 500
_TASKS_KEPT_FOR = timedelta(days=1)
_FIRST_LOOK_BACK = timedelta(days=1)


def drop_personal_data(now: datetime) -> int:
    """Forget e-mail addresses and hashes of addresses after 30 days, and salts and bans nothing needs; how many rows.

    Each batch of 1,000 rows is a transaction of its own. Where there is nothing to forget, no comment is read.
    """
    before = now - KEPT_FOR
    old = Comment.objects.filter(received_at__lt=before)
    # One column at a time and in the order of its index, which holds only rows that have an address: the database would
    # else read every comment older than 30 days.
    by_address = old.filter(~Q(address_digest="")).order_by("address_digest", "received_at")
    count = _blank(by_address, address_digest="")
    count += _blank(old.filter(~Q(email="")).order_by("email", "received_at"), email="")
    count += _blank(Report.objects.filter(~Q(address_digest=""), at__lt=before).order_by("at"), address_digest="")
    count += Ban.objects.filter(until__lt=before).delete()[0]
    running = Ban.objects.filter(until__gt=now, day__isnull=False).values("day")
    count += AddressSalt.objects.filter(day__lt=before.date()).exclude(day__in=running).delete()[0]
    mails = Task.objects.filter(kind__in=(MAIL_OWN_COMMENTS, MAIL_CONFIRMATION), run_at__lt=now - _TASKS_KEPT_FOR)
    return count + mails.filter(finished_at__isnull=False).delete()[0]


def close_old_discussions(now: datetime) -> int:
    """Print the pages anew of stories whose comments have closed by age since the last time; how many stories.

    Stored pages show the form until then. Which section's rules a story goes by is not asked: a page that is printed
    anew for nothing does no harm. The first time looks back one day.
    """
    last = Heartbeat.objects.filter(name=COMMENTS_CLOSED).values_list("at", flat=True).first()
    since = last or now - _FIRST_LOOK_BACK
    numbers = _closed_between(since, now)
    for batch in _batches(numbers):
        with transaction.atomic():
            touch([comments_key(number) for number in batch])
    Heartbeat.objects.update_or_create(name=COMMENTS_CLOSED, defaults={"at": now})
    return len(numbers)


def _blank(rows: QuerySet[Any], **values: str) -> int:
    count = 0
    while ids := list(rows.values_list("pk", flat=True)[:_BATCH]):
        count += rows.model._default_manager.filter(pk__in=ids).update(**values)
    return count


def _closed_between(since: datetime, until: datetime) -> list[int]:
    """The numbers of listed stories that came to the age at which some rule closes comments."""
    numbers: set[int] = set()
    for days in _closing_ages():
        age = timedelta(days=days)
        listed = Story.objects.listed().filter(published_at__gt=since - age, published_at__lte=until - age)
        numbers.update(listed.order_by().values_list("number", flat=True))
    return sorted(numbers)


def _closing_ages() -> set[int]:
    """Every age in days at which comments close somewhere in the paper."""
    rows = list(Rules.objects.values_list("section_id", "closes_after_days"))
    ages = {days for _, days in rows}
    if None not in {section for section, _ in rows}:
        ages.add(Rules().closes_after_days)
    return ages - {0}


def _batches(numbers: list[int]) -> Iterator[list[int]]:
    following = iter(numbers)
    while batch := list(islice(following, _KEYS_IN_A_TOUCH)):
        yield batch
