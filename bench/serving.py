"""Requests per second of one story's page, from the press and, in turns, from nginx with the same bytes as a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.fetching import BROWSERS_CODINGS, get, story_paths, text_of
from bench.figures import AtLeast, Figure
from bench.load import Target, side_by_side
from bench.places import WORK, Newsroom
from bench.proxy_conf import adapted
from bench.running import server_core
from bench.servers import Server, free_port, nginx_up, paper_up, static_nginx

_PRESS, _PROXY = "page from the press", "page behind nginx"
_FILE = "/page.html"
# More and less than this is what the machine's other work makes of the same figure.
_AS_FAST = AtLeast(0.97)


def press_figures(small: Newsroom, large: Newsroom) -> list[Figure]:
    """The shipped `dateline up` with each archive in turn, beside nginx on the same core; the load on another.

    One paper at a time: what one does in the background must not be counted against the other.
    """
    figures, shares = [], []
    for newsroom in (small, large):
        speeds = _press_and_file(newsroom)
        shares.append(speeds["press"] / speeds["file"])
        of = f"{newsroom.stories:,} stories"
        figures += [
            Figure(_PRESS, of, speeds["press"], "req/s"),
            Figure(_PRESS, "nginx, the same bytes as a file", speeds["file"], "req/s"),
            Figure(_PRESS, f"share of nginx, {of}", shares[-1], target=AtLeast(0.4)),
        ]
    return [*figures, Figure(_PRESS, "larger archive's share by smaller's", shares[1] / shares[0], target=_AS_FAST)]


def _press_and_file(newsroom: Newsroom) -> dict[str, float]:
    with paper_up(newsroom, core=server_core()) as paper:
        path = _a_story(paper)
        with _as_file(paper, path) as file:
            return side_by_side({"press": Target(paper.port, path), "file": file})


def proxy_figures(newsroom: Newsroom) -> list[Figure]:
    """deploy/nginx.conf in front of `dateline up`, both on one core, and nginx with a file; the load on another.

    The paper shares the core with the nginx in front of it: there the page is asked for once a second.
    """
    core = server_core()
    with paper_up(newsroom, core=core) as paper, TemporaryDirectory(dir=WORK) as folder:
        path, port = _a_story(paper), free_port()
        configuration = adapted(folder=Path(folder), port=port, paper_port=paper.port)
        front = nginx_up(Path(folder), configuration, port=port, path=path, core=core)
        with front, _as_file(paper, path) as file:
            speeds = side_by_side({"proxy": Target(port, path), "file": file})
    return [
        Figure(_PROXY, "deploy/nginx.conf", speeds["proxy"], "req/s"),
        Figure(_PROXY, "nginx, the same bytes as a file", speeds["file"], "req/s"),
        Figure(_PROXY, "share of nginx", speeds["proxy"] / speeds["file"], target=AtLeast(0.95)),
    ]


def _a_story(paper: Server) -> str:
    """The address of a story that is not too new to be in the archive for good."""
    return story_paths(text_of(paper.port, "/"))[5]


@contextmanager
def _as_file(paper: Server, path: str) -> Iterator[Target]:
    """nginx with the bytes the paper sends a browser for this page, on the servers' core."""
    body = get(paper.port, path, accept=BROWSERS_CODINGS).body
    with TemporaryDirectory(dir=WORK) as name:
        folder, port = Path(name), free_port()
        Path(folder, _FILE[1:]).write_bytes(body)
        with nginx_up(folder, static_nginx(folder, port), port=port, path=_FILE, core=server_core()):
            yield Target(port, _FILE)
