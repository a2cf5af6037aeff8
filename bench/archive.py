"""Archives of invented stories, made once and used again by later runs."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from bench.places import ROOT, WORK, Newsroom
from bench.running import result_of

# A story takes about 10 KB of database; the write-ahead log comes on top while an archive is made.
_BYTES_EACH = 14_000
_BYTES_MORE = 500_000_000


class NoRoom(Exception):
    """The disk is too full for an archive of that size; the message says how much is needed."""


def made(stories: int) -> Newsroom:
    """The newsroom with so many stories: the one from last time if it still fits the program, else a new one.

    Raises NoRoom, or subprocess.CalledProcessError when making it fails.
    """
    newsroom = Newsroom(stories)
    stamp = _stamp()
    if build_facts(newsroom).get("stamp") == stamp:
        return newsroom
    shutil.rmtree(newsroom.folder, ignore_errors=True)
    WORK.mkdir(exist_ok=True)
    needed = stories * _BYTES_EACH + _BYTES_MORE
    if shutil.disk_usage(WORK).free < needed:
        raise NoRoom(f"An archive of {stories:,} stories needs {needed / 1e9:.1f} GB of free disk.")
    speed = result_of("bench.filling", newsroom, stories)
    facts = {"stamp": stamp, "stories_per_second": round(speed, 1), "bytes": _size_bytes(newsroom)}
    _facts_file(newsroom).write_text(json.dumps(facts), encoding="utf-8")
    return newsroom


def build_facts(newsroom: Newsroom) -> dict[str, Any]:
    """What was noted when the archive was made: `stamp`, `stories_per_second`, `bytes`; {} where there is none."""
    try:
        facts: dict[str, Any] = json.loads(_facts_file(newsroom).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts


def _facts_file(newsroom: Newsroom) -> Path:
    return newsroom.folder / "built.json"


def _size_bytes(newsroom: Newsroom) -> int:
    return sum(path.stat().st_size for path in newsroom.folder.glob("dateline.sqlite3*"))


def _stamp() -> str:
    """A digest of what an archive is made by: it is made anew when the tables or the invented stories change."""
    files = [*(ROOT / "dateline").glob("*/migrations/*.py"), Path(__file__).with_name("invented.py")]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()
