"""Takes the pictures in docs/pictures: sets up the sample paper in a folder of its own, starts it, and photographs it.

`make pictures`, or `python scripts/pictures.py http://127.0.0.1:8000 PASSWORD` for a sample paper that runs already,
with the password of the desk's first login; without it the desk is left out. Needs Chromium at /usr/bin/chromium.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Literal
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: the file's name, the page, and how it is looked at. height 0: the whole page."""

    name: str
    page: str
    width: int = 1280
    height: int = 960
    scheme: Literal["light", "dark"] = "light"

    @property
    def is_desk(self) -> bool:
        """Whether one has to log in first."""
        return self.page.startswith("/desk/")


def main() -> None:
    """Take every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 1:
        _photograph(sys.argv[1].rstrip("/"), "".join(sys.argv[2:]))
        return
    with _sample_paper() as (url, password):
        _photograph(url, password)


def _photograph(url: str, password: str) -> None:
    comments, form = _most_discussed(url)
    shots = [
        Shot("front-page.png", "/", height=1180),
        Shot("front-page-dark.png", "/", height=1180, scheme="dark"),
        Shot("front-page-phone.png", "/", width=390, height=844),
        Shot("story-page.png", _story_with(url, 'class="notice"'), height=1180),
        Shot("story-page-phone.png", _story_with(url, 'class="notice"'), width=390, height=844),
        Shot("comments.png", comments, height=1180),
        Shot("comment-form-phone.png", form, width=390, height=1180, scheme="dark"),
        Shot("moderation.png", "/desk/comments/"),
        Shot("story-page-right-to-left.png", _story_with(url, ' class="story" lang="fa"'), height=1180),
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for shot in shots:
            if password or not shot.is_desk:
                _take(browser, url, shot, password=password)
        browser.close()


def _take(browser: Browser, url: str, shot: Shot, *, password: str) -> None:
    page = browser.new_page(
        viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.scheme, device_scale_factor=1
    )
    if shot.is_desk:
        page.goto(f"{url}/desk/login/")
        page.fill("[name=username]", "editor")
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/desk/")
    page.goto(url + shot.page, wait_until="networkidle")
    image = Image.open(BytesIO(page.screenshot()))
    # 256 colours are plenty for a page, and a third of the bytes: the pictures live in the repository.
    image.convert("RGB").quantize(256).save(FOLDER / shot.name, optimize=True)
    page.close()
    print(f"{shot.name}  {url}{shot.page}")


def _story_with(url: str, mark: str) -> str:
    """The newest story whose article has this piece of HTML in it."""
    front = _read(url)
    for address in dict.fromkeys(re.findall(r'href="(/news/\d+/[^"]*)"', front)):
        if mark in _read(url + address).partition("<article")[2]:
            return str(address)
    raise SystemExit(f"The sample paper's front page has no story with {mark}.")


def _most_discussed(url: str) -> tuple[str, str]:
    """The comments of the story on the front page that has most of them, and its form."""
    numbers = set(re.findall(r'href="/news/(\d+)/', _read(url)))
    counts = {number: _read(f"{url}/news/{number}/comments/").count('<article class="comment') for number in numbers}
    number = max(sorted(counts), key=lambda each: counts[each])
    return f"/news/{number}/comments/", f"/comments/{number}/"


def _read(url: str) -> str:
    with urlopen(url, timeout=10) as answer:
        body: bytes = answer.read()
        return body.decode()


@contextmanager
def _sample_paper() -> Iterator[tuple[str, str]]:
    """The address of a sample paper that runs until the block ends, and the password of its editor."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as home:
        environment = {
            **os.environ,
            "DATELINE_HOME": home,
            "DATELINE_NAME": "The Harbour Courier",
            "DATELINE_MOTTO": "Every claim has a name",
        }
        command = [sys.executable, "-m", "dateline.ops.main", "up", "--sample", "--port", str(port)]
        said = Path(home, "said")
        with said.open("wb") as file:
            paper = subprocess.Popen(command, env=environment, stdout=file)
        try:
            _wait_for(url, paper)
            yield url, said.read_text(encoding="utf-8").partition("shown this once:  editor  ")[2].split()[0]
        finally:
            paper.send_signal(signal.SIGINT)
            paper.wait(timeout=30)


def _wait_for(url: str, paper: subprocess.Popen[bytes]) -> None:
    give_up_at = time.monotonic() + START_SECONDS
    while paper.poll() is None and time.monotonic() < give_up_at:
        try:
            with urlopen(url, timeout=5) as answer:
                if answer.status == HTTPStatus.OK:
                    return
        except (URLError, OSError):
            time.sleep(0.3)
    raise SystemExit("The sample paper did not start.")


if __name__ == "__main__":
    main()
