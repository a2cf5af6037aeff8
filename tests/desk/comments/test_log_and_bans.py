"""The log of decisions, as a page and as a table; bans in force and their end."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.test import Client
from django.utils.timezone import now

from dateline.base.models import User
from dateline.comments.actions.banning import ban_author
from dateline.comments.actions.deciding import approve_comment, log_decision, reject_comment
from dateline.comments.models import Ban, Comment, Decision, Reason
from tests.comments.writing import comment_on
from tests.desk.comments.asking import ROOT

pytestmark = pytest.mark.django_db

LOG = f"{ROOT}decisions/"


@pytest.fixture
def log(number: int, editor: User) -> list[Comment]:
    """Bram's was received, rejected by Mara, and Cleo's approved by Jon."""
    bram, cleo = comment_on(number, name="Bram"), comment_on(number, name="Cleo")
    log_decision(bram, Decision.What.RECEIVE, user=None, phase="placing", note="read before it is shown")
    reject_comment(bram.pk, user=editor, reason=Reason.HATE, note="=1+1")
    approve_comment(cleo.pk, user=User.objects.create_superuser("jon"))
    return [bram, cleo]


def table(desk: Client, query: str = "") -> list[dict[str, str]]:
    answer = desk.get(f"{ROOT}decisions.csv{query}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(StringIO(answer.getvalue().decode())))


def test_the_log_says_who_decided_what_and_why(desk: Client, log: list[Comment]) -> None:
    page = desk.get(LOG).content.decode()

    for text in ("Rejected", "Hatred of a group", "=1+1", "phase “placing”", "mara", "jon", " GMT "):
        assert text in page


def test_the_log_is_filtered_by_who_what_and_day(desk: Client, log: list[Comment], editor: User) -> None:
    today = now().date()

    assert [row["decided"] for row in table(desk)] == ["approve", "reject", "receive"]
    assert [row["by"] for row in table(desk, f"?who={editor.pk}")] == ["mara"]
    assert [row["decided"] for row in table(desk, "?who=people")] == ["approve", "reject"]
    assert [row["decided"] for row in table(desk, "?what=receive")] == ["receive"]
    assert len(table(desk, f"?since={today}&until={today}")) == 3
    assert table(desk, f"?since={today + timedelta(days=1)}") == []
    assert table(desk, f"?until={today - timedelta(days=1)}") == []


def test_no_cell_of_the_table_is_a_formula(desk: Client, log: list[Comment]) -> None:
    row = next(row for row in table(desk) if row["decided"] == "reject")

    assert row["note"] == "'=1+1"
    assert (row["reason"], row["comment"], row["news_id"]) == ("hate", str(log[0].pk), str(log[0].number))


def test_a_long_table_is_whole(desk: Client, number: int) -> None:
    comment = comment_on(number)
    at = now()
    Decision.objects.bulk_create(
        Decision(comment=comment, what="receive", at=at - timedelta(seconds=index // 3)) for index in range(2_500)
    )

    assert len(table(desk)) == 2_500


@pytest.mark.parametrize("query", ["who=777", "what=explode", "since=yesterday", "until=9999-12-31", "after=x"])
def test_a_filter_that_can_not_be_is_told(desk: Client, log: list[Comment], query: str) -> None:
    for address in (LOG, f"{ROOT}decisions.csv"):
        answer = desk.get(f"{address}?{query}")

        assert answer.status_code == 400
        assert "mod-error" in answer.content.decode()


def test_bans_in_force_are_listed_and_lifted(desk: Client, waiting: Comment, editor: User) -> None:
    over = ban_author(waiting.pk, user=editor, days=1, note="An old one.")
    Ban.objects.filter(pk=over.pk).update(until=now())
    ban = ban_author(waiting.pk, user=editor, days=7, note="Third time.")

    page = desk.get(f"{ROOT}bans/").content.decode()
    assert "Third time." in page
    assert "An old one." not in page
    lifted = desk.post(f"{ROOT}bans/{ban.pk}/lift/", follow=True).content.decode()
    again = desk.post(f"{ROOT}bans/{ban.pk}/lift/", follow=True).content.decode()

    assert "The ban is lifted" in lifted
    assert "There is no such ban any more" in again
    assert "Nobody is banned." in again


def test_a_long_list_of_bans_has_pages(desk: Client, waiting: Comment, editor: User) -> None:
    for index in range(51):
        ban_author(waiting.pk, user=editor, days=7, note=f"number {index}!")

    page = desk.get(f"{ROOT}bans/").content.decode()
    before = page.split("?before=")[1].split('"')[0]

    assert "number 0!" not in page
    assert "number 0!" in desk.get(f"{ROOT}bans/?before={before}").content.decode()
    assert desk.get(f"{ROOT}bans/?before=x").status_code == 200
