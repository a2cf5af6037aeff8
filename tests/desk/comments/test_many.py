"""Many at once: a count and the stories first, then the decisions, then a sentence."""

import re
from typing import Any

import pytest
from django.test import Client

from dateline.base.models import User
from dateline.comments.actions.deciding import approve_comment
from dateline.comments.models import Comment
from dateline.desk.comments.views import many
from tests.comments.writing import comment_on
from tests.desk.comments.asking import ROOT

pytestmark = pytest.mark.django_db

ADDRESS = f"{ROOT}many/"


@pytest.fixture
def flood(number: int) -> list[Comment]:
    """Five comments with the same word in them, and one without it."""
    comment_on(number, text="Something else.")
    return [comment_on(number, text="CHEAP watches") for _ in range(5)]


def confirmed(page: str) -> dict[str, Any]:
    """The confirmation's form as a browser sends it."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_it_asks_first_and_decides_nothing(desk: Client, flood: list[Comment]) -> None:
    ids = [comment.pk for comment in flood[:3]]

    page = desk.post(ADDRESS, {"ids": ids, "do": "reject", "reason": "spam"}).content.decode()

    assert "Reject 3 comments as “Spam or advertising”?" in page
    assert "Ferry to Vell" in page
    assert not Comment.objects.filter(state="rejected").exists()


def test_confirmed_it_decides_on_each_and_skips_the_decided(desk: Client, flood: list[Comment], editor: User) -> None:
    asked = {"which": "all", "filter": "words=cheap", "do": "reject", "reason": "spam", "next": ROOT}
    page = desk.post(ADDRESS, asked).content.decode()
    assert "Reject 5 comments" in page
    jon = User.objects.create_superuser("jon")
    approve_comment(flood[0].pk, user=jon)
    many_reject = confirmed(page) | {"note": "A flood."}
    Comment.objects.filter(pk=flood[1].pk).update(state="withdrawn", queue="")

    answer = desk.post(ADDRESS, many_reject, follow=True).content.decode()

    assert "4 comments rejected as “Spam or advertising”; 1 was decided meanwhile, or withdrawn" in answer
    assert Comment.objects.filter(state="rejected").count() == 4
    assert flood[4].decisions.get().note == "A flood."


def test_what_does_not_fit_into_one_request_is_gone_on_with(
    desk: Client, flood: list[Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "_BATCH", 2)
    monkeypatch.setattr(many, "_SECONDS_AT_ONCE", 0.0)
    ids = ",".join(str(comment.pk) for comment in flood)
    fields = {"ids": ids, "do": "approve", "confirmed": "1", "next": ROOT}
    clock = iter([0.0, -1.0, 1.0, 0.0, -1.0, -1.0, -1.0, -1.0])
    monkeypatch.setattr(many, "monotonic", lambda: next(clock))

    page = desk.post(ADDRESS, fields).content.decode()
    assert "2 comments approved." in page
    assert "3 to go." in page
    answer = desk.post(ADDRESS, confirmed(page) | {"note": ""}, follow=True).content.decode()

    assert "5 comments approved." in answer
    assert Comment.objects.filter(is_shown=True).count() == 5


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"do": "approve"}, "Nothing is selected"),
        ({"do": "approve", "ids": ["x", "-1", "", "1e9"]}, "Nothing is selected"),
        ({"do": "approve", "ids": [str(pk) for pk in range(1, 5_001)]}, "At most 1,000 comments"),
        ({"ids": ["1"]}, "Say whether to approve or to reject."),
        ({"ids": ["1"], "do": "explode"}, "can be approved or rejected"),
        ({"ids": ["1"], "do": "reject"}, "Say why"),
        ({"ids": ["1"], "do": "reject", "reason": "boredom"}, "none of the reasons"),
    ],
)
def test_what_can_not_be_is_told_in_a_sentence(
    desk: Client, flood: list[Comment], fields: dict[str, Any], sentence: str
) -> None:
    answer = desk.post(ADDRESS, fields | {"confirmed": "1"})

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert Comment.objects.filter(state="waiting").count() == 6


def test_comments_that_do_not_exist_are_skipped(desk: Client, flood: list[Comment]) -> None:
    fields = {"ids": f"{flood[0].pk},{10**18}", "do": "approve", "confirmed": "1"}

    answer = desk.post(ADDRESS, fields, follow=True).content.decode()

    assert "1 comment approved; 1 was decided meanwhile" in answer


def test_an_id_beyond_what_a_database_counts_to_is_skipped(desk: Client, flood: list[Comment]) -> None:
    fields = {"ids": f"{flood[0].pk},9999999999999999999", "do": "approve"}

    asked = desk.post(ADDRESS, fields)
    done = desk.post(ADDRESS, fields | {"confirmed": "1"}, follow=True)

    assert asked.status_code == 200
    assert "1 comment approved" in done.content.decode()


def test_of_all_that_match_no_more_are_asked_about_than_can_be_decided_on(
    desk: Client, flood: list[Comment], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(many, "MANY_AT_MOST", 3)

    page = desk.post(ADDRESS, {"which": "all", "filter": "words=cheap", "do": "approve"}).content.decode()

    assert "Approve 3 comments?" in page
    assert confirmed(page)["ids"] == ",".join(str(comment.pk) for comment in flood[:3])
