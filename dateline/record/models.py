"""The rows of the record: its head, the versions, the entries, the tiles of the tree, and who has read how far.

Beside it lie the touches, which only the press reads.
"""

from typing import Any

from django.db import models

from dateline.lib import gmt, merkle
from dateline.lib.canonical import canonical_json
from dateline.record.append_only import AppendOnlyModel, AppendOnlyQuerySet

HEAD_ID = 1
EMPTY_ROOT = merkle.EMPTY_ROOT.hex()


class Act(models.TextChoices):
    """What was done to a story, in the newsroom's words."""

    PUBLISH = "publish"
    UPDATE = "update"
    CLARIFY = "clarify"
    CORRECT = "correct"
    RETRACT = "retract"
    KILL = "kill"
    RESTORE = "restore"


class LogHead(models.Model):
    """The one row that says how long the record is; its lock is the place in line of every writer."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=HEAD_ID)
    size = models.BigIntegerField(default=0, help_text="seq of the last entry")
    root = models.CharField(max_length=64, default=EMPTY_ROOT, help_text="RFC 6962 tree hash, hex")
    highest_number = models.BigIntegerField(default=0, help_text="the highest story number ever given")
    reprints = models.BigIntegerField(default=0, help_text="how often every page had to be printed anew without an act")
    tick = models.BigIntegerField(default=0, help_text="goes up with every entry and with every touch between them")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=HEAD_ID), name="record_one_head")]

    def __str__(self) -> str:
        return f"{self.size} entries, root {self.root}"


class DocumentField(models.TextField):  # type: ignore[type-arg]
    """Text that is kilobytes long and is inserted by the thousand."""

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        """A plain placeholder; having one at all is the point.

        Without it Django sends a batch to PostgreSQL as arrays, and quoting long JSON inside an array took a fifth of
        the time of a whole batch of acts.
        """
        return "%s"


class VersionQuerySet(AppendOnlyQuerySet["Version"]):
    """Versions; sealing is the only change they know."""

    changeable = frozenset({"sealed"})


class Version(AppendOnlyModel):
    """One public state of a story, as canonical JSON: what a reader saw. `content` is null once destroyed."""

    number = models.BigIntegerField()
    version = models.PositiveIntegerField()
    content = DocumentField(null=True)  # null is "destroyed", which an empty text can't say
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of the content in UTF-8, hex")
    sealed = models.BooleanField(default=False, help_text="kept, and shown to nobody")

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "version"], name="record_version_once")]

    def __str__(self) -> str:
        return f"{self.number} version {self.version}"


class Entry(AppendOnlyModel):
    """One act of the record; leaf `seq - 1` of the tree, whose size after it is `seq`."""

    seq = models.BigIntegerField(primary_key=True)
    number = models.BigIntegerField()
    version = models.PositiveIntegerField(help_text="the version that is live after the act, or was last")
    act = models.CharField(max_length=10, choices=Act.choices)
    at = models.DateTimeField(help_text="when the act counts as done, for readers; whole seconds")
    recorded_at = models.DateTimeField(help_text="when it was written here; whole seconds")
    note = models.TextField(blank=True, help_text="public, and for ever")
    content_hash = models.CharField(max_length=64)
    keys = models.JSONField(help_text="press keys the act touched")

    objects = AppendOnlyQuerySet["Entry"].as_manager()

    class Meta:
        indexes = [models.Index(fields=["number", "seq"], name="record_entry_number")]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"entry {self.seq}: {self.act} {self.number}"

    def leaf(self) -> bytes:
        """The bytes the tree commits to: canonical JSON of every field, moments in whole seconds."""
        fields = {
            "seq": self.seq,
            "number": self.number,
            "version": self.version,
            "act": str(self.act),
            "at": gmt.iso(self.at),
            "recorded_at": gmt.iso(self.recorded_at),
            "note": self.note,
            "content_hash": self.content_hash,
            "keys": self.keys,
        }
        return canonical_json(fields).encode()


class Touch(models.Model):
    """Pages that show something new although no act was performed, such as a comment that was approved.

    No part of the record: nothing here is hashed, and old rows are deleted. It shares the record's clock, which goes up
    with every entry and every touch, so that the press can tell which of a page and a touch came first.
    """

    tick = models.BigIntegerField(primary_key=True)
    seq = models.BigIntegerField(help_text="seq of the last entry before it")
    keys = models.JSONField(help_text="press keys of those pages")
    withdraws = models.BooleanField(default=False, help_text="nobody may see again what was there before")

    class Meta:
        verbose_name_plural = "touches"

    def __str__(self) -> str:
        return f"touch {self.tick}: {' '.join(self.keys)}"


class Tile(models.Model):
    """256 hashes of the tree, or fewer at its right edge. Source: C2SP tlog-tiles."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField(max_length=merkle.TILE_BYTES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="record_tile_once")]

    def __str__(self) -> str:
        return merkle.tile_path((self.level, self.index))


class Cursor(models.Model):
    """How far one follower has read. Deleting the row makes it read everything again."""

    name = models.CharField(max_length=80, primary_key=True)
    seq = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)
    failures = models.PositiveIntegerField(default=0, help_text="in a row, since the last success")
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.seq}"
