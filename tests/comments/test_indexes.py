"""What a reader waits for is found in an index, however many comments there are."""

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from dateline.comments.actions.mailing import request_mail
from dateline.comments.actions.receiving import receive
from dateline.comments.actions.reporting import report_comment
from dateline.comments.mailed_links import own_comments_link
from dateline.comments.models import Discussion, Rules
from dateline.comments.queries.own import comments_of_email, ids_of_email
from dateline.comments.queries.pages import Order, comments_page, feed_of, newest_of, thread_page
from tests.comments.writing import comment_on, sending_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads a small table whole"),
]

EMAIL = "ada@reader.example"
TOKEN = own_comments_link(EMAIL).rstrip("/").rpartition("/")[2]


def plans_of(act: Callable[[], object]) -> list[str]:
    """How SQLite looks for what is asked of comments and reports meanwhile, one line a table."""
    with CaptureQueriesContext(connection) as asked:
        act()
    plans: list[str] = []
    with connection.cursor() as cursor:
        for query in asked.captured_queries:
            sql = query["sql"]
            if sql.startswith("SELECT") and ('FROM "comments_comment"' in sql or 'FROM "comments_report"' in sql):
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plans += [row[3] for row in cursor.fetchall()]
    return plans


@pytest.mark.parametrize(
    ("act", "indexes"),
    [
        (
            lambda number: receive(sending_of(number, email=EMAIL)),
            {
                *("comments_of_an_address", "comments_of_one_text", "comments_of_an_email", "comments_of_a_story"),
                "comments_by_time",
            },
        ),
        (
            lambda number: report_comment(sending_of(number, text=""), comment_id=1, reason="spam"),
            {"reports_with_address"},
        ),
        (lambda number: request_mail(EMAIL, now=now()), {"comments_of_an_email"}),
        (lambda number: comments_of_email(TOKEN), {"comments_of_an_email"}),
        (lambda number: ids_of_email(EMAIL), {"comments_of_an_email"}),
        (lambda number: comments_page(number, order=Order.NEWEST), {"comment_threads_by_time"}),
        (lambda number: comments_page(number, order=Order.MOST_REPLIED), {"comment_threads_by_replies"}),
        (lambda number: newest_of(number, 10), {"comment_threads_by_time"}),
        (lambda number: feed_of(number), {"comments_of_a_story"}),
        (lambda number: thread_page(number, 1), {"comment_replies"}),
    ],
    ids=["sending", "report", "mail", "own", "erase", "newest", "most replied", "under a story", "feed", "thread"],
)
def test_it_is_found_in_its_index(
    number: int, settings: LazySettings, act: Callable[[int], object], indexes: set[str]
) -> None:
    settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL = "smtp://127.0.0.1", "desk@courier.example"
    Rules.objects.create(moderation=Rules.Moderation.TRUSTED)
    for pk in (1, 2):
        comment_on(number, pk=pk, email=EMAIL, text=f"Boat {pk}.", state="approved", is_shown=True, queue="")
    Discussion.objects.create(number=number, shown=3)
    comment_on(number, thread_id=1, text="Boat 3.", state="approved", is_shown=True, queue="")

    plans = plans_of(lambda: act(number))

    assert {name for name in indexes if not any(name in plan for plan in plans)} == set()
    assert [plan for plan in plans if plan.startswith("SCAN") and "INDEX" not in plan] == []
