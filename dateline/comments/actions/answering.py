"""What the newsroom itself says: to readers as an answer, to colleagues as a note."""

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from dateline.base.models import User
from dateline.comments.actions.deciding import log_decision
from dateline.comments.actions.showing import count_new, locked_comment
from dateline.comments.errors import NotPossible
from dateline.comments.models import Comment, Decision, Note
from dateline.comments.models.comment import TEXT_CHARACTERS
from dateline.lib.plaintext import readable

NOTE_CHARACTERS = 1_000


@transaction.atomic
def reply_as_newsroom(comment_id: int, *, user: User, text: str) -> Comment:
    """Answer an approved comment in the paper's name; readers see it at once, marked as the newsroom's.

    text: plain, 1 to 5,000 characters. Raises NoSuchComment; NotPossible for a comment that readers do not see, and
    for an empty or longer text. Writes the answer, the counts, a touch and the decision, or nothing.
    """
    said = readable(text, multiline=True)
    if not said or len(said) > TEXT_CHARACTERS:
        raise NotPossible(f"An answer has from 1 to {TEXT_CHARACTERS:,} characters.")
    answered = locked_comment(comment_id)
    if answered.state != Comment.State.APPROVED:
        raise NotPossible("Readers do not see this comment. Approve it first, then answer.")
    moment = now()
    reply = Comment.objects.create(
        number=answered.number,
        thread_id=answered.thread_id_or_own,
        answers=answered,
        name=settings.PAPER_NAME,
        text=said,
        newsroom_user=user,
        state=Comment.State.APPROVED,
        is_shown=True,
        received_at=moment,
        decided_at=moment,
    )
    count_new(reply)
    log_decision(answered, Decision.What.REPLY, user=user)
    return reply


def note_for_colleagues(comment_id: int, *, user: User, text: str) -> Note:
    """Tell other moderators something about a comment. Readers never see it; it decides nothing.

    text: 1 to 1,000 characters. Raises NoSuchComment; NotPossible for an empty or longer text.
    """
    said = readable(text, multiline=True)
    if not said or len(said) > NOTE_CHARACTERS:
        raise NotPossible(f"A note has from 1 to {NOTE_CHARACTERS:,} characters.")
    with transaction.atomic():
        return Note.objects.create(comment=locked_comment(comment_id), user=user, at=now(), text=said)
