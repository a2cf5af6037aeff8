"""The list: what a moderator sees, filters that are told what is wrong with them, and constant cost."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

import dateline.desk as desk_app
from dateline.base.models import User
from dateline.comments.actions.deciding import approve_comment
from dateline.comments.models import Comment, Report
from tests.comments.writing import comment_on
from tests.desk.comments.asking import ROOT

pytestmark = pytest.mark.django_db


def test_a_row_says_who_what_where_when_and_why(desk: Client, number: int) -> None:
    comment = comment_on(
        number,
        name="Bram",
        text="Is that so?",
        queue="reported",
        received_at=now() - timedelta(hours=3),
        spam_percent=87,
        remarks=[{"phase": "words", "reason": "links", "detail": "It has 3 links."}, {"reason": "too-quick"}, "odd"],
    )
    for index in range(2):
        Report.objects.create(comment=comment, reason="abuse", at=now(), nonce=f"n{index}")

    page = desk.get(ROOT).content.decode()

    expected = ["Bram", "Is that so?", "Ferry to Vell", "World", " GMT ", "3 hours ago", "2 reports", "× 2", "87 %"]
    for said in [*expected, "It has 3 links.", "Too quick", "odd"]:
        assert said in page


def test_markup_in_a_comment_is_shown_and_never_runs(desk: Client, number: int) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    comment = comment_on(number, name=f"A{attack[:40]}", text=attack + " word" * 400)
    comment.notes.create(user=User.objects.get(), at=now(), text=attack)

    for address in (ROOT, f"{ROOT}{comment.pk}/", f"{ROOT}{comment.pk}/redact/"):
        page = desk.get(address).content.decode()

        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("number=abc", "whole number"),
        ("number=99999999999999999999", "less than or equal"),
        ("words=a", "at least 2 characters"),
        (f"words={'x' * 5_000}", "at most 100 characters"),
        ("section=777", "Select a valid choice"),
        ("reason=boredom", "Select a valid choice"),
        ("show=secrets", "Select a valid choice"),
        ("after=tomorrow", "shown from its beginning"),
        ("reader=x", "whole number"),
    ],
)
def test_a_filter_that_can_not_be_is_told_beside_its_field(
    desk: Client, waiting: Comment, query: str, sentence: str
) -> None:
    answer = desk.get(f"{ROOT}?{query}")

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert waiting.text in answer.content.decode()


def test_the_next_page_keeps_the_filter(desk: Client, number: int) -> None:
    for _ in range(31):
        comment_on(number, text="a heron")

    page = desk.get(f"{ROOT}?words=heron").content.decode()
    after = page.split("?words=heron&amp;after=")[1].split('"')[0]
    following = desk.get(f"{ROOT}?words=heron&after={after}").content.decode()

    assert page.count("data-row=") == 30
    assert following.count("data-row=") == 1


def test_an_empty_list_says_so(desk: Client, number: int) -> None:
    assert "Nothing waits" in desk.get(ROOT).content.decode()
    assert "No comments here" in desk.get(f"{ROOT}?show=rejected").content.decode()


def test_one_storys_list_has_its_switch(desk: Client, waiting: Comment) -> None:
    page = desk.get(f"{ROOT}?show=all&number={waiting.number}").content.decode()

    assert "Comments on this story" in page
    assert f'href="/{waiting.number}"' in page
    assert "There is no story of this number" in desk.get(f"{ROOT}?number=404").content.decode()


def test_fifty_comments_cost_as_many_queries_as_five(desk: Client, number: int, editor: User) -> None:
    first = comment_on(number)
    approve_comment(first.pk, user=editor)

    def more(count: int) -> None:
        for index in range(count):
            comment = comment_on(number, thread=first, answers=first, email="bram@example.org")
            Report.objects.create(comment=comment, reason="abuse", at=now(), nonce=f"{comment.pk}-{index}")
            comment.notes.create(user=editor, at=now(), text="Look twice.")

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address).status_code == 200
        return len(asked)

    addresses = [ROOT, f"{ROOT}?words=ferry", f"{ROOT}{first.pk}/", f"{ROOT}decisions/"]
    more(5)
    for address in addresses:
        queries(address)  # what is asked once in a process is not the list's
    few = [queries(address) for address in addresses]
    more(45)

    assert [queries(address) for address in addresses] == few


def test_no_template_of_ours_has_script_in_it_and_the_script_is_small() -> None:
    folder = Path(desk_app.__file__).parent
    templates = [path.read_text(encoding="utf-8") for path in (folder / "templates").rglob("*.html")]

    assert len(templates) > 10
    for text in templates:
        assert not re.search(r"<script(?! src=)|\son[a-z]+=|javascript:|\sstyle=", text)
        assert "|safe" not in text
    assert (folder / "static" / "desk" / "comments.js").stat().st_size < 16_384
