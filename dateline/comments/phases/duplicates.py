"""Was the same said before, by the same reader or all over the paper?"""

from datetime import timedelta
from http import HTTPStatus

from django.db.models import Q

from dateline.comments.models import Comment
from dateline.comments.phases.verdict import Case, Refusal, Remark
from dateline.lib.likeness import fingerprint, is_near, signed

PHASE = "duplicates"
# "Thank you!" may be said by many.
_SHORTEST_SUSPICIOUS_CHARACTERS = 40
_LOOK_BACK = timedelta(days=7)
_COMPARED = 200


def duplicates_phase(case: Case) -> Refusal | Remark | None:
    """Refuse a reader's own text twice under one story; remark a text that was sent before elsewhere, or nearly so."""
    sending = case.sending
    lately = Q(received_at__gt=sending.at - _LOOK_BACK)
    # Read by the address alone, of which the limits let few through: by the story, it might be thousands.
    own = Comment.objects.of_address(case.address_digest).filter(lately).order_by()
    if (sending.number, case.text_digest) in set(own.values_list("number", "text_digest")):
        return Refusal(
            phase=PHASE,
            reason="said-already",
            sentence="You have sent this comment already. Its own page says what became of it.",
            status=HTTPStatus.CONFLICT,
            field="text",
        )
    # Here and not before the key: it costs more than all that a wrong key does.
    case.likeness = signed(fingerprint(sending.text))
    if len(sending.text) < _SHORTEST_SUSPICIOUS_CHARACTERS:
        return None
    if Comment.objects.of_text(case.text_digest).filter(lately).exists():
        return Remark(phase=PHASE, reason="same-text", detail="The same text was sent before.")
    return _remark_on_near_ones(case)


def _remark_on_near_ones(case: Case) -> Remark | None:
    newest = Comment.objects.filter(received_at__gt=case.sending.at - _LOOK_BACK, newsroom_user=None)
    for pk, likeness in newest.order_by("-received_at", "-pk").values_list("pk", "likeness")[:_COMPARED]:
        if likeness and is_near(likeness, case.likeness):
            return Remark(phase=PHASE, reason="near-text", detail=f"Nearly the same text as comment {pk}.")
    return None
