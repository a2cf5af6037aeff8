"""Bans: whoever sent a comment may not send another for a while."""

from datetime import UTC, timedelta

from django.db import transaction
from django.utils.timezone import now

from dateline.base.models import User
from dateline.comments.actions.deciding import log_decision
from dateline.comments.actions.showing import locked_comment
from dateline.comments.errors import NotPossible
from dateline.comments.models import Ban, Decision

DAYS_AT_MOST = 3_650


@transaction.atomic
def ban_author(comment_id: int, *, user: User, days: int, note: str = "") -> Ban:
    """Take no more comments from the address, or with the e-mail, this one came from.

    days: 1 to 3,650. note: for colleagues. The address is known as a hash under the salt of the day (GMT) the comment
    came in; the ban names that day, so that its salt is kept. Raises NoSuchComment; NotPossible for other numbers of
    days, for the newsroom's own comments, and when neither address nor e-mail is kept any more.
    """
    if not 1 <= days <= DAYS_AT_MOST:
        raise NotPossible(f"A ban lasts from 1 to {DAYS_AT_MOST:,} days.")
    comment = locked_comment(comment_id)
    if comment.is_newsroom:
        raise NotPossible("The newsroom itself wrote this comment.")
    if not comment.address_digest and not comment.email:
        raise NotPossible("Neither address nor e-mail of its author is kept any more: there is nobody to ban.")
    moment = now()
    ban = Ban.objects.create(
        address_digest=comment.address_digest,
        day=comment.received_at.astimezone(UTC).date() if comment.address_digest else None,
        email=comment.email,
        comment=comment,
        until=moment + timedelta(days=days),
        at=moment,
        user=user,
        note=note[:500],
    )
    log_decision(comment, Decision.What.BAN, user=user, note=f"{_days(days)}. {note}".strip())
    return ban


@transaction.atomic
def lift_ban(ban_id: int, *, user: User) -> None:
    """End a ban now. What was kept of its reader goes with it. Raises NotPossible when it is gone already."""
    # Of the ban alone: PostgreSQL locks nothing that a join may not have found.
    ban = Ban.objects.select_for_update(of=("self",)).select_related("comment").filter(pk=ban_id).first()
    if ban is None:
        raise NotPossible("There is no such ban any more: somebody lifted it, or its time was over.")
    if ban.comment is not None:
        log_decision(ban.comment, Decision.What.UNBAN, user=user)
    ban.delete()


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"
