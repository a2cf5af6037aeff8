"""The story."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from dateline.lib.languages import direction_of
from dateline.lib.slugs import RESERVED_SLUGS
from dateline.record.models import Act
from dateline.stories import door
from dateline.stories.body.blocks import BodyBlock
from dateline.stories.errors import NotThroughTheRecord, NumberedStoryStays
from dateline.stories.guard import is_acting
from dateline.stories.models.picture import Picture
from dateline.stories.models.taxonomy import Contributor, Outlet, Section, Topic

# What an editor may write on a story that readers see: everything else on it is public and needs an act.
DESK_FIELDS = frozenset(
    {
        "desk_status",
        "embargo",
        "expire_at",
        "go_live_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_id",
        "locked",
        "locked_at",
        "locked_by",
        "locked_by_id",
        "urgency",
    }
)


def default_language() -> str:
    """The paper's own language."""
    return settings.PAPER_LANGUAGE


def refuse_reserved_slug(slug: str) -> None:
    """A validator: some words under a story's number are pages of their own."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(f"“{slug}” is a page of its own under a story's number; choose other words.")


class StoryQuerySet(models.QuerySet["Story"]):
    """Chainable filters, and the guard in front of bulk changes."""

    def listed(self) -> "StoryQuerySet":
        """What listings show: live, neither retracted nor killed."""
        return self.filter(state=Story.State.LIVE)

    def expired(self, moment: datetime) -> "StoryQuerySet":
        """Live ones whose time has run out, in the order of their index: the model's own would read every story."""
        return self.filter(live=True, expire_at__lte=moment).order_by("expire_at")

    def update(self, **values: Any) -> int:
        """Change rows. Public fields only within an act."""
        _refuse_unless_acting(values)
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete drafts. A numbered story stays for good."""
        if self.exclude(number=None).exists():
            raise NumberedStoryStays
        return super().delete()


class Story(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """One story: what the desk works on, and, once published, the newest version readers see.

    The row of a published story holds what is public; work on the next version lives in Wagtail's revisions. The record
    (dateline/record) has every version ever public. `state` says what readers get, `desk_status` where the work stands:
    neither follows from the other.
    """

    class State(models.TextChoices):
        """What readers get at the story's number."""

        DRAFT = "draft", "Draft"
        LIVE = "live", "Live"
        RETRACTED = "retracted", "Retracted"
        KILLED = "killed", "Killed"

    # Readers get its text.
    PUBLIC_STATES = frozenset({State.LIVE, State.RETRACTED})

    class DeskStatus(models.TextChoices):
        """Where the work on the story stands."""

        WRITING = "writing", "Writing"
        DESK = "desk", "Desk"
        SUBS = "subs", "Subs"
        LEGAL = "legal", "Legal"
        FINAL = "final", "Final"
        HOLD = "hold", "Hold"

    class NextAct(models.TextChoices):
        """What an editor may say the next publication of a published story is."""

        UPDATE = Act.UPDATE.value, "Update: there is more to tell"
        CLARIFY = Act.CLARIFY.value, "Clarify: it could be misread"
        CORRECT = Act.CORRECT.value, "Correct: it was wrong"
        RESTORE = Act.RESTORE.value, "Restore: readers may have it again"

    kicker = models.CharField(max_length=120, blank=True, help_text="A word or two above the headline.")
    headline = models.CharField(max_length=300)
    standfirst = models.TextField(max_length=1000, blank=True, help_text="A sentence or two under the headline.")
    place = models.CharField(max_length=120, blank=True, help_text="Of the dateline, such as BAGHDAD.")
    body = StreamField(BodyBlock(), blank=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    topics = ParentalManyToManyField(Topic, blank=True, related_name="+")
    outlets = ParentalManyToManyField(Outlet, blank=True, related_name="+", help_text="Whom the story credits.")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    picture_caption = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=12, default=default_language, help_text="Such as en, fa or ar.")
    slug = models.SlugField(
        max_length=80,
        blank=True,
        validators=[refuse_reserved_slug],
        help_text="Decoration in the address; empty: made from the headline.",
    )

    number = models.PositiveBigIntegerField("News ID", unique=True, null=True, editable=False)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    last_act = models.CharField(max_length=12, choices=Act, blank=True, editable=False)
    last_act_at = models.DateTimeField(null=True, editable=False)
    public_picture = models.JSONField(null=True, editable=False)
    legal_authority = models.CharField(max_length=300, blank=True, editable=False)

    embargo = models.DateTimeField(null=True, blank=True, help_text="Nothing goes out before this moment (GMT).")
    urgency = models.PositiveSmallIntegerField(
        default=4, validators=[MinValueValidator(1), MaxValueValidator(8)], help_text="1 is a flash, 8 can wait."
    )
    desk_status = models.CharField(max_length=12, choices=DeskStatus, default=DeskStatus.WRITING)
    next_act = models.CharField("what this is", max_length=12, choices=NextAct, default=NextAct.UPDATE)
    next_note = models.TextField(
        "note for readers", max_length=1000, blank=True, help_text="What changed, in a sentence that readers see."
    )

    source_name = models.CharField(max_length=300, blank=True, editable=False)
    source_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_sha256"], condition=~Q(source_sha256=""), name="one_story_of_a_source"
            ),
            models.CheckConstraint(
                condition=Q(number=None, version=0) | Q(number__isnull=False, version__gt=0),
                name="a_number_and_a_version_come_together",
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-number"], condition=Q(state="live"), name="listed_stories_by_time"),
            models.Index(fields=["expire_at"], condition=Q(expire_at__isnull=False), name="stories_that_expire"),
        ]

    def __str__(self) -> str:
        return self.headline or "(no headline yet)"

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, by the language."""
        return direction_of(self.language)

    @property
    def is_numbered(self) -> bool:
        """Whether the story was ever published."""
        return self.number is not None

    @property
    def is_public(self) -> bool:
        """Whether readers get its text."""
        return self.state in self.PUBLIC_STATES

    def publish(self, revision: Any, user: Any = None, **options: Any) -> None:
        """What Wagtail's Publish button, workflows and schedules call: leads to the acts, the only door."""
        door.through_publish(self, revision, user=user, **options)

    def unpublish(self, set_expired: bool = False, commit: bool = True, user: Any = None, **options: Any) -> None:
        """What Wagtail's unpublish calls: a kill that can be taken back, through the acts."""
        door.through_unpublish(self, user=user, set_expired=set_expired)

    def with_content_json(self, content: dict[str, Any]) -> "Story":
        """A revision's content as a story; what belongs to the story and not to one revision stays the row's.

        What the revision names and somebody has deleted since is left out: the text must open all the same.
        """
        story: Story = super().with_content_json(self._without_what_is_gone(content))
        for name in _OF_THE_STORY:
            setattr(story, name, getattr(self, name))
        return story

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save. The public part of a published story can't be written but by an act."""
        if update_fields is not None:
            update_fields = list(update_fields)
        with transaction.atomic():
            if self.pk and not is_acting() and not (update_fields and self._only_for_the_desk(update_fields)):
                self._take_from_row()
            super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete a draft. A numbered story stays for good."""
        self.refuse_deletion_if_linked_to()
        deleted: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
        return deleted

    def refuse_deletion_if_linked_to(self) -> None:
        """Raise NumberedStoryStays for a story that was ever published."""
        if self.is_numbered:
            raise NumberedStoryStays

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        """The story as readers would get it, in the readers' own page."""
        return door.through_preview(self, request)

    @staticmethod
    def _only_for_the_desk(names: Iterable[str]) -> bool:
        return DESK_FIELDS.issuperset(names)

    def _without_what_is_gone(self, content: dict[str, Any]) -> dict[str, Any]:
        named: dict[str, type[models.Model]] = {"section": Section, "picture": Picture}
        gone = {
            name: None
            for name, model in named.items()
            if content.get(name) and not model._default_manager.filter(pk=content[name]).exists()
        }
        people = {row["contributor"] for row in content.get("contributions", [])}
        known = set(Contributor.objects.filter(pk__in=people).values_list("pk", flat=True)) if people else set()
        kept = [row for row in content.get("contributions", []) if row["contributor"] in known]
        return content | gone | {"contributions": kept}

    def _take_from_row(self) -> None:
        # The row decides, not the instance, which may be older than the last act; it is locked until it is written.
        row = Story.objects.select_for_update().filter(pk=self.pk).values(*_OF_THE_STORY, *_OF_WAGTAIL).first()
        for name, value in (row or {}).items():
            setattr(self, name, value)
        if self.is_public:
            raise NotThroughTheRecord(
                "A published story is changed by an act: update, clarify, correct, retract, kill."
            )


class StoryContributor(Orderable):
    """One name in a story's byline, in order, with what they did."""

    story = ParentalKey(Story, on_delete=models.CASCADE, related_name="contributions")
    contributor = models.ForeignKey(Contributor, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=80, blank=True, help_text="Such as reporter, photographer, in Basra.")
    name_as_printed = models.CharField(max_length=120, blank=True, help_text="Where it differs from the usual.")

    def __str__(self) -> str:
        return self.name_as_printed or self.contributor.name


_OF_WAGTAIL = ("live", "first_published_at", "last_published_at", "live_revision_id", "expired")
_OF_THE_STORY = (
    "number",
    "state",
    "version",
    "published_at",
    "last_act",
    "last_act_at",
    "public_picture",
    "legal_authority",
    "source_name",
    "source_sha256",
)


def _refuse_unless_acting(values: Iterable[str]) -> None:
    if not is_acting() and not DESK_FIELDS.issuperset(values):
        raise NotThroughTheRecord("Stories are changed by acts, and only their desk fields by a plain update.")


def moment_of_last_act(story: Story) -> datetime:
    """When the last act on a published story was performed. Raises ValueError for one that never was published."""
    if story.last_act_at is None:
        raise ValueError("this story was never published")
    return story.last_act_at


def moment_of(story: Story) -> datetime:
    """When a published story was first published. Raises ValueError for one that never was."""
    if story.published_at is None:
        raise ValueError("this story was never published")
    return story.published_at
