"""The invented sample paper: saved pages are imported as any archive is, the rest is read from TOML files."""

import tomllib
from dataclasses import fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from dateline.archive.importing import import_pages
from dateline.ops.sample_comments import fill_with_sample_comments
from dateline.ops.sample_files import ACTOR, SAMPLE
from dateline.ops.sample_pictures import sample_picture
from dateline.ops.terminal import Report
from dateline.record.models import Act
from dateline.record.queries import entries_of
from dateline.stories.actions.amending import amend
from dateline.stories.actions.batch import publish_batch
from dateline.stories.drafts import StoryDraft
from dateline.stories.models import Outlet, Section

# Known before the pages are read, so that their credits are found.
OUTLETS = ("Northern Wire", "Radio Vell", "Meridian Agency", "Halmere Gazette")
SECTIONS = ("World", "Harbour", "Economy", "Science", "Culture", "Sport")
_NESTED = {"body", "contributors", "acts", "published", "picture", "picture_caption"}


def fill_with_sample(report: Report) -> str:
    """Bring the sample paper in; one line that says what came of it. A second time changes nothing."""
    for order, name in enumerate(SECTIONS, start=1):
        Section.objects.get_or_create(name=name, defaults={"order": order * 10})
    for name in OUTLETS:
        Outlet.objects.get_or_create(name=name)
    pages = import_pages([SAMPLE / "pages"], actor=ACTOR, progress=report)
    files = sorted((SAMPLE / "stories").glob("*.toml"))
    imported = 0
    for done, path in enumerate(files, start=1):
        imported += _bring_in(path)
        report(done, len(files))
    comments = fill_with_sample_comments()
    return (
        f"The sample paper: {pages.imported} saved pages, {imported} other stories "
        f"and {comments} readers’ comments imported."
    )


def _bring_in(path: Path) -> bool:
    """Publish one story and its later acts; whether it was new."""
    data = path.read_bytes()
    story = tomllib.loads(data.decode())
    outcome = publish_batch([_draft(story, path.name, sha256(data).hexdigest())], actor=ACTOR)[0]
    if outcome.number is None:
        raise ValueError(f"{path.name}: {outcome.reason}")
    # The acts that are still missing: a set-up that was broken off half-way is made good by the next one.
    done = len(entries_of(outcome.number)) - 1
    for act in story.get("acts", [])[done:]:
        amend(
            outcome.number,
            Act(act["act"]),
            note=act["note"],
            replacements=[(old, new) for old, new in act.get("replace", [])],
            at=act["at"],
        )
    return outcome.kind == "imported"


def _draft(story: dict[str, Any], name: str, digest: str) -> StoryDraft:
    plain = {field.name for field in fields(StoryDraft)} - _NESTED
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in story.items() if key in plain
    }
    drawing = story.get("picture")
    return StoryDraft(
        **values,
        picture=sample_picture(drawing["name"], alt=drawing["alt"]).pk if drawing else None,
        picture_caption=drawing["caption"] if drawing else "",
        number=None,
        published_at=story["published"],
        body=tuple(story["body"]),
        contributors=tuple((person["name"], person["role"]) for person in story.get("contributors", [])),
        source_name=name,
        source_sha256=digest,
    )
