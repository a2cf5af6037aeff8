"""What the whole of `dateline up` takes: memory at rest and after it has served pages, and processor time at rest."""

import os
import re
import time
from pathlib import Path

from bench.fetching import BROWSERS_CODINGS, get, story_paths, text_of
from bench.figures import AtMost, Figure
from bench.places import Newsroom
from bench.servers import paper_up

_REST_SECONDS = 20.0
_MEGABYTE = 1_000_000
_GROUP = "dateline up at rest"


def figures(newsroom: Newsroom) -> list[Figure]:
    """All its processes together. PSS counts memory that processes share once, RSS once for each."""
    with paper_up(newsroom) as paper:
        time.sleep(_REST_SECONDS / 2)
        used = _processor_seconds(_with_children(paper.pid))
        time.sleep(_REST_SECONDS / 2)
        processes = _with_children(paper.pid)
        load = (_processor_seconds(processes) - used) / (_REST_SECONDS / 2)
        idle, idle_rss = _megabytes(processes, "Pss"), _megabytes(processes, "Rss")
        front = text_of(paper.port, "/")
        served = 0
        for path in [*story_paths(front), *_section_paths(front)] * 4:
            get(paper.port, path, accept=BROWSERS_CODINGS)
            served += 1
        processes = _with_children(paper.pid)
        busy, busy_rss = _megabytes(processes, "Pss"), _megabytes(processes, "Rss")
    return [
        Figure(_GROUP, "memory, PSS", idle, "MB", AtMost(200), f"{len(processes)} processes"),
        Figure(_GROUP, "memory, RSS added up", idle_rss, "MB", note="what is shared, once for each process"),
        Figure(_GROUP, "processor", load * 100, "% of a core"),
        Figure("after some readers", f"memory after {served} requests, PSS", busy, "MB"),
        Figure("after some readers", f"memory after {served} requests, RSS added up", busy_rss, "MB"),
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


def _processor_seconds(processes: list[int]) -> float:
    ticks = 0
    for pid in processes:
        # After the name, which may hold blanks: user and system time are the 12th and 13th of what follows.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _section_paths(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="(/section/[^"]+/)"', page)))
