"""What the newsroom decided about comments: for the whole paper, a section, one story."""

from django.db import models
from django.db.models import Q

from dateline.stories.models import Section


class Rules(models.Model):
    """How comments are treated, in one section or, where `section` is None, in the whole paper.

    A section without a row of its own follows the paper's; a paper without a row gets the defaults below.
    """

    class Moderation(models.TextChoices):
        """When a comment is shown."""

        BEFORE = "before", "After a moderator has read it"
        TRUSTED = "trusted", "At once for readers we know, who confirm by e-mail; after reading for others"
        AFTER = "after", "At once, unless something looks wrong; a moderator reads it later"
        CLOSED = "closed", "Never: no comments here"

    section = models.OneToOneField(
        Section, on_delete=models.CASCADE, null=True, blank=True, related_name="+", help_text="Empty: the whole paper."
    )
    moderation = models.CharField("comments are shown", max_length=10, choices=Moderation, default=Moderation.BEFORE)
    closes_after_days = models.PositiveIntegerField(
        default=14, help_text="Days after publication until comments close; 0: they stay open."
    )
    links_at_most = models.PositiveSmallIntegerField(
        default=2, help_text="A comment with more links than this waits for a moderator, whatever the rule above."
    )
    banned_words = models.TextField(
        blank=True,
        help_text="One word or phrase a line; * at the end stands for any ending. A comment with one of them waits.",
    )

    class Meta:
        verbose_name_plural = "rules"
        constraints = [
            models.UniqueConstraint(
                models.expressions.ExpressionWrapper(Q(section=None), output_field=models.BooleanField()),
                condition=Q(section=None),
                name="one_set_of_rules_for_the_paper",
            )
        ]

    def __str__(self) -> str:
        return f"Rules of {self.section}" if self.section else "Rules of the whole paper"


class Discussion(models.Model):
    """One story's comments: how many readers see, and what was decided for this story alone. Made at need."""

    class Openness(models.TextChoices):
        """Whether this story takes comments."""

        BY_RULES = "rules", "As its section’s rules say"
        OPEN = "open", "Open, however old the story"
        CLOSED = "closed", "Closed"

    number = models.PositiveBigIntegerField("News ID", primary_key=True)
    openness = models.CharField(max_length=10, choices=Openness, default=Openness.BY_RULES)
    shown = models.PositiveIntegerField(default=0, help_text="approved comments")

    def __str__(self) -> str:
        return f"comments on {self.number}"
