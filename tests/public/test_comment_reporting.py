"""Telling the moderators that something is wrong with a comment."""

import re

import pytest
from django.test import Client

from dateline.comments.models import Comment, Reason, Report
from dateline.public.views import comment_reporting
from dateline.record.models import Act
from dateline.stories.actions.amending import amend
from tests.comments.writing import TEXT
from tests.public.discussion import filled, let_them_type, put
from tests.public.newsstand import NUMBER, html_of, print_story, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """The story about the ferry, and time to type."""
    print_story()
    let_them_type(monkeypatch, comment_reporting)


@pytest.fixture
def comment() -> Comment:
    """What somebody said of it."""
    return put()


def address_of(comment: Comment) -> str:
    """Where it is reported."""
    return f"/comments/{NUMBER}/report/{comment.pk}/"


def test_the_form_shows_the_comment_every_reason_and_a_key(client: Client, comment: Comment) -> None:
    html = html_of(client, address_of(comment))

    assert TEXT in text_of(html)
    assert re.findall(r'type="radio" name="reason" value="([^"]+)"', html) == Reason.values
    assert f"/captcha/key.png?story={NUMBER}" in html
    assert '<meta name="robots" content="noindex">' in html


def test_a_report_puts_the_comment_before_a_moderator(client: Client, comment: Comment) -> None:
    response = client.post(address_of(comment), filled(client, text="It is not true.", reason="false"))

    report = Report.objects.get()
    assert (report.comment, report.reason, report.text) == (comment, "false", "It is not true.")
    comment.refresh_from_db()
    assert (comment.queue, comment.is_shown) == ("reported", True)
    assert response.status_code == 303
    assert "A moderator will look at the comment." in text_of(html_of(client, response.headers["Location"]))


@pytest.mark.parametrize(("fields", "field"), [({"reason": ""}, "reason"), ({"key": "wrong!"}, "key")])
def test_a_fault_is_told_and_everything_kept(
    client: Client, comment: Comment, fields: dict[str, str], field: str
) -> None:
    sent = filled(client, text="It is <not> true.", reason="false") | fields

    response = client.post(address_of(comment), sent)

    html = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#c-{field}">To the field</a>' in html
    assert "It is &lt;not&gt; true.</textarea>" in html
    assert ('value="false" required checked' in html) == (field == "key")
    assert not Report.objects.exists()


def test_another_key_keeps_everything(client: Client, comment: Comment) -> None:
    response = client.post(address_of(comment), {"do": "question", "text": "Kept.", "reason": "spam"})

    html = response.content.decode()
    assert response.status_code == 200
    assert "Kept.</textarea>" in html
    assert 'value="spam" required checked' in html
    assert '<b dir="auto">' in html


def test_a_report_from_another_site_is_refused(client: Client, comment: Comment) -> None:
    fields = filled(client, reason="spam")

    response = client.post(address_of(comment), fields, headers={"sec-fetch-site": "cross-site"})

    assert response.status_code == 403
    assert not Report.objects.exists()


def test_only_what_readers_see_can_be_reported(client: Client, comment: Comment) -> None:
    waiting = put(state="waiting", is_shown=False)

    for address in [address_of(waiting), f"/comments/{NUMBER}/report/999/", f"/comments/1/report/{comment.pk}/"]:
        html_of(client, address, status=404)
    amend(NUMBER, Act.KILL, note="It endangered a witness.")
    html_of(client, address_of(comment), status=410)
    html_of(client, f"{address_of(comment)}thanks/", status=410)


def test_many_reports_are_told_when_to_come_back(client: Client, comment: Comment) -> None:
    answers = [client.post(address_of(comment), filled(client, reason="spam", text="")) for _ in range(11)]

    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
