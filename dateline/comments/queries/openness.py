"""Whether a story takes comments: by its state, its age, its section's rules, and what was decided for it alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.timezone import now

from dateline.comments.cache_keys import comments_key
from dateline.comments.models import Discussion, Rules
from dateline.lib.gmt import stamp
from dateline.press.keys import depends_on
from dateline.stories.cache_keys import story_key
from dateline.stories.models import Story
from dateline.stories.models.story import moment_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Openness:
    """Whether comments are taken now, until when (None: no end is set), and a sentence about it for readers.

    exists: whether there is a story that readers get at all.
    """

    is_open: bool
    sentence: str
    closes_at: datetime | None = None
    exists: bool = True


_NO_STORY = Openness(is_open=False, sentence="There is no such story.", exists=False)


def rules_of(section_id: int | None) -> Rules:
    """The rules for comments in this section, with the paper's banned words in front of its own; not to be saved."""
    rows = {rules.section_id: rules for rules in Rules.objects.filter(Q(section=None) | Q(section=section_id))}
    paper = rows.get(None, Rules())
    rules = rows.get(section_id, paper)
    if rules is not paper:
        rules.banned_words = f"{paper.banned_words}\n{rules.banned_words}"
    return rules


def openness_of(number: int) -> Openness:
    """Whether the story of this number takes comments at this moment."""
    return openness_and_rules_of(number)[0]


def openness_and_rules_of(number: int) -> tuple[Openness, Rules]:
    """The same, with the rules its comments are treated by."""
    depends_on(story_key(number), comments_key(number))
    story = Story.objects.filter(number=number).only("number", "state", "published_at", "section_id").first()
    if story is None or not story.is_public:
        return _NO_STORY, Rules()
    rules = rules_of(story.section_id)
    chosen = Discussion.objects.filter(number=number).values_list("openness", flat=True).first()
    return _openness(story, rules, chosen), rules


def _openness(story: Story, rules: Rules, chosen: str | None) -> Openness:
    if story.state == Story.State.RETRACTED:
        return Openness(is_open=False, sentence="Comments are closed: this story was retracted.")
    if chosen == Discussion.Openness.CLOSED:
        return Openness(is_open=False, sentence="Comments on this story are closed.")
    if rules.moderation == Rules.Moderation.CLOSED and chosen != Discussion.Openness.OPEN:
        return Openness(is_open=False, sentence="This story takes no comments.")
    if chosen == Discussion.Openness.OPEN or not rules.closes_after_days:
        return Openness(is_open=True, sentence="")
    closes_at = moment_of(story) + timedelta(days=rules.closes_after_days)
    if closes_at <= now():
        return Openness(
            is_open=False, sentence=f"Comments on this story closed {stamp(closes_at)}.", closes_at=closes_at
        )
    return Openness(is_open=True, sentence=f"Comments close {stamp(closes_at)}.", closes_at=closes_at)
