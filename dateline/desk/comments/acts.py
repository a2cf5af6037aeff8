"""What can be done with one comment: its form, its act, its words. One entry makes an address, a page and a key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from dateline.base.models import User
from dateline.comments.actions.answering import note_for_colleagues, reply_as_newsroom
from dateline.comments.actions.banning import ban_author
from dateline.comments.actions.deciding import approve_comment, reject_comment, reopen_comment, undo_decision
from dateline.comments.actions.redacting import redact_comment
from dateline.comments.models import Comment, Reason
from dateline.desk.comments.forms import ApproveForm, BanForm, NoteForm, RedactForm, RejectForm, ReplyForm, text_of

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeratorsAct:
    """title: of its page. button: what is pressed. done: what is said afterwards."""

    title: str
    button: str
    done: str
    form: type[forms.Form]
    perform: Callable[[int, User, Values], object]
    begins_with: Callable[[Comment], dict[str, str]] = lambda comment: {}


ACTS: dict[str, ModeratorsAct] = {
    "approve": ModeratorsAct(
        title="Approve",
        button="Approve",
        done="Approved",
        form=ApproveForm,
        perform=lambda pk, user, given: approve_comment(pk, user=user),
    ),
    "reject": ModeratorsAct(
        title="Reject",
        button="Reject",
        done="Rejected",
        form=RejectForm,
        perform=lambda pk, user, given: reject_comment(
            pk, user=user, reason=Reason(given["reason"]), note=given["note"]
        ),
    ),
    "redact": ModeratorsAct(
        title="Redact",
        button="Take out and mark",
        done="Redacted",
        form=RedactForm,
        perform=lambda pk, user, given: redact_comment(pk, user=user, text=given["text"], note=given["note"]),
        begins_with=text_of,
    ),
    "ban": ModeratorsAct(
        title="Ban the author",
        button="Ban",
        done="Banned the author",
        form=BanForm,
        perform=lambda pk, user, given: ban_author(pk, user=user, days=given["days"], note=given["note"]),
        begins_with=lambda comment: {"preset": "7"},
    ),
    "note": ModeratorsAct(
        title="Note",
        button="Keep the note",
        done="Noted",
        form=NoteForm,
        perform=lambda pk, user, given: note_for_colleagues(pk, user=user, text=given["text"]),
    ),
    "reply": ModeratorsAct(
        title="Answer as the newsroom",
        button="Answer",
        done="Answered",
        form=ReplyForm,
        perform=lambda pk, user, given: reply_as_newsroom(pk, user=user, text=given["text"]),
    ),
    "reopen": ModeratorsAct(
        title="Open again",
        button="Open again",
        done="Opened again",
        form=ApproveForm,
        perform=lambda pk, user, given: reopen_comment(pk, user=user),
    ),
    "undo": ModeratorsAct(
        title="Take back",
        button="Take back",
        done="Taken back",
        form=ApproveForm,
        perform=lambda pk, user, given: undo_decision(pk, user=user),
    ),
}
# What a row or a message may do without asking anything first.
AT_ONCE = frozenset({"approve", "reject", "reopen", "undo"})
