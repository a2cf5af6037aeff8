"""What was decided about a comment, by whom and when; what readers and colleagues said of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from dateline.comments.models.comment import Comment


class Reason(models.TextChoices):
    """Why a comment was rejected or reported."""

    SPAM = "spam", "Spam or advertising"
    ABUSE = "abuse", "Insult or threat"
    HATE = "hate", "Hatred of a group"
    FALSE = "false", "A false claim of fact"
    PRIVATE = "private", "Somebody’s private matters"
    LAW = "law", "Against the law"
    OFF_TOPIC = "off-topic", "Not about the story"
    OTHER = "other", "Something else"


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Chainable filters."""

    def appeals(self) -> "DecisionQuerySet":
        """Its author's: what opened a comment again without a moderator, and without a report, whose phase is named."""
        return self.filter(what=Decision.What.REOPEN, user=None, phase="")


class Decision(models.Model):
    """One thing that was decided about a comment. Written once; kept when the comment's text is erased.

    `user` is None where a phase decided (its name is in `phase`) or the reader did.
    """

    class What(models.TextChoices):
        """What was decided."""

        RECEIVE = "receive", "Received"
        APPROVE = "approve", "Approved"
        REJECT = "reject", "Rejected"
        REOPEN = "reopen", "Opened again"
        UNDO = "undo", "Taken back"
        REDACT = "redact", "Redacted"
        BAN = "ban", "Author banned"
        UNBAN = "unban", "Ban lifted"
        WITHDRAW = "withdraw", "Withdrawn by its author"
        ERASE = "erase", "Erased"
        REPLY = "reply", "Answered by the newsroom"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="decisions")
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    phase = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    note = models.CharField(max_length=500, blank=True)
    # What the comment was before it was approved or rejected, so that it can be taken back.
    state_before = models.CharField(max_length=10, choices=Comment.State, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["at", "id"], name="comment_decisions_by_time"),
            models.Index(fields=["user", "at", "id"], condition=Q(user__isnull=False), name="decisions_of_a_user"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.comment}"

    @property
    def is_appeal(self) -> bool:
        """Whether it is one of `appeals`."""
        return self.what == self.What.REOPEN and self.user_id is None and not self.phase


class Report(models.Model):
    """A reader says that something is wrong with a comment. Open until a moderator decides."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(max_length=20, choices=Reason)
    text = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    address_digest = models.CharField(max_length=64, blank=True)
    nonce = models.CharField(max_length=32, unique=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["comment"], condition=Q(closed_at=None), name="open_reports"),
            models.Index(fields=["at"], condition=~Q(address_digest=""), name="reports_with_address"),
        ]

    def __str__(self) -> str:
        return f"report on {self.comment}"


class Note(models.Model):
    """What one moderator tells the others about a comment. Readers never see it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="notes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=1000)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"note on {self.comment}"
