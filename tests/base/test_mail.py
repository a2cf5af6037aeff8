"""Mail as a real server on this machine gets it, and what happens where there is none."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.checks import run_checks
from django.utils.timezone import now

from dateline.base.mail import is_mail_set_up, send_mail
from dateline.base.models import Task
from dateline.base.tasks import NotNow, handle_aside, queue_task, run_due_tasks, run_tasks_aside

KIND = "test mail"


class Postbox:
    """A mail server's memory. answers: what it says to whoever is named, such as a refusal."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answers.get("DATA", "250 OK")


@pytest.fixture
def postbox(settings: Any) -> Iterator[Postbox]:
    """A server at a port of its own, which the settings name."""
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    use_server(settings, controller.port)
    yield box
    controller.stop()


@pytest.fixture
def no_server(settings: Any) -> None:
    use_server(settings, free_port())


@pytest.fixture
def letter(db: None) -> Iterator[str]:
    """A task whose handler sends one mail to its argument."""
    handle_aside(KIND, lambda argument: send_mail(to=argument, subject="Your comments", text="Here they are."))
    queue_task(KIND, "ada@reader.example", run_at=now())
    yield KIND
    handle_aside(KIND, lambda argument: None)


def use_server(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.MAIL_URL = f"smtp://127.0.0.1:{port}"
    settings.DEFAULT_FROM_EMAIL = "The Courier <post@paper.example>"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_mail_arrives_as_plain_text_from_the_paper(postbox: Postbox) -> None:
    send_mail(to="ada@reader.example", subject="Your comments", text="Here they are — all of them.\n")

    (mail,) = postbox.received
    assert (mail["To"], mail["From"]) == ("ada@reader.example", "The Courier <post@paper.example>")
    assert (mail["Subject"], mail["Auto-Submitted"]) == ("Your comments", "auto-generated")
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().splitlines() == ["Here they are — all of them."]


def test_no_word_of_anybodys_can_add_a_header_or_a_reader(postbox: Postbox) -> None:
    send_mail(to="ada@reader.example", subject="Yours\r\nBcc: all@reader.example", text="Bcc: all@reader.example")
    send_mail(to="ada@reader.example\nBcc: all@reader.example", subject="Yours", text="x")
    send_mail(to="ada@reader.example, all@reader.example", subject="Yours", text="x")

    (mail,) = postbox.received
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Yours Bcc: all@reader.example"


def test_a_task_that_sends_mail_is_done_aside_and_once(postbox: Postbox, letter: str) -> None:
    run_due_tasks()
    assert postbox.received == []

    run_tasks_aside()
    run_tasks_aside()

    assert len(postbox.received) == 1


def test_while_the_server_is_down_the_task_is_tried_again(no_server: None, letter: str) -> None:
    (result,) = run_tasks_aside()

    task = Task.objects.get(kind=letter)
    assert result.error == "the mail server can't be reached: ConnectionRefusedError"
    assert (task.finished_at, task.failed_at, task.attempts) == (None, None, 1)
    assert task.run_at > now()


def test_a_server_that_says_nothing_is_not_waited_for_longer_than_the_settings_say(
    no_server: None, letter: str, settings: Any
) -> None:
    assert settings.EMAIL_TIMEOUT == 10
    settings.EMAIL_TIMEOUT = 0.2
    with socket.create_server(("127.0.0.1", settings.EMAIL_PORT)):
        (result,) = run_tasks_aside()

    assert result.error.startswith("the mail server can't be reached")


def test_once_the_server_is_back_the_mail_goes_out(postbox: Postbox, letter: str, settings: Any) -> None:
    up = settings.EMAIL_PORT
    settings.EMAIL_PORT = free_port()
    run_tasks_aside()
    settings.EMAIL_PORT = up
    Task.objects.update(run_at=now())

    run_tasks_aside()

    assert [mail["To"] for mail in postbox.received] == ["ada@reader.example"]
    assert Task.objects.get(kind=letter).finished_at is not None


@pytest.mark.parametrize(
    ("who", "answer"), [("ada@reader.example", "451 Try later"), ("DATA", "452 No room"), ("DATA", "550 No")]
)
def test_a_server_that_can_not_take_it_now_is_asked_again(postbox: Postbox, letter: str, who: str, answer: str) -> None:
    postbox.answers[who] = answer

    (result,) = run_tasks_aside()

    assert result.error.startswith("the mail server")
    assert "ada" not in result.error


def test_an_address_the_server_does_not_know_is_not_tried_again(
    postbox: Postbox, letter: str, caplog: pytest.LogCaptureFixture
) -> None:
    postbox.answers["ada@reader.example"] = "550 No such mailbox"

    (result,) = run_tasks_aside()

    assert result.error == ""
    assert "knows no such address" in caplog.text
    assert "ada@" not in caplog.text


def test_where_mail_is_not_set_up_nothing_is_sent(settings: Any) -> None:
    settings.MAIL_URL = ""

    assert not is_mail_set_up()
    with pytest.raises(NotNow, match="not set up"):
        send_mail(to="ada@reader.example", subject="x", text="x")


def test_a_server_without_a_sender_is_half_a_set_up(settings: Any) -> None:
    settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL = "smtp://127.0.0.1", ""

    assert not is_mail_set_up()
    assert [problem.id for problem in run_checks() if problem.id == "base.E001"] == ["base.E001"]

    settings.DEFAULT_FROM_EMAIL = "post@paper.example"
    assert is_mail_set_up()
    assert [problem.id for problem in run_checks() if problem.id == "base.E001"] == []
