"""What a phase can say of a comment."""

from dataclasses import dataclass, field

from dateline.comments.models import Comment, Rules
from dateline.comments.queries.openness import Openness
from dateline.comments.sending import Sending


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something a moderator should look at: the comment is taken, and waits. The next phase goes on.

    reason: a code such as `banned-word`. detail: for moderators, in their words. Readers never see either.
    """

    phase: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The comment is not taken, and its author is told why; the text goes back to them. Final.

    reason: a code for the log. sentence: for the reader. status: of HTTP. field: the form's field it is about, "" for
    none. retry_after_seconds: when trying again makes sense.
    """

    phase: str
    reason: str
    sentence: str
    status: int = 422
    field: str = ""
    retry_after_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same form was sent before: that comment is the answer. Final."""

    comment: Comment


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """The comment is taken. Final. queue: why a moderator has to look at it; reason: what decided, for the log."""

    phase: str
    state: Comment.State
    queue: Comment.Queue
    reason: str


Verdict = Remark | Refusal | Repeat | Placing


@dataclass(slots=True, kw_only=True)
class Case:
    """One comment on its way through the phases: what was sent, and what the phases before found out.

    nonce: of the challenge that was answered; kind: picture, sound or question; asked_at: when it was asked for, in
    Unix seconds. work_id: of the proof of work that came along, "" for none. answered: the comment this one answers.
    spam_percent: what the newsroom's own model thinks, None while it is silent.
    """

    sending: Sending
    openness: Openness
    rules: Rules
    address_digest: str
    text_digest: str = ""
    likeness: int = 0
    nonce: str = ""
    kind: str = ""
    asked_at: float = 0.0
    work_id: str = ""
    answered: Comment | None = None
    spam_percent: int | None = None
    remarks: list[Remark] = field(default_factory=list)

    @property
    def has_worked(self) -> bool:
        """Whether a proof of work came along."""
        return bool(self.work_id)
