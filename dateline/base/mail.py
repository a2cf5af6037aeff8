"""Mail: plain text, in the paper's name, sent by the worker only.

The server and the sender are settings (docs/settings.md). Without them no mail is sent, and whatever needs mail asks
`is_mail_set_up` first and says so.
"""

import logging
import smtplib
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from dateline.base.tasks import NotNow

logger = logging.getLogger(__name__)

# So that no mail program answers "I am on holiday" to a program. Source: RFC 3834 section 5.
_HEADERS = {"Auto-Submitted": "auto-generated"}


def is_mail_set_up() -> bool:
    """Whether there is a server to hand mail to, and a sender to name."""
    return bool(settings.MAIL_URL and settings.DEFAULT_FROM_EMAIL)


def send_mail(*, to: str, subject: str, text: str) -> None:
    """Hand one mail to the server: only from a task of the worker, never while a reader waits.

    to: one bare address. subject: one line; line breaks in it become blanks. Waits 10 s at most for each answer of the
    server. Where it can't be reached or says "not now", raises NotNow, and the task is tried again; an address that the
    server refuses for good is logged, without naming it, and counts as done.
    """
    if not is_mail_set_up():
        raise NotNow("mail is not set up: DATELINE_MAIL_URL and DATELINE_MAIL_FROM")
    try:
        validate_email(to)
    except ValidationError:
        logger.warning("a mail was not sent: there is no such address")
        return
    headers = _HEADERS | {"Message-ID": make_msgid(domain=urlsplit(settings.PAPER_URL).hostname)}
    message = EmailMessage(" ".join(subject.split()), text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refusal:
        _give_up_or_wait([code for code, _ in refusal.recipients.values()])
    except smtplib.SMTPResponseException as answer:
        raise NotNow(f"the mail server answered {answer.smtp_code}") from answer
    except (smtplib.SMTPException, OSError) as fault:
        # Not the fault's own words: they may name the reader's address, and this is shown to whoever runs the paper.
        raise NotNow(f"the mail server can't be reached: {type(fault).__name__}") from fault


def _give_up_or_wait(codes: list[int]) -> None:
    """A code from 500 on says that trying again is useless. Source: RFC 5321 section 4.2.1."""
    if any(code < 500 for code in codes):
        raise NotNow("the mail server asks to try again later")
    logger.warning("a mail was not sent: the server knows no such address")


def check_mail(**_: Any) -> list[checks.CheckMessage]:
    """A server without a sender is half a set-up: no mail would be sent, and nobody would know why."""
    if settings.MAIL_URL and not settings.DEFAULT_FROM_EMAIL:
        text = "DATELINE_MAIL_URL is set, but DATELINE_MAIL_FROM is not: mail needs a sender."
        return [checks.Error(text, id="base.E001")]
    return []
