"""Many imported stories at once: checked one by one, written together, in one transaction."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from dateline.lib.slugs import slug_of
from dateline.record.actions import lock_head
from dateline.record.models import Act, LogHead
from dateline.stories.actions.filing import Filing
from dateline.stories.actions.recording import Performed, record_new_versions
from dateline.stories.body.from_draft import stream_data
from dateline.stories.drafts import Outcome, StoryDraft
from dateline.stories.guard import acting
from dateline.stories.models import LegacyUrl, Story
from dateline.stories.models.story import moment_of
from dateline.stories.pictures import public_pictures
from dateline.stories.snapshot import Parts, Pictures

logger = logging.getLogger(__name__)

_HEADLINE_AT_MOST = 300
_PATH_AT_MOST = 500
_UNSTORABLE = re.compile(r"\\x00|\\ud[89a-f]")
_OLDEST = datetime(1500, 1, 1, tzinfo=UTC)


def publish_batch(drafts: Sequence[StoryDraft], *, actor: str) -> list[Outcome]:
    """Publish imported stories, each under its own number or the next one; one outcome a draft, in their order.

    A draft whose source (by SHA-256) is here already is `unchanged`; one that can't be printed, or whose number another
    story has, is `refused` with the reason. actor: who imports, for the log. Everything accepted is written, or, when
    the database fails, nothing. Batches of a few hundred are best: the record is locked while one is written.
    """
    outcomes: list[Outcome | None] = [_fault(draft) for draft in drafts]
    # Before the transaction: files are made here, and nobody should wait for them while the record is locked.
    pictures = public_pictures({draft.picture for draft in drafts if draft.picture is not None})
    with transaction.atomic(), acting():
        head = lock_head()
        intake = _Intake(head, drafts)
        accepted: list[tuple[int, StoryDraft]] = []
        for index, draft in enumerate(drafts):
            if outcomes[index] is None:
                outcomes[index] = intake.look_at(draft)
            if outcomes[index] is None:
                accepted.append((index, draft))
        numbers = _write(head, [draft for _, draft in accepted], pictures=pictures)
        for (index, draft), number in zip(accepted, numbers, strict=True):
            outcomes[index] = Outcome(kind="imported", number=number, headline=draft.headline, reason="")
    logger.info("%s imported %s of %s stories", actor, len(accepted), len(drafts))
    return [outcome for outcome in outcomes if outcome is not None]


@dataclass(slots=True)
class _Intake:
    """What is taken already: by stories in the database and by drafts before this one."""

    head: LogHead
    drafts: Sequence[StoryDraft]
    sources: dict[str, int | None] = field(init=False)
    numbers: set[int] = field(init=False)

    def __post_init__(self) -> None:
        hashes = [draft.source_sha256 for draft in self.drafts if draft.source_sha256]
        numbers = [draft.number for draft in self.drafts if draft.number is not None]
        self.sources = dict(Story.objects.filter(source_sha256__in=hashes).values_list("source_sha256", "number"))
        self.numbers = set(Story.objects.filter(number__in=numbers).values_list("number", flat=True))

    def look_at(self, draft: StoryDraft) -> Outcome | None:
        """The outcome where there is nothing to write, else None; the draft's number and source are then taken."""
        if draft.source_sha256 and draft.source_sha256 in self.sources:
            number = self.sources[draft.source_sha256] or draft.number
            return Outcome(kind="unchanged", number=number, headline=draft.headline, reason="")
        if draft.number is not None and draft.number in self.numbers:
            return _refused(draft, f"another story has the number {draft.number} already")
        if draft.source_sha256:
            self.sources[draft.source_sha256] = draft.number
        if draft.number is not None:
            self.numbers.add(draft.number)
        return None


def _fault(draft: StoryDraft) -> Outcome | None:
    """Why this draft can't be printed, whatever else is in the paper; None where it can."""
    if not draft.headline.strip():
        return _refused(draft, "no headline was found")
    if len(draft.headline) > _HEADLINE_AT_MOST:
        return _refused(draft, f"the headline has more than {_HEADLINE_AT_MOST} characters")
    if not draft.body:
        return _refused(draft, "no body text was found")
    if draft.number is not None and not 0 < draft.number < 10**12:
        return _refused(draft, f"{draft.number} can't be a story's number")
    if not _is_storable(draft):
        return _refused(draft, "it has characters that no database can keep")
    if any(len(path) > _PATH_AT_MOST for path in draft.legacy_urls):
        return _refused(draft, f"a former address has more than {_PATH_AT_MOST} characters")
    if draft.published_at is not None and not _OLDEST <= draft.published_at <= now():
        return _refused(draft, "the time of publication is in the future, or before newspapers")
    return None


def _is_storable(draft: StoryDraft) -> bool:
    """Whether every text of the draft is one that databases take: no NUL, no half of a surrogate pair."""
    text = repr(draft)
    # repr writes such characters out, and writes a backslash of the text itself as two.
    return _UNSTORABLE.search(text.replace("\\\\", "")) is None


def _refused(draft: StoryDraft, reason: str) -> Outcome:
    return Outcome(kind="refused", number=draft.number, headline=draft.headline, reason=reason)


def _write(head: LogHead, drafts: Sequence[StoryDraft], *, pictures: Pictures) -> list[int]:
    """Write the drafts as live stories; their numbers, in order."""
    if not drafts:
        return []
    filing = Filing(drafts, pictures=pictures)
    moment = now().replace(microsecond=0)
    following = count(max([head.highest_number, *(draft.number or 0 for draft in drafts)]) + 1)
    numbers = [next(following) if draft.number is None else draft.number for draft in drafts]
    rows = [
        _row(draft, filing=filing, number=number, moment=moment) for draft, number in zip(drafts, numbers, strict=True)
    ]
    Story.objects.bulk_create(rows)
    filing.write_relations(rows, drafts)
    many = [filing.parts(row, draft) for row, draft in zip(rows, drafts, strict=True)]
    record_new_versions(head, [_performed(parts) for parts in many])
    LegacyUrl.objects.bulk_create(
        (
            LegacyUrl(path=path, number=number)
            for number, draft in zip(numbers, drafts, strict=True)
            for path in draft.legacy_urls
        ),
        ignore_conflicts=True,
    )
    return numbers


def _performed(parts: Parts) -> Performed:
    return Performed(parts=parts, act=Act.PUBLISH, at=moment_of(parts.story), note="")


def _row(draft: StoryDraft, *, filing: Filing, number: int, moment: datetime) -> Story:
    published_at = (draft.published_at or moment).replace(microsecond=0)
    texts: dict[str, Any] = {
        "kicker": draft.kicker[:120],
        "headline": draft.headline.strip(),
        "standfirst": draft.standfirst,
        "place": draft.place[:120],
        "picture_caption": draft.picture_caption[:500],
        "language": draft.language[:12] or settings.PAPER_LANGUAGE,
        "source_name": draft.source_name[-300:],
        "source_sha256": draft.source_sha256,
    }
    return Story(
        **texts,
        body=stream_data(draft.body),
        slug=slug_of(draft.headline),
        section=filing.sections.get(draft.section),
        picture_id=draft.picture if draft.picture in filing.pictures else None,
        public_picture=filing.pictures.get(draft.picture or 0),
        number=number,
        state=Story.State.LIVE,
        version=1,
        live=True,
        published_at=published_at,
        first_published_at=published_at,
        last_published_at=published_at,
        last_act=Act.PUBLISH,
        last_act_at=published_at,
        desk_status=Story.DeskStatus.FINAL,
    )
