"""What becomes of one's own comment, for whoever has its secret address, or reads the mail it was sent with."""

import json

import pytest
from django.conf import LazySettings
from django.test import Client

from dateline.base.models import User
from dateline.comments.actions.deciding import approve_comment, reject_comment
from dateline.comments.mailed_links import confirmation_link, own_comments_link
from dateline.comments.models import Comment, Reason
from dateline.public.views import comment_sending
from tests.comments.writing import TEXT
from tests.public.discussion import filled, let_them_type, open_comments
from tests.public.newsstand import NUMBER, html_of, print_story, text_of

pytestmark = pytest.mark.django_db

PAPER = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def a_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """The story about the ferry takes comments."""
    print_story()
    open_comments()
    let_them_type(monkeypatch, comment_sending)


@pytest.fixture
def own(client: Client) -> str:
    """The secret address of a comment that Ada has just sent."""
    response = client.post(f"/comments/{NUMBER}/", filled(client, email="ada@example.org"))
    return str(response.headers["Location"])


def test_the_page_says_what_happens_now_and_keeps_its_address_secret(client: Client, own: str) -> None:
    response = client.get(own)

    text = text_of(response.content.decode())
    assert "A moderator will read it" in text
    assert f"{PAPER}{own}" in text
    assert TEXT in text
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_once_approved_it_leads_to_its_place(client: Client, own: str, editor: User) -> None:
    comment = approve_comment(Comment.objects.get().pk, user=editor)

    assert f'<a href="/news/{NUMBER}/comments/{comment.pk}/">its place on the page</a>' in html_of(client, own)


def test_withdrawing_asks_once_more_and_then_nothing_is_left(client: Client, own: str) -> None:
    asked = client.post(own, {"do": "withdraw"})

    assert Comment.objects.get().text == TEXT
    assert "Nobody can bring them back." in text_of(asked.content.decode())
    done = client.post(own, {"do": "withdraw for good"})
    assert (done.status_code, done.headers["Location"]) == (303, own)
    assert Comment.objects.get().text == ""
    text = text_of(html_of(client, own))
    assert "You have withdrawn it." in text
    assert TEXT not in text


def test_withdrawing_twice_is_told(client: Client, own: str) -> None:
    client.post(own, {"do": "withdraw for good"})

    again = client.post(own, {"do": "withdraw for good"})

    assert again.status_code == 409
    assert "withdrawn already" in text_of(again.content.decode())


def test_a_rejected_comment_can_be_appealed_once(client: Client, own: str, editor: User) -> None:
    reject_comment(Comment.objects.get().pk, user=editor, reason=Reason.OFF_TOPIC)
    before = html_of(client, own)

    response = client.post(own, {"do": "appeal", "text": "It is about the ferry."})

    assert "A moderator has decided not to show it." in text_of(before)
    assert "Ask us to look again" in text_of(before)
    assert response.status_code == 303
    assert Comment.objects.get().queue == "new"
    after = html_of(client, own)
    assert "A moderator will look at it again." in text_of(after)
    assert "<textarea" not in after
    assert "off" not in text_of(before).lower().split()


def test_an_appeal_that_is_too_long_is_given_back(client: Client, own: str, editor: User) -> None:
    reject_comment(Comment.objects.get().pk, user=editor, reason=Reason.OTHER)
    words = "It is <about> the ferry. " * 40

    response = client.post(own, {"do": "appeal", "text": words})

    html = response.content.decode()
    assert response.status_code == 409
    assert "An appeal may have 500 characters" in text_of(html)
    assert "It is &lt;about&gt; the ferry." in html


def test_everything_that_is_kept_can_be_taken_along(client: Client, own: str) -> None:
    response = client.get(f"{own}comment.json")

    [data] = json.loads(response.content)
    assert (data["text"], data["email"], data["story"]) == (TEXT, "ada@example.org", NUMBER)
    assert response.headers["Content-Disposition"] == 'attachment; filename="my-comments.json"'
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["x", "A" * 32, "%00", "ferry%E2%82%AC"])
def test_a_guessed_address_leads_nowhere(client: Client, own: str, token: str) -> None:
    html_of(client, f"/comments/mine/{token}/", status=404)
    html_of(client, f"/comments/mine/{token}/comment.json", status=404)


def test_a_broken_form_changes_nothing(client: Client, own: str) -> None:
    response = client.post(own, b"do=withdraw+for+good&x=%ff", content_type="application/x-www-form-urlencoded")

    assert response.status_code == 400
    assert Comment.objects.get().text == TEXT


def test_without_mail_the_paper_says_so(client: Client) -> None:
    assert "This paper sends no mail." in text_of(html_of(client, "/comments/mine/"))


def test_asking_by_mail_never_tells_whether_there_are_comments(
    client: Client, own: str, settings: LazySettings
) -> None:
    settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL = "smtp://127.0.0.1", "paper@example.org"

    answers = [client.post("/comments/mine/", {"email": email}) for email in ("ada@example.org", "bram@example.org")]

    assert [response.status_code for response in answers] == [200, 200]
    assert len({text_of(response.content.decode()).partition("Page generated")[0] for response in answers}) == 1


def test_what_is_no_address_is_given_back(client: Client, settings: LazySettings) -> None:
    settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL = "smtp://127.0.0.1", "paper@example.org"

    response = client.post("/comments/mine/", {"email": "no <address>"})

    assert response.status_code == 422
    assert 'value="no &lt;address&gt;"' in response.content.decode()


def test_a_mailed_link_lists_all_and_withdraws_one_asked_twice(client: Client, own: str) -> None:
    address = own_comments_link("ada@example.org").removeprefix(PAPER)
    pk = str(Comment.objects.get().pk)

    listed = client.get(address)
    asked = client.post(address, {"do": "withdraw", "comment": pk})
    kept = Comment.objects.get().text
    done = client.post(address, {"do": "withdraw for good", "comment": pk})

    assert TEXT in text_of(listed.content.decode())
    assert listed.headers["Referrer-Policy"] == "no-referrer"
    assert "Yes, withdraw it for good" in text_of(asked.content.decode())
    assert kept == TEXT
    assert done.status_code == 303
    assert Comment.objects.get().text == ""
    assert "There are none" in text_of(html_of(client, address))


def test_a_mailed_link_hands_out_the_data(client: Client, own: str) -> None:
    address = own_comments_link("ada@example.org").removeprefix(PAPER)

    assert [row["text"] for row in client.get(f"{address}comments.json").json()] == [TEXT]


@pytest.mark.parametrize("comment", ["", "x", "999999", "9" * 40])
def test_nobody_withdraws_the_comment_of_somebody_else(client: Client, own: str, comment: str) -> None:
    address = own_comments_link("bram@example.org").removeprefix(PAPER)
    pk = comment or str(Comment.objects.get().pk)

    client.post(address, {"do": "withdraw for good", "comment": pk})

    assert Comment.objects.get().text == TEXT


def test_a_forged_link_leads_nowhere(client: Client) -> None:
    for address in ["/comments/mine/mail/forged/", "/comments/mine/mail/forged/comments.json"]:
        assert "This link is not complete." in text_of(html_of(client, address, status=404))


def test_looking_at_a_confirmation_link_confirms_nothing(client: Client, own: str) -> None:
    comment = Comment.objects.get()
    Comment.objects.update(remarks=[{"phase": "placing", "reason": "confirm", "detail": ""}])
    address = confirmation_link(comment.pk).removeprefix(PAPER)

    html_of(client, address)

    comment.refresh_from_db()
    assert comment.state == "waiting"
    response = client.post(address)
    comment.refresh_from_db()
    assert comment.state == "approved"
    assert (response.status_code, response.headers["Location"]) == (303, f"/news/{NUMBER}/comments/{comment.pk}/")


def test_a_confirmation_that_can_not_be_is_told(client: Client) -> None:
    response = client.post("/comments/confirm/forged/")

    assert response.status_code == 409
    assert "This link is not complete." in text_of(response.content.decode())


@pytest.mark.parametrize("address", ["/comments/999/", "/comments/mine/abc/", "/comments/mine/abc", "/captcha/other"])
def test_no_cache_keeps_that_there_is_no_such_page(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.status_code in {301, 404}
    assert response.headers["Cache-Control"] == "no-store"
