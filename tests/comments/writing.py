"""Plain functions that write comments for tests: Ada and Bram read the story about the ferry."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now

from dateline.captcha.answers import Kind
from dateline.captcha.challenges import mint
from dateline.comments.actions.receiving import Accepted, receive
from dateline.comments.models import Comment
from dateline.comments.phases import Case, Refusal
from dateline.comments.queries.openness import openness_and_rules_of
from dateline.comments.sending import Sending
from dateline.lib.likeness import digest, fingerprint, signed

TEXT = "The morning ferry has been late since the dredging began, whatever the harbour office says."
ADA = "192.0.2.7"
BRAM = "198.51.100.9"
# Longer than anybody's time trap.
TYPING = timedelta(seconds=20)


def sending_of(number: int, *, kind: Kind = Kind.PICTURE, at: datetime | None = None, **fields: Any) -> Sending:
    """A form that Ada filled in, with a fresh key of its own typed right; any field can be given."""
    minted = mint(number, kind)
    values: dict[str, Any] = {
        "number": number,
        "name": "Ada",
        "email": "",
        "text": TEXT,
        "answers": None,
        "key": minted.answer,
        "trap": "",
        "work": "",
        "cookies": {minted.cookie_name: minted.cookie_value},
        "visitor": ADA,
        "at": at or now() + TYPING,
    }
    return Sending(**values | fields)


def accepted(sending: Sending) -> Accepted:
    """What came of it. Fails unless it was taken."""
    result = receive(sending)
    assert isinstance(result, Accepted), result
    return result


def refused(sending: Sending) -> Refusal:
    """Why it was not taken. Fails if it was."""
    result = receive(sending)
    assert isinstance(result, Refusal), result
    return result


def case_of(sending: Sending, **facts: Any) -> Case:
    """The case a phase gets, with what the phases before would have found out."""
    openness, rules = openness_and_rules_of(sending.number)
    values: dict[str, Any] = {
        "sending": sending,
        "openness": openness,
        "rules": rules,
        "address_digest": f"digest of {sending.visitor}",
        "text_digest": digest(sending.text),
        "likeness": signed(fingerprint(sending.text)),
        "nonce": "0" * 32,
        "kind": "picture",
        "asked_at": sending.at.timestamp() - 20,
        "work_id": "worked",
    }
    return Case(**values | facts)


def comment_on(number: int, **fields: Any) -> Comment:
    """A comment that is there already, waiting in the queue unless told otherwise; no phase was asked."""
    at = now()
    values: dict[str, Any] = {
        "number": number,
        "name": "Bram",
        "text": TEXT,
        "received_at": at,
        "queue": Comment.Queue.NEW,
        "address_digest": f"digest of {BRAM}",
        "text_digest": digest(fields.get("text", TEXT)),
        "likeness": signed(fingerprint(fields.get("text", TEXT))),
    }
    return Comment.objects.create(**values | fields)
