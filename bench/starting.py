"""How long a second `dateline up` takes until it answers with the front page."""

from bench.figures import AtMost, Figure
from bench.places import Newsroom
from bench.servers import paper_up


def figures(newsroom: Newsroom) -> list[Figure]:
    """Seconds from the start of the program to the first page."""
    with paper_up(newsroom):
        pass
    with paper_up(newsroom) as paper:
        seconds = paper.start_seconds
    return [Figure("start", "second `dateline up`, to the first page", seconds, "s", AtMost(5))]
