"""What readers may do with their own comments, and what the newsroom does for them: withdraw, appeal, erase."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from dateline.comments.actions.deciding import log_decision, reopen_comment
from dateline.comments.actions.showing import change_state, locked_comment
from dateline.comments.cache_keys import comments_key
from dateline.comments.errors import AlreadyDecided, NoSuchComment, NotPossible
from dateline.comments.mailed_links import email_in
from dateline.comments.models import Comment, Decision, Note, Report
from dateline.comments.queries.own import own_comment
from dateline.lib.plaintext import readable
from dateline.record.actions import touch

APPEAL_CHARACTERS = 500

_State = Comment.State
_NOTHING_KEPT = {
    "name": "",
    "text": "",
    "email": "",
    "address_digest": "",
    "text_digest": "",
    "likeness": 0,
    "remarks": [],
    "spam_percent": None,
}


def withdraw_comment(token: str) -> Comment:
    """Take one's comment back, whatever was decided of it: readers and the database lose its text at once.

    token: the secret in its own link. Name, text, e-mail and the hash of the address are blanked; the row stays, so
    that answers keep their place and the same form sent again is no new comment. Raises NoSuchComment; NotPossible the
    second time.
    """
    return _withdraw(_of_token(token).pk)


def withdraw_by_email(signed: str, comment_id: int) -> Comment:
    """The same for one of the comments of a mailed link. signed: the last part of the link.

    Raises NoSuchComment for a comment of somebody else; NotPossible for a link that has run out.
    """
    email = email_in(signed)
    if not email or not Comment.objects.filter(pk=comment_id, email=email).exists():
        raise NoSuchComment
    return _withdraw(comment_id)


@transaction.atomic
def appeal(token: str, *, text: str) -> Comment:
    """Put a rejected comment before a moderator once more, with its author's words.

    token: the secret in its own link. text: plain, 1 to 500 characters, for the moderators. Raises NoSuchComment;
    NotPossible where the comment was not rejected, for a second appeal, and for a text that is empty or too long.
    """
    comment = locked_comment(_of_token(token).pk)
    words = readable(text, multiline=True)
    fault = _fault_of_appeal(comment, words)
    if fault:
        raise NotPossible(fault)
    try:
        return reopen_comment(comment.pk, user=None, note=words)
    except AlreadyDecided:
        raise NotPossible("A moderator is about to look at this comment again already.") from None


def erase_comments(comment_ids: Iterable[int], *, reason: str) -> int:
    """Erase comments for good, each in a transaction of its own; how many there were.

    More goes than when their authors withdraw them: what colleagues noted, there or beside a decision, and what readers
    wrote in reports, too. What was decided and when stays. reason: for the log, at most 500 characters. Ids of no
    comment are passed over.
    """
    return sum(_erase(comment_id, reason) for comment_id in comment_ids)


def _of_token(token: str) -> Comment:
    comment = own_comment(token)
    if comment is None:
        raise NoSuchComment
    return comment


def _fault_of_appeal(comment: Comment, words: str) -> str:
    if comment.state != _State.REJECTED:
        return "Only a comment that was rejected can be appealed."
    if comment.decisions.appeals().exists():
        return "You have appealed once; the moderators have your words, and what they decide then stands."
    if not words:
        return "Please say in a sentence or two why the comment should be shown."
    if len(words) > APPEAL_CHARACTERS:
        return f"An appeal may have {APPEAL_CHARACTERS} characters; yours has {len(words)}."
    return ""


@transaction.atomic
def _withdraw(comment_id: int) -> Comment:
    comment = locked_comment(comment_id)
    if comment.state == _State.WITHDRAWN:
        raise NotPossible("This comment was withdrawn already; nothing of its text is left.")
    _take_away(comment, moment=now())
    log_decision(comment, Decision.What.WITHDRAW, user=None)
    return comment


@transaction.atomic
def _erase(comment_id: int, reason: str) -> bool:
    try:
        comment = locked_comment(comment_id)
    except NoSuchComment:
        return False
    _take_away(comment, moment=now())
    Note.objects.filter(comment=comment).delete()
    # What a moderator wrote beside a decision may repeat what was said, or by whom.
    comment.decisions.filter(user__isnull=False).update(note="")
    Report.objects.filter(comment=comment).update(text="", address_digest="")
    log_decision(comment, Decision.What.ERASE, user=None, note=reason)
    return True


def _take_away(comment: Comment, *, moment: datetime) -> None:
    """Blank the comment, locked, and never let it be seen again."""
    before = comment.state
    change_state(comment, to=_State.WITHDRAWN, moment=moment)
    Comment.objects.filter(pk=comment.pk).update(**_NOTHING_KEPT)
    Report.objects.filter(comment=comment, closed_at=None).update(closed_at=moment)
    comment.decisions.appeals().update(note="")
    comment.refresh_from_db(fields=list(_NOTHING_KEPT))
    if before in {_State.WAITING, _State.REJECTED} and comment.is_shown:
        # Its place is on the page, which said until now that the newsroom had removed it.
        touch([comments_key(comment.number)], withdraws=True)
