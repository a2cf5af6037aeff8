"""From the call of an act to the moment readers see it: at the story, on the front page, on the section's page."""

import http.client
import json
import re
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from bench.fetching import HOST, story_paths, text_of
from bench.figures import AtMost, Figure
from bench.places import ROOT, Newsroom
from bench.servers import paper_up

_ACTS, _WARM_UPS = 30, 3
_PATIENCE_SECONDS = 5.0
_BETWEEN_POLLS_SECONDS = 0.001
_BETWEEN_ACTS_SECONDS = 0.3
_GROUP = "act to visible"
_TARGET = AtMost(80)
_PAGES = {"story": "the story's page", "front": "the front page", "section": "its section's page"}

Act = Callable[[int, str], tuple[float, float]]


def figures(newsroom: Newsroom) -> list[Figure]:
    """Milliseconds at the median of 30 corrections: for each page, for the last of them, and for the act itself."""
    with paper_up(newsroom) as paper, _performer(newsroom) as act:
        # Those on the front page stand on the first page of their section too.
        stories = story_paths(text_of(paper.port, "/"))
        timings = [_timing(paper.port, stories[index % len(stories)], act) for index in range(_ACTS + _WARM_UPS)]
    medians = {name: statistics.median(timing[name] for timing in timings[_WARM_UPS:]) for name in timings[0]}
    return [
        *(Figure(_GROUP, f"{text}, median", medians[page], "ms", _TARGET) for page, text in _PAGES.items()),
        Figure(_GROUP, "the last of the three, median", medians["last"], "ms", _TARGET),
        Figure(_GROUP, "the act itself, from call to return", medians["act"], "ms", note="within the above"),
    ]


@contextmanager
def _performer(newsroom: Newsroom) -> Iterator[Act]:
    """A function that performs an act in another process, as the desk and the command line do."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.acting"],
        env=newsroom.environment(),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    asks, answers = process.stdin, process.stdout
    assert asks is not None
    assert answers is not None

    def act(number: int, headline: str) -> tuple[float, float]:
        asks.write(json.dumps([number, headline]) + "\n")
        asks.flush()
        began, ended = json.loads(answers.readline())
        return began, ended

    try:
        answers.readline()
        yield act
    finally:
        asks.close()
        answers.close()
        process.wait(30)


def _timing(port: int, story_path: str, act: Act) -> dict[str, float]:
    """Milliseconds of one act, by page; also `last` and `act`."""
    number = int(story_path.split("/")[2])
    headline = f"Corrected {uuid.uuid4().hex}"
    paths = {"story": story_path, "front": "/", "section": _section_of(text_of(port, story_path))}
    with ThreadPoolExecutor(len(paths)) as readers:
        watches = {page: readers.submit(_seen_at, port, path, headline) for page, path in paths.items()}
        time.sleep(_BETWEEN_ACTS_SECONDS)
        began, ended = act(number, headline)
        seen = {page: (watch.result() - began) * 1000 for page, watch in watches.items()}
    return {**seen, "last": max(seen.values()), "act": (ended - began) * 1000}


def _section_of(page: str) -> str:
    found = re.search(r'Section: <a href="(/section/[^"]+/)"', page)
    if found is None:
        raise RuntimeError("The story's page names no section")
    return found[1]


def _seen_at(port: int, path: str, headline: str) -> float:
    """The monotonic clock when the headline was first seen at `path`, however the page got there."""
    connection = http.client.HTTPConnection(HOST, port, timeout=_PATIENCE_SECONDS)
    until = time.monotonic() + _PATIENCE_SECONDS
    try:
        while time.monotonic() < until:
            page, place = _page(connection, path)
            if headline.encode() in page:
                return time.monotonic()
            if place:
                path = place
            time.sleep(_BETWEEN_POLLS_SECONDS)
    finally:
        connection.close()
    raise TimeoutError(f"{path} did not show the new headline within {_PATIENCE_SECONDS:.0f} s")


def _page(connection: http.client.HTTPConnection, path: str) -> tuple[bytes, str]:
    """The body at `path`, and where a redirect leads: with its headline a story may change its address."""
    connection.request("GET", path)
    response = connection.getresponse()
    return response.read(), response.headers.get("Location", "")
