"""What a reader may see of their own: by a comment's secret, or by a link that was mailed to them."""

from collections.abc import Iterable
from typing import Any

from dateline.comments.emails import one_spelling
from dateline.comments.mailed_links import email_in
from dateline.comments.models import Comment
from dateline.comments.tokens import digest_of_token
from dateline.lib.gmt import iso

# Of one e-mail address, within the 30 days it is kept.
_LISTED_AT_MOST = 1_000


def own_comment(token: str) -> Comment | None:
    """The comment with this secret; None where there is none.

    The question goes by the secret's hash: how long the answer takes says nothing about how much of a guess is right.
    """
    return Comment.objects.filter(token_digest=digest_of_token(token)).first()


def comments_of_email(signed: str) -> list[Comment]:
    """Everything sent under the e-mail address of a mailed link, newest first.

    signed: the last part of the link. Raises NotPossible where it has run out or is not complete.
    """
    email = email_in(signed)
    return list(Comment.objects.of_email(email).order_by("-received_at", "-pk")[:_LISTED_AT_MOST])


def ids_of_email(email: str) -> list[int]:
    """The ids of all comments that were sent with this address, and still have it, oldest first."""
    return list(Comment.objects.of_email(one_spelling(email)).order_by("pk").values_list("pk", flat=True))


def own_decisions(comment: Comment) -> list[dict[str, str]]:
    """What was decided about a comment, oldest first, as its author may know it: `{"what": "Received", "at": "…Z"}`.

    `words` is what the author wrote in an appeal. Who decided, why, and what colleagues noted is the newsroom's own.
    """
    appeals = dict(comment.decisions.appeals().values_list("pk", "note"))
    rows = []
    for decision in comment.decisions.order_by("pk"):
        row = {"what": decision.get_what_display(), "at": iso(decision.at)}
        if appeals.get(decision.pk):
            row["words"] = appeals[decision.pk]
        rows.append(row)
    return rows


def as_data(comments: Iterable[Comment]) -> list[dict[str, Any]]:
    """Everything that is kept of a reader, ready to be written as JSON; one object a comment."""
    return [_data(comment) for comment in comments]


def _data(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "story": comment.number,
        "name": comment.name,
        "text": comment.text,
        "email": comment.email,
        "address_hash": comment.address_digest,
        "received": iso(comment.received_at),
        "state": comment.get_state_display(),
        "redacted": comment.is_redacted,
        "answers": comment.answers_id,
        "spam_percent": comment.spam_percent,
        "decisions": own_decisions(comment),
    }
