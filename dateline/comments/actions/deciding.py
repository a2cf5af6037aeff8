"""What moderators decide: approve, reject, open again, take back."""

from django.db import transaction
from django.utils.timezone import now

from dateline.base.models import User
from dateline.comments.actions.showing import change_state, locked_comment
from dateline.comments.errors import AlreadyDecided, NotPossible
from dateline.comments.models import Comment, Decision, Reason, Report

_State = Comment.State
_What = Decision.What


@transaction.atomic
def approve_comment(comment_id: int, *, user: User, note: str = "") -> Comment:
    """Let readers see the comment, or, after a report, go on seeing it.

    Raises NoSuchComment; NotPossible for one its author has withdrawn; AlreadyDecided where there is nothing to decide.
    Writes the state, the counts, the decision and a touch, or nothing; closes the reports on it.
    """
    comment = locked_comment(comment_id)
    if comment.state == _State.APPROVED and comment.queue == Comment.Queue.NONE:
        raise AlreadyDecided
    refuse_withdrawn(comment)
    return _decide(comment, what=_What.APPROVE, to=_State.APPROVED, user=user, note=note)


@transaction.atomic
def reject_comment(comment_id: int, *, user: User, reason: Reason, note: str = "") -> Comment:
    """Keep the comment from readers; where they saw it, no copy of it is handed out from now on.

    reason: one of the codes, for the log and for what the spam model learns; readers do not see it. note: for
    colleagues. Raises NoSuchComment; NotPossible for a withdrawn one; AlreadyDecided when it was rejected before.
    """
    comment = locked_comment(comment_id)
    if comment.state == _State.REJECTED and comment.queue == Comment.Queue.NONE:
        raise AlreadyDecided
    refuse_withdrawn(comment)
    return _decide(comment, what=_What.REJECT, to=_State.REJECTED, user=user, note=note, reason=reason)


@transaction.atomic
def reopen_comment(comment_id: int, *, user: User | None, note: str = "") -> Comment:
    """Put a decided comment into the queue again, as after an appeal; what readers see stays until it is decided.

    user: None where its author appealed. Raises NoSuchComment; NotPossible for a withdrawn one; AlreadyDecided when it
    waits there already.
    """
    comment = locked_comment(comment_id)
    refuse_withdrawn(comment)
    if comment.queue != Comment.Queue.NONE:
        raise AlreadyDecided
    comment.queue = Comment.Queue.NEW
    Comment.objects.filter(pk=comment.pk).update(queue=comment.queue)
    log_decision(comment, _What.REOPEN, user=user, note=note)
    return comment


@transaction.atomic
def undo_decision(comment_id: int, *, user: User) -> Comment:
    """Take back one's own last decision: the comment is what it was before, and in the queue again, with its reports.

    Readers see at once what they saw before. Raises NoSuchComment; NotPossible for a withdrawn one, and where the last
    thing that was decided is no approval or rejection by this user: others' decisions are opened again, not undone.
    """
    comment = locked_comment(comment_id)
    refuse_withdrawn(comment)
    last = comment.decisions.filter(what__in=(_What.APPROVE, _What.REJECT, _What.UNDO)).order_by("-pk").first()
    is_own = last is not None and last.user_id == user.pk and last.state_before
    if last is None or not is_own or comment.queue != Comment.Queue.NONE:
        raise NotPossible("Your last decision on this comment can’t be taken back any more. Open it again instead.")
    closed = Report.objects.filter(comment=comment, closed_at=comment.decided_at)
    queue = Comment.Queue.REPORTED if closed.update(closed_at=None) else Comment.Queue.NEW
    change_state(comment, to=_State(last.state_before), moment=now())
    decided_at = now() if comment.state != _State.WAITING else None
    Comment.objects.filter(pk=comment.pk).update(queue=queue, decided_at=decided_at)
    comment.queue, comment.decided_at = queue, decided_at
    log_decision(comment, _What.UNDO, user=user)
    return comment


def log_decision(
    comment: Comment,
    what: Decision.What,
    *,
    user: User | None,
    phase: str = "",
    reason: str = "",
    note: str = "",
    state_before: str = "",
) -> None:
    """Write down what was decided; always in the transaction that does it.

    state_before: what the comment was, where the decision changed its state and can be taken back.
    """
    Decision.objects.create(
        comment=comment,
        what=what,
        at=now(),
        user=user,
        phase=phase,
        reason=reason,
        note=note[:500],
        state_before=state_before,
    )


def refuse_withdrawn(comment: Comment) -> None:
    """Raise NotPossible for a comment whose author has taken it back."""
    if comment.state == _State.WITHDRAWN:
        raise NotPossible("Its author has withdrawn this comment: nobody can show it again.")


def _decide(
    comment: Comment, *, what: Decision.What, to: Comment.State, user: User, note: str, reason: str = ""
) -> Comment:
    moment, before = now(), comment.state
    change_state(comment, to=to, moment=moment)
    Report.objects.filter(comment=comment, closed_at=None).update(closed_at=moment)
    log_decision(comment, what, user=user, reason=reason, note=note, state_before=before)
    return comment
