"""Where mail goes is read from one address; what makes no sense stops the start."""

import pytest

from dateline.config.environment import SettingError
from dateline.config.mail import MailServer, mail_server_from_url, sender


def test_without_an_address_there_is_no_server() -> None:
    assert mail_server_from_url("") is None
    assert sender("") == ""


def test_a_server_elsewhere_is_only_talked_to_encrypted() -> None:
    assert mail_server_from_url("smtp://ed:p%40ss@mail.example:2587") == MailServer(
        host="mail.example", port=2587, user="ed", password="p@ss", starts_tls=True
    )
    assert mail_server_from_url("smtps://mail.example") == MailServer(host="mail.example", port=465, has_tls=True)


@pytest.mark.parametrize(
    "url", ["smtp://localhost:25", "smtp://127.0.0.1:25", "smtp://[::1]:25", "smtp://relay:25?tls=no"]
)
def test_this_machine_and_a_relay_in_the_house_may_talk_in_the_clear(url: str) -> None:
    server = mail_server_from_url(url)

    assert server is not None
    assert (server.port, server.has_tls, server.starts_tls) == (25, False, False)


@pytest.mark.parametrize(
    "url",
    [
        *("mail.example", "http://mail.example", "smtp://", "smtp://mail.example/folder", "smtp://mail.example:x"),
        *("smtp://[x", "smtp://mail.example:99999", "smtp://mail.example?tls=maybe", "smtp://mail.example?ssl=no"),
    ],
)
def test_an_address_that_is_no_mail_server_stops_the_start(url: str) -> None:
    with pytest.raises(SettingError, match="DATELINE_MAIL_URL"):
        mail_server_from_url(url)


@pytest.mark.parametrize("text", ["post@paper.example", "The Courier <post@paper.example>"])
def test_a_sender_may_have_a_name(text: str) -> None:
    assert sender(text) == text


@pytest.mark.parametrize(
    "text", ["post", "post@paper", "a@b.example\nBcc: c@d.example", "The Courier", "a b@c.example"]
)
def test_a_sender_that_is_no_address_stops_the_start(text: str) -> None:
    with pytest.raises(SettingError, match="DATELINE_MAIL_FROM must be"):
        sender(text)
