"""What a reader's browser loads for a story of text: the page and its style sheet."""

import gzip
import re

import brotli  # type: ignore[import-untyped]

from bench.fetching import BROWSERS_CODINGS, get, story_paths, text_of
from bench.figures import AtMost, Figure
from bench.places import Newsroom
from bench.servers import paper_up

_KILOBYTE = 1024
_GROUP = "size of a text story"


def figures(newsroom: Newsroom) -> list[Figure]:
    """Kilobytes (1,024 bytes) of HTML and CSS: on the wire as `dateline up` sends it, and as each coding makes it."""
    with paper_up(newsroom) as paper:
        path = story_paths(text_of(paper.port, "/"))[0]
        page = text_of(paper.port, path)
        style = "".join(re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)[:1])
        wire = [len(get(paper.port, one, accept=BROWSERS_CODINGS).body) for one in (path, style)]
        plain = [page.encode(), get(paper.port, style).body]
    sums = {
        "HTML + CSS as sent to a browser": sum(wire),
        "HTML + CSS, gzip": sum(len(gzip.compress(part, 6)) for part in plain),
        "HTML + CSS, brotli": sum(len(brotli.compress(part, quality=5)) for part in plain),
    }
    target = AtMost(20)
    return [
        *(Figure(_GROUP, name, size / _KILOBYTE, "KB", target) for name, size in sums.items()),
        Figure(_GROUP, "HTML as sent", wire[0] / _KILOBYTE, "KB"),
        Figure(_GROUP, "CSS as sent", wire[1] / _KILOBYTE, "KB", note="loaded once, then from the browser's cache"),
    ]
