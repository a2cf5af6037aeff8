"""The comment."""

from django.conf import settings
from django.db import models
from django.db.models import Q

TEXT_CHARACTERS = 5_000
NAME_CHARACTERS = 80


class CommentQuerySet(models.QuerySet["Comment"]):
    """Chainable filters."""

    def of_story(self, number: int) -> "CommentQuerySet":
        """Those on the story of this number."""
        return self.filter(number=number)

    def shown(self) -> "CommentQuerySet":
        """What readers see: approved ones, and the places of removed ones that still have answers."""
        return self.filter(is_shown=True)

    def threads(self) -> "CommentQuerySet":
        """Those that answer the story itself."""
        return self.filter(thread=None)

    def in_queue(self) -> "CommentQuerySet":
        """What a moderator has to look at: new ones and those readers reported."""
        return self.exclude(queue=Comment.Queue.NONE)

    # SQLite takes an index over a part of the rows only where the question names that part in the index' own words.

    def of_address(self, digest: str) -> "CommentQuerySet":
        """Those sent from the address of this hash; none for an empty one."""
        return self.filter(address_digest=digest).exclude(address_digest="") if digest else self.none()

    def of_email(self, email: str) -> "CommentQuerySet":
        """Those sent with this e-mail address; none for an empty one."""
        return self.filter(email=email).exclude(email="") if email else self.none()

    def of_text(self, digest: str) -> "CommentQuerySet":
        """Those of the same text; none for an empty digest."""
        return self.filter(text_digest=digest).exclude(text_digest="") if digest else self.none()


class Comment(models.Model):
    """What one reader, or the newsroom, said under a story.

    It hangs on the story's number: slugs, corrections and sections may change. `state` says what was decided, `queue`
    whether somebody has to look at it (again), `is_shown` whether pages print it: a removed comment keeps its place,
    without its text, while it has answers. Threads are two levels deep: `thread` is the comment that began it, None for
    that one itself; `answers` is the very comment that is answered, so that its author can be named.
    """

    class State(models.TextChoices):
        """What was decided."""

        WAITING = "waiting", "Waiting"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"
        WITHDRAWN = "withdrawn", "Withdrawn by its author"

    class Queue(models.TextChoices):
        """Why a moderator has to look at it."""

        NONE = "", "Nothing to do"
        NEW = "new", "New"
        REPORTED = "reported", "Reported by readers"

    number = models.PositiveBigIntegerField("News ID")
    thread = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="in_thread")
    answers = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=NAME_CHARACTERS)
    text = models.TextField(max_length=TEXT_CHARACTERS)
    is_redacted = models.BooleanField(default=False, help_text="a moderator took something out, and the page says so")
    newsroom_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    queue = models.CharField(max_length=10, choices=Queue, blank=True, default=Queue.NONE)
    is_shown = models.BooleanField(default=False)
    replies = models.PositiveIntegerField(default=0, help_text="approved answers in its thread")
    received_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    # Personal, and dropped after 30 days.
    email = models.EmailField("e-mail", blank=True)
    address_digest = models.CharField(max_length=64, blank=True)

    # The challenge it was sent with: the same form sent twice is one comment. Null where there was none: the newsroom's
    # own and imported ones.
    nonce = models.CharField(max_length=32, unique=True, null=True, blank=True)
    # SHA-256 of the secret in its author's own link.
    token_digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    text_digest = models.CharField(max_length=64, blank=True)
    likeness = models.BigIntegerField(default=0, help_text="fingerprint that near-duplicates share most bits of")
    remarks = models.JSONField(default=list, help_text="what the phases said of it, in order")
    spam_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    source_id = models.CharField(max_length=200, unique=True, null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_shown=False) | Q(state="approved") | Q(thread=None), name="only_threads_keep_a_place"
            ),
        ]
        indexes = [
            models.Index(
                fields=["number", "-received_at", "-id"],
                condition=Q(is_shown=True, thread=None),
                name="comment_threads_by_time",
            ),
            models.Index(
                fields=["number", "-replies", "-received_at", "-id"],
                condition=Q(is_shown=True, thread=None),
                name="comment_threads_by_replies",
            ),
            models.Index(fields=["thread", "received_at", "id"], condition=Q(is_shown=True), name="comment_replies"),
            models.Index(fields=["received_at", "id"], condition=~Q(queue=""), name="comment_queue_by_time"),
            models.Index(fields=["received_at", "id"], condition=Q(queue="reported"), name="reported_comments_by_time"),
            models.Index(fields=["state", "received_at", "id"], name="comments_by_state"),
            models.Index(fields=["number", "received_at", "id"], name="comments_of_a_story"),
            models.Index(fields=["received_at", "id"], name="comments_by_time"),
            models.Index(
                fields=["address_digest", "received_at"], condition=~Q(address_digest=""), name="comments_of_an_address"
            ),
            models.Index(fields=["email", "received_at"], condition=~Q(email=""), name="comments_of_an_email"),
            # Not of readers' comments: SQLite would look there for the newest of them, and sort all there are.
            models.Index(
                fields=["newsroom_user"], condition=Q(newsroom_user__isnull=False), name="comments_of_the_newsroom"
            ),
            models.Index(fields=["text_digest"], condition=~Q(text_digest=""), name="comments_of_one_text"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.number}"

    @property
    def is_newsroom(self) -> bool:
        """Whether the newsroom itself speaks."""
        return self.newsroom_user_id is not None

    @property
    def thread_id_or_own(self) -> int:
        """The id of the comment that began the thread."""
        return self.thread_id or self.pk
