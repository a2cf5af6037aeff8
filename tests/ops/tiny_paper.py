"""A paper of a few lines, served for real: `python -m tests.ops.tiny_paper FOLDER PORT PROCESSES`.

Its record is a file, one act a line; its story says how many acts there were when it was printed.
"""

import os
import sys
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from dateline.ops.serving import serve
from dateline.ops.serving_web import PortTaken
from dateline.press import bodies
from dateline.press.configuration import PressConfiguration
from dateline.press.following import Head, Touch
from dateline.press.keys import depends_on, keep_sheet
from dateline.press.wsgi import Press
from dateline.record.doorbell import Doorbell

STORY = "/news/1/thaw/"


class FileRecord:
    """The record in a file that every process reads."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "record.txt"
        self.bell = Doorbell(folder / "doorbell")

    def act(self, *, ring: bool = True) -> int:
        """One more act on story 1."""
        with self.path.open("a") as file:
            file.write("story:1\n")
        seq = self.head().seq
        if ring:
            self.bell.ring(seq)
        return seq

    def head(self) -> Head:
        return Head(seq=len(self.path.read_text().splitlines()), highest_number=1)

    def touches_after(self, seq: int, limit: int) -> Sequence[Touch]:
        keys = self.path.read_text().splitlines()[seq : seq + limit]
        return [Touch(seq=seq + at, keys=(key,), mark=str(seq + at)) for at, key in enumerate(keys, 1)]

    def hang_up(self) -> None:
        """Nothing to close."""


def program(record: FileRecord) -> Any:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        if environ["PATH_INFO"] == "/desk/pid/":
            return [str(os.getpid()).encode()]
        if environ["PATH_INFO"].startswith(("/slow/", "/desk/slow/", "/comments/slow/")):
            time.sleep(1)
            return [b"at last"]
        if environ["PATH_INFO"] == "/desk/environ/":
            return [" ".join(environ).encode()]
        if environ["REQUEST_METHOD"] == "POST":
            return [str(len(environ["wsgi.input"].read())).encode()]
        keep_sheet()
        depends_on("story:1")
        return [f"<html>Acts: {record.head().seq} {'The river rose. ' * 400}</html>".encode()]

    return application


def background() -> None:
    """The worker: it writes down that it lives, and waits."""
    folder = Path(sys.argv[1])
    (folder / "worker.pid").write_text(str(os.getpid()))
    time.sleep(3600)


def main() -> None:
    folder, port, processes = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    bodies.CHUNK_SECONDS = 2.0
    record = FileRecord(folder)
    record.path.touch()
    configuration = PressConfiguration(
        node_dir=folder,
        edition="1",
        allowed_hosts=("127.0.0.1",),
        paper_url=("http", f"127.0.0.1:{port}"),
        hot_bytes=8 << 20,
        store_bytes=16 << 20,
    )
    press = Press(program(record), configuration, log=record, heard=record.bell.heard)
    (folder / "static").mkdir(exist_ok=True)
    (folder / "static" / "paper.css").write_text("p { color: black }")
    try:
        serve(
            press,
            host="127.0.0.1",
            port=port,
            processes=processes,
            mounts={"/static": folder / "static"},
            background=background,
            on_ready=lambda: print("ready", flush=True),
        )
    except PortTaken as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
