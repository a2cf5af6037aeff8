"""CPU time of printing pages that are in no cache, in this one process: `python -m bench.rendering` in a newsroom.

Each page takes the whole way of a miss: the press, Django, database, template, both compressions, and the page store.
"""

import io
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import brotli  # type: ignore[import-untyped]

import bench.inside  # noqa: F401 - makes Django ready
from bench.fetching import BROWSERS_CODINGS
from bench.inside import as_served
from bench.running import hand_back
from dateline.config.wsgi import application
from dateline.press.following import POLL_SECONDS
from dateline.press.pages import forms_of
from dateline.record.actions import print_all_anew
from dateline.stories.models import Story
from dateline.stories.queries import highest_number
from dateline.stories.reading import story_url

STORIES, FRONTS, WARM_UPS = 200, 50, 10


def measured() -> dict[str, float]:
    """Milliseconds of CPU at the median, each with and without compressing."""
    stories = _story_paths(STORIES + WARM_UPS)
    as_served()
    return {**_costs("story", map(_cost, stories)), **_costs("front", _fronts(stories))}


def _fronts(stories: list[str]) -> Iterator[tuple[float, float]]:
    """The cost of the front page, again and again, each time ordered to be printed anew.

    A processor that slept has cold caches, which a newspaper at work has not: some stories are printed first.
    """
    for _ in range(FRONTS + WARM_UPS):
        print_all_anew()
        # Nobody rings the bell for such an order: the press looks every quarter of a second.
        time.sleep(2 * POLL_SECONDS)
        for path in stories[:WARM_UPS]:
            _answer(path)
        yield _cost("/")


def _costs(name: str, all_costs: Iterable[tuple[float, float]]) -> dict[str, float]:
    costs = list(all_costs)[WARM_UPS:]
    return {
        f"{name}_ms": statistics.median(whole for whole, _ in costs),
        f"{name}_uncompressed_ms": statistics.median(whole - compressing for whole, compressing in costs),
    }


def _story_paths(count: int) -> list[str]:
    highest = highest_number()
    numbers = [1 + highest * index // count for index in range(count)]
    slugs = dict(Story.objects.filter(number__in=numbers).values_list("number", "slug"))
    return [story_url(number, slugs[number]) for number in numbers]


def _cost(path: str) -> tuple[float, float]:
    """Milliseconds of CPU, of all threads, for the page; and for compressing its bytes once more."""
    before = time.process_time()
    status, headers, body = _answer(path)
    whole = time.process_time() - before
    if not status.startswith("200") or "printed" not in headers["Server-Timing"]:
        raise RuntimeError(f"{path} was not printed: {status}, {headers.get('Server-Timing')}")
    plain = brotli.decompress(body)
    before = time.process_time()
    forms_of(plain, headers["Content-Type"])
    return whole * 1000, (time.process_time() - before) * 1000


def _answer(path: str) -> tuple[str, dict[str, str], bytes]:
    began: list[tuple[str, dict[str, str]]] = []

    def start_response(status: str, headers: Iterable[tuple[str, str]]) -> Callable[[bytes], object]:
        began.append((status, dict(headers)))
        return io.BytesIO().write

    body = b"".join(application(_environ(path), start_response))
    return (*began[0], body)


def _environ(path: str) -> dict[str, Any]:
    """As the server hands it over for a browser."""
    plain, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": plain,
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT": "text/html",
        "HTTP_ACCEPT_ENCODING": BROWSERS_CODINGS,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


if __name__ == "__main__":
    hand_back(measured())
