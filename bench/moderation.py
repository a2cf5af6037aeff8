"""How long moderators wait for their pages in a paper with 400,000 comments."""

import html
import http.client
import re
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from http.cookies import SimpleCookie
from itertools import cycle, islice
from urllib.parse import urlencode

from bench.archive import build_facts
from bench.fetching import HOST
from bench.figures import AtMost, Figure
from bench.places import Newsroom
from bench.running import result_of
from bench.servers import paper_up

COMMENTS, QUEUED = 400_000, 2_000
_REQUESTS, _WARM_UPS = 60, 3
_GROUP = "moderation, 400,000 comments"
_TARGET = AtMost(200)
_LIST = "/desk/comments/"
_FILTERS = (
    "?show=approved",
    "?show=rejected&words=the",
    "?show=all&number=1",
    "?show=queue&section=1",
    "?show=reported",
    "?show=approved&words=Reader+1",
)


def figures(newsroom: Newsroom) -> list[Figure]:
    """Milliseconds that 95 of 100 requests stay below: the queue, a filtered list, one comment, an approval."""
    commented = _with_comments(newsroom)
    name, password = result_of("bench.commenting", commented, COMMENTS, QUEUED)
    with paper_up(commented) as paper:
        desk = Desk(paper.port)
        desk.sign_in(name, password)
        lists, comments = _pages_and_comments(desk)
        measured = {
            "the queue, page by page": _p95(desk.get, lists),
            "a list with a filter": _p95(desk.get, [_LIST + one for one in _FILTERS]),
            "one comment and what is around it": _p95(desk.get, [f"{_LIST}{one}/" for one in comments]),
            "an approval": _p95(desk.post, [f"{_LIST}{one}/approve/" for one in comments]),
        }
    return [Figure(_GROUP, f"{text}, 95 %", value, "ms", _TARGET) for text, value in measured.items()]


class Desk:
    """One moderator's browser."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self._cookies: dict[str, str] = {}

    def sign_in(self, name: str, password: str) -> None:
        """Type name and password at the desk's door. Raises RuntimeError when it stays shut."""
        self.get("/desk/login/")
        self.post("/desk/login/", {"username": name, "password": password, "next": "/desk/"})
        if "sessionid" not in self._cookies:
            raise RuntimeError("The moderator of the bench can't sign in")

    def get(self, path: str) -> str:
        """The page at this path. Raises RuntimeError for anything but 200."""
        return self._asked("GET", path, expected=200)

    def post(self, path: str, fields: Mapping[str, str] | None = None) -> str:
        """Send a form; the answer must be a redirect, else RuntimeError is raised."""
        form = urlencode({**(fields or {}), "csrfmiddlewaretoken": self._cookies.get("csrftoken", "")})
        return self._asked("POST", path, body=form, expected=302)

    def _asked(self, method: str, path: str, *, expected: int, body: str | None = None) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body=body, headers=headers)
        reply = self._connection.getresponse()
        text = reply.read().decode()
        for line in reply.headers.get_all("Set-Cookie", []):
            self._cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        if reply.status != expected:
            raise RuntimeError(f"{method} {path} was answered {reply.status}")
        return text


def _with_comments(newsroom: Newsroom) -> Newsroom:
    """A copy of the newsroom that may be filled with comments; the one from last time if it still fits."""
    commented = Newsroom(newsroom.stories, comments=COMMENTS)
    if build_facts(commented) != build_facts(newsroom):
        shutil.rmtree(commented.folder, ignore_errors=True)
        shutil.copytree(newsroom.folder, commented.folder, ignore=shutil.ignore_patterns("node"))
    return commented


def _pages_and_comments(desk: Desk) -> tuple[list[str], list[str]]:
    """The addresses of the queue's pages, one after the other, and the comments on them."""
    paths, comments = [_LIST], dict[str, None]()
    while len(paths) <= _REQUESTS:
        page = html.unescape(desk.get(paths[-1]))
        comments |= dict.fromkeys(re.findall(rf'"{_LIST}([0-9]+)/', page))
        following = re.search(r'href="(?:/desk/comments/)?(\?[^"]*after=[^"]+)"', page)
        if following is None:
            break
        paths.append(_LIST + following[1])
    return paths, list(comments)


def _p95(ask: Callable[[str], str], paths: Iterable[str]) -> float:
    milliseconds = []
    for path in islice(cycle(paths), _REQUESTS + _WARM_UPS):
        began = time.perf_counter()
        ask(path)
        milliseconds.append((time.perf_counter() - began) * 1000)
    return sorted(milliseconds[_WARM_UPS:])[_REQUESTS * 95 // 100]
