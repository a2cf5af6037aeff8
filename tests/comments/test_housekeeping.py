"""What is forgotten after 30 days, and pages that show a form until comments close."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from dateline.base.models import Heartbeat, Task, User
from dateline.comments.actions import housekeeping
from dateline.comments.actions.housekeeping import COMMENTS_CLOSED, close_old_discussions, drop_personal_data
from dateline.comments.actions.mailing import MAIL_OWN_COMMENTS
from dateline.comments.models import AddressSalt, Ban, Comment, Report, Rules
from dateline.record.models import Touch
from dateline.stories.actions.batch import publish_batch
from dateline.stories.drafts import StoryDraft
from dateline.stories.models import Section
from tests.comments.writing import comment_on

DAY = timedelta(days=1)
NOW = now()


def days_ago(days: float) -> datetime:
    return NOW - days * DAY


def report_on(comment: Comment, at: datetime) -> Report:
    return Report.objects.create(comment=comment, reason="spam", at=at, nonce=str(at), address_digest="digest")


def story_of(published_at: datetime) -> int:
    draft = StoryDraft(
        headline="Ferry to Vell runs again",
        body=({"type": "paragraph", "html": "<p>It runs.</p>"},),
        number=None,
        published_at=published_at,
    )
    (outcome,) = publish_batch([draft], actor="test")
    assert outcome.number is not None
    return outcome.number


def touched() -> list[str]:
    return [key for touch in Touch.objects.order_by("tick") for key in touch.keys]


def test_addresses_are_dropped_after_30_days_and_not_before(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "_BATCH", 2)
    old = [comment_on(number, email="ada@reader.example", received_at=days_ago(30.1)) for _ in range(5)]
    young = comment_on(number, email="ada@reader.example", received_at=days_ago(29.9))
    reports = [report_on(young, days_ago(30.1)), report_on(young, days_ago(29.9))]

    count = drop_personal_data(NOW)

    assert count == 11
    assert set(
        Comment.objects.filter(pk__in=[row.pk for row in old]).values_list("email", "address_digest", "name")
    ) == {("", "", "Bram")}
    young.refresh_from_db()
    assert (young.email, young.address_digest != "") == ("ada@reader.example", True)
    assert [Report.objects.get(pk=report.pk).address_digest for report in reports] == ["", "digest"]
    assert drop_personal_data(NOW) == 0


def test_a_days_salt_stays_as_long_as_a_ban_needs_it(editor: User) -> None:
    days = [days_ago(age).date() for age in (60, 50, 40, 20)]
    for day in days:
        AddressSalt.objects.create(day=day, salt=b"x" * 32)
    Ban.objects.create(day=days[0], address_digest="a", until=NOW + DAY, at=days_ago(60), user=editor)
    Ban.objects.create(day=days[1], address_digest="b", until=NOW - DAY, at=days_ago(50), user=editor)
    Ban.objects.create(email="c@reader.example", until=NOW + DAY, at=days_ago(50), user=editor)

    drop_personal_data(NOW)

    assert sorted(AddressSalt.objects.values_list("day", flat=True)) == [days[0], days[3]]
    assert Ban.objects.count() == 3


def test_bans_are_forgotten_30_days_after_their_end(editor: User) -> None:
    for age in (31, 29):
        Ban.objects.create(email=f"{age}@reader.example", until=days_ago(age), at=days_ago(90), user=editor)

    drop_personal_data(NOW)

    assert [ban.email for ban in Ban.objects.all()] == ["29@reader.example"]


def test_who_asked_for_mail_is_forgotten_after_a_day(db: None) -> None:
    for argument, run_at, kind in (
        ("1", days_ago(2), MAIL_OWN_COMMENTS),
        ("2", NOW, MAIL_OWN_COMMENTS),
        ("3", days_ago(2), "x"),
    ):
        Task.objects.create(kind=kind, argument=argument, run_at=run_at, finished_at=run_at)

    drop_personal_data(NOW)

    assert sorted(Task.objects.values_list("argument", flat=True)) == ["2", "3"]


def test_where_there_is_nothing_to_forget_no_comment_is_written(number: int) -> None:
    comment_on(number, email="ada@reader.example")

    with CaptureQueriesContext(connection) as queries:
        drop_personal_data(NOW)

    assert not [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]
    assert len(queries) <= 8


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table whole, whatever its indexes")
@pytest.mark.parametrize(
    ("field", "index"), [("address_digest", "comments_of_an_address"), ("email", "comments_of_an_email")]
)
def test_the_search_for_old_addresses_reads_only_comments_that_have_one(number: int, field: str, index: str) -> None:
    comment_on(number)

    with CaptureQueriesContext(connection) as queries:
        drop_personal_data(NOW)

    (asked,) = [query["sql"] for query in queries if f'NOT ("comments_comment"."{field}"' in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked}")
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert index in plan


def test_the_page_of_a_story_whose_comments_close_is_printed_anew_once(world: Section) -> None:
    closing = story_of(days_ago(14) + timedelta(seconds=30))
    story_of(days_ago(13))
    story_of(days_ago(15.1))
    close_old_discussions(NOW)
    assert touched() == []

    close_old_discussions(NOW + timedelta(minutes=1))
    close_old_discussions(NOW + timedelta(minutes=2))

    assert touched() == [f"comments:{closing}"]


def test_the_first_run_looks_back_one_day(world: Section) -> None:
    yesterday = story_of(days_ago(14.9))
    story_of(days_ago(15.1))

    close_old_discussions(NOW)

    assert touched() == [f"comments:{yesterday}"]
    assert Heartbeat.objects.get(name=COMMENTS_CLOSED).at == NOW


def test_every_age_that_some_rule_names_is_looked_at(world: Section) -> None:
    Rules.objects.create(section=world, closes_after_days=3)
    numbers = [story_of(days_ago(age + 0.5)) for age in (3, 14)]
    story_of(days_ago(7.5))

    close_old_discussions(NOW)

    assert touched() == [f"comments:{number}" for number in sorted(numbers)]


def test_papers_whose_comments_never_close_print_nothing_anew(world: Section) -> None:
    Rules.objects.create(section=None, closes_after_days=0)
    for days in (14.5, 0.5):
        story_of(days_ago(days))

    assert close_old_discussions(NOW) == 0
    assert touched() == []


def test_many_stories_share_a_touch(world: Section, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "_KEYS_IN_A_TOUCH", 2)
    for _ in range(3):
        story_of(days_ago(14.5))

    assert close_old_discussions(NOW) == 3

    assert [len(touch.keys) for touch in Touch.objects.order_by("tick")] == [2, 1]
