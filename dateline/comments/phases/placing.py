"""Where does it go: to a moderator first, or straight onto the page?"""

from datetime import timedelta

from dateline.base.mail import is_mail_set_up
from dateline.comments.models import Comment, Rules
from dateline.comments.phases.verdict import Case, Placing, Remark

PHASE = "placing"
CONFIRM = "confirm"
# A reader we know: so many approved comments under one e-mail address in the time we keep it, and none rejected.
_KNOWN_BY_COMMENTS = 3
_KNOWN_FOR = timedelta(days=30)

_State, _Queue = Comment.State, Comment.Queue


def placing_phase(case: Case) -> Placing:
    """Apply the section's rule. Anything remarked waits, whatever the rule."""
    if case.remarks:
        return _waiting("remarked")
    if case.rules.moderation == Rules.Moderation.AFTER:
        return Placing(phase=PHASE, state=_State.APPROVED, queue=_Queue.NEW, reason="shown at once by the rules")
    if case.rules.moderation == Rules.Moderation.TRUSTED and is_known(case):
        # An e-mail address is only a claim until its owner has followed a link sent there.
        case.remarks.append(Remark(phase=PHASE, reason=CONFIRM, detail="Shown once its author confirms by e-mail."))
        return _waiting("confirmation by e-mail")
    return _waiting("read first by the rules")


def is_known(case: Case) -> bool:
    """Whether this e-mail address has been good for a while, and mail can be sent to it."""
    email = case.sending.email
    if not email or not is_mail_set_up():
        return False
    theirs = Comment.objects.of_email(email).filter(received_at__gt=case.sending.at - _KNOWN_FOR)
    states = list(theirs.order_by("-received_at").values_list("state", flat=True)[:100])
    return states.count(_State.APPROVED) >= _KNOWN_BY_COMMENTS and _State.REJECTED not in states


def _waiting(reason: str) -> Placing:
    return Placing(phase=PHASE, state=_State.WAITING, queue=_Queue.NEW, reason=reason)
