"""The memory of the whole of `dateline up`: at rest, and after it has served pages."""

import re
import time
from pathlib import Path

from bench.fetching import BROWSERS_CODINGS, get, story_paths, text_of
from bench.figures import AtMost, Figure
from bench.places import Newsroom
from bench.servers import paper_up

_REST_SECONDS = 20.0
_MEGABYTE = 1_000_000
_GROUP = "memory of dateline up"


def figures(newsroom: Newsroom) -> list[Figure]:
    """Megabytes of all its processes together. PSS counts memory that processes share once, RSS once for each."""
    with paper_up(newsroom) as paper:
        time.sleep(_REST_SECONDS)
        processes = _with_children(paper.pid)
        idle, idle_rss = _megabytes(processes, "Pss"), _megabytes(processes, "Rss")
        front = text_of(paper.port, "/")
        served = 0
        for path in [*story_paths(front), *_section_paths(front)] * 4:
            get(paper.port, path, accept=BROWSERS_CODINGS)
            served += 1
        processes = _with_children(paper.pid)
        busy, busy_rss = _megabytes(processes, "Pss"), _megabytes(processes, "Rss")
    return [
        Figure(_GROUP, "idle, PSS", idle, "MB", AtMost(200), f"{len(processes)} processes"),
        Figure(_GROUP, "idle, RSS added up", idle_rss, "MB", note="shared memory counted in each process"),
        Figure(_GROUP, f"after {served} requests, PSS", busy, "MB"),
        Figure(_GROUP, f"after {served} requests, RSS added up", busy_rss, "MB"),
    ]


def _with_children(pid: int) -> list[int]:
    """The process and everything it started, and they started."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return [pid, *(one for child in children.read_text().split() for one in _with_children(int(child)))]


def _megabytes(processes: list[int], kind: str) -> float:
    """kind: `Pss` or `Rss`."""
    kilobytes = 0
    for pid in processes:
        found = re.search(rf"^{kind}:\s+([0-9]+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
        kilobytes += int(found[1]) if found else 0
    return kilobytes * 1024 / _MEGABYTE


def _section_paths(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="(/section/[^"]+/)"', page)))
