"""Is its author banned?"""

from http import HTTPStatus

from django.db.models import Q

from dateline.comments.addresses import digests_under_bans
from dateline.comments.models import Ban
from dateline.comments.phases.verdict import Case, Refusal
from dateline.lib.gmt import stamp


def banned_phase(case: Case) -> Refusal | None:
    """Refuse whoever sends from a banned address, or with a banned e-mail."""
    sending = case.sending
    by_address = Q(address_digest__in=digests_under_bans(sending.visitor, sending.at))
    by_email = Q(email=sending.email) if sending.email else Q(pk__in=[])
    ban = Ban.objects.filter(by_address | by_email, until__gt=sending.at).order_by("-until").first()
    if ban is None:
        return None
    return Refusal(
        phase="banned",
        reason="banned",
        sentence=f"The newsroom takes no comments from you until {stamp(ban.until)}.",
        status=HTTPStatus.FORBIDDEN,
    )
