"""The mails readers get, in plain text: a subject and a text each. Nobody's words but ours stand in them."""

from dataclasses import dataclass

from django.conf import settings

from dateline.comments.mailed_links import confirmation_link, own_comments_link
from dateline.comments.models import Comment
from dateline.lib.gmt import stamp


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent."""

    subject: str
    text: str


def own_comments_letter(email: str) -> Letter:
    """The link to everything that was sent under this address."""
    paper = settings.PAPER_NAME
    return Letter(
        subject=f"Your comments at {paper}",
        text=f"""\
Somebody, we hope you, asked {paper} for the comments that were sent with
this e-mail address. They are listed here:

{own_comments_link(email)}

The link works for 24 hours. Whoever has it can read and withdraw these
comments, so please don't pass it on.

If it was not you who asked, you need not do anything.

{_signature()}""",
    )


def confirmation_letter(comment: Comment) -> Letter:
    """The link that puts a comment on the page."""
    paper = settings.PAPER_NAME
    return Letter(
        subject=f"Please confirm your comment at {paper}",
        text=f"""\
At {stamp(comment.received_at)} a comment with this e-mail address was sent
to {paper}. If it is yours, confirm it here, and it is shown at once:

{confirmation_link(comment.pk)}

The link works for 24 hours. Without it a moderator reads the comment first.

If you sent none, you need not do anything: somebody has mistyped an address.

{_signature()}""",
    )


def _signature() -> str:
    return f"-- \n{settings.PAPER_NAME}\n{settings.PAPER_URL}/\n"
