"""What `dateline doctor` looks at around readers' comments. Hints, mostly: a newsroom may want it so."""

from datetime import timedelta

from django.conf import settings
from django.utils.timezone import now

from dateline.base.mail import is_mail_set_up
from dateline.captcha.voices import program
from dateline.comments.models import Comment, TrainedModel
from dateline.comments.queries.learning import current_model
from dateline.comments.spam.model import LEAST_DECISIONS
from dateline.lib.gmt import stamp
from dateline.ops.finding import Finding

_WAIT_AT_MOST = timedelta(hours=24)


def look_at_mail() -> Finding:
    """Half a set-up is a mistake; none at all is a choice."""
    if is_mail_set_up():
        return Finding(True, f"mail is handed to {settings.EMAIL_HOST}, port {settings.EMAIL_PORT}")
    if settings.MAIL_URL:
        return Finding(False, "mail has no sender: DATELINE_MAIL_FROM is not set, and no mail is sent")
    return Finding(True, "no mail is sent: DATELINE_MAIL_URL is not set")


def look_at_voice() -> Finding:
    """Without a voice there is a question in words instead."""
    voice = program()
    if voice:
        return Finding(True, f"the security key can be listened to: {voice}")
    return Finding(True, "nothing here speaks (flite, espeak-ng): who can't see the security key gets a question")


def look_at_queue() -> Finding:
    """Comments that readers are still waiting for."""
    late = Comment.objects.in_queue().filter(received_at__lt=now() - _WAIT_AT_MOST).count()
    if late:
        return Finding(True, f"comments that have waited for a moderator for more than 24 hours: {late:,}")
    return Finding(True, "no comment has waited for a moderator for more than 24 hours")


def look_at_spam_model() -> Finding:
    """How old what was learnt is, and how well it foretold what it did not know."""
    newest = TrainedModel.objects.order_by("-pk").values_list("at", "decisions").first()
    if newest is None:
        return Finding(True, f"there is no spam model yet: it takes {LEAST_DECISIONS} decisions")
    at, decisions = newest
    line = f"the spam model was trained {stamp(at)} on {decisions:,} decisions"
    model = current_model()
    if model is None:
        return Finding(False, f"{line}, and can't be read: train another with `dateline comments train`")
    tested, told = model.trial.tested, model.trial.in_words()
    return Finding(True, f"{line}; of {tested:,} it did not know: {told}" if told else line)
