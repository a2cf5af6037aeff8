"""Links that are mailed and never shown on a page: whoever has one reads the mail of that address.

They are signed and run out; nothing of them is kept. The secret in a comment's own link (tokens.py) is another one, on
purpose: it is shown to whoever sent the form, who may have typed somebody else's address.
"""

from datetime import timedelta

from django.conf import settings
from django.core import signing

from dateline.comments.errors import NotPossible

GOOD_FOR = timedelta(hours=24)

_OWN_COMMENTS = "dateline.comments.own-comments-by-mail"
_CONFIRMATION = "dateline.comments.confirmation-by-mail"


def own_comments_link(email: str) -> str:
    """The address of the page with everything sent under this e-mail address."""
    return f"{settings.PAPER_URL}/comments/mine/mail/{signing.dumps(email, salt=_OWN_COMMENTS)}/"


def confirmation_link(comment_id: int) -> str:
    """The address that confirms this comment."""
    return f"{settings.PAPER_URL}/comments/confirm/{signing.dumps(comment_id, salt=_CONFIRMATION)}/"


def email_in(signed: str) -> str:
    """The e-mail address of an own-comments link. Raises NotPossible for one that has run out or is no such link."""
    return str(_loaded(signed, salt=_OWN_COMMENTS))


def comment_id_in(signed: str) -> int:
    """The comment of a confirmation link. Raises NotPossible for one that has run out or is no such link."""
    return int(_loaded(signed, salt=_CONFIRMATION))


def _loaded(signed: str, *, salt: str) -> str | int:
    try:
        content: str | int = signing.loads(signed, salt=salt, max_age=GOOD_FOR)
    except signing.SignatureExpired:
        raise NotPossible("This link has run out: it works for 24 hours. You can ask for another.") from None
    except signing.BadSignature:
        raise NotPossible("This link is not complete. Please copy all of it from the mail.") from None
    return content
