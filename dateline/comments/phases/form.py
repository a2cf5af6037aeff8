"""Is there a name and a text, of a size that can be kept?"""

from dateline.comments.emails import is_email
from dateline.comments.models.comment import NAME_CHARACTERS, TEXT_CHARACTERS
from dateline.comments.phases.verdict import Case, Refusal
from dateline.lib.likeness import digest

PHASE = "form"


def form_phase(case: Case) -> Refusal | None:
    """Refuse an empty or overlong field; work out what the same text is known by."""
    sending = case.sending
    for field, sentence in (("name", _fault_of_name(sending.name)), ("text", _fault_of_text(sending.text))):
        if sentence:
            return Refusal(phase=PHASE, reason=f"bad-{field}", sentence=sentence, field=field)
    if sending.email and not is_email(sending.email):
        return Refusal(
            phase=PHASE,
            reason="bad-email",
            sentence="This is not an e-mail address. You can leave the field empty.",
            field="email",
        )
    case.text_digest = digest(sending.text)
    return None


def _fault_of_name(name: str) -> str:
    if not name:
        return "Please give a name; it need not be your own."
    if len(name) > NAME_CHARACTERS:
        return f"A name may have {NAME_CHARACTERS} characters; this one has {len(name)}."
    return ""


def _fault_of_text(text: str) -> str:
    if not text:
        return "Please write something first."
    if len(text) > TEXT_CHARACTERS:
        return f"A comment may have {TEXT_CHARACTERS:,} characters; yours has {len(text):,}."
    return ""
