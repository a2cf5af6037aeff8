"""What the worker publishes and takes down when its time has come.

Each item is a leased task and a transaction of its own: one that fails is written down, tried again, and never stops
the others. Wagtail's own `publish_scheduled` leads here too.
"""

from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now
from wagtail.models import Revision

from dateline.base.models import Task
from dateline.base.tasks import NotNow, queue_task
from dateline.record.actions import lock_head
from dateline.stories.actions.publishing import take_down
from dateline.stories.errors import StoryError
from dateline.stories.models import Story

PUBLISH_REVISION = "publish scheduled story"
TAKE_DOWN_STORY = "take down expired story"
TRY_AGAIN_AFTER = timedelta(minutes=5)
SCHEDULED_LOG_ACTION = "wagtail.publish.scheduled"


def queue_due_stories() -> int:
    """Queue a task for whatever is due and not queued yet; how many were new."""
    moment = now()
    scheduled = Revision.objects.filter(approved_go_live_at__lte=moment)
    due = [(PUBLISH_REVISION, str(pk)) for pk in scheduled.values_list("pk", flat=True)]
    expired = Story.objects.expired(moment).values_list("pk", "expire_at")
    due += [(TAKE_DOWN_STORY, f"{pk} {at.isoformat()}") for pk, at in expired]
    return sum(_queue_once(kind, argument) for kind, argument in due)


def publish_due_revision(argument: str) -> None:
    """Publish the scheduled revision with this id. Does nothing where the schedule was taken back."""
    try:
        with transaction.atomic():
            # Under the lock: a kill that is being performed takes the schedule back.
            lock_head()
            revision = Revision.objects.filter(pk=int(argument), approved_go_live_at__lte=now()).first()
            if revision is None:
                return
            revision.publish(log_action=SCHEDULED_LOG_ACTION, skip_permission_checks=True)
    except StoryError as reason:
        raise NotNow(str(reason)) from reason


def take_down_expired_story(argument: str) -> None:
    """Take down the story whose time has run out, unless somebody changed that meanwhile."""
    pk = int(argument.partition(" ")[0])
    story = Story.objects.filter(pk=pk, live=True, expire_at__lte=now()).first()
    if story is not None:
        take_down(story, set_expired=True)


def _queue_once(kind: str, argument: str) -> bool:
    known = Task.objects.filter(kind=kind, argument=argument).first()
    if known is not None and known.finished_at is None:
        # What was given up is tried again as long as it is due: an embargo may have been moved, a picture put back.
        was_given_up = known.failed_at is not None and known.failed_at <= now() - TRY_AGAIN_AFTER
        if not was_given_up:
            return False
    queue_task(kind, argument, run_at=now())
    return True
