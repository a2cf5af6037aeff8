"""A real nginx with the shipped configuration."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.fetching import Got, get
from bench.proxy_conf import adapted
from bench.servers import NGINX, free_port, nginx_up
from tests.deploy.upstream import Upstream, running


@dataclass(frozen=True, slots=True)
class Front:
    """nginx, listening at `port`, and the server behind it, which `paper` ends."""

    port: int
    behind: Upstream
    paper: ExitStack

    def get(self, path: str, *, accept: str = "") -> Got:
        """What a reader gets."""
        return get(self.port, path, accept=accept)

    def stop_paper(self) -> None:
        """End the server behind it."""
        self.paper.close()

    def times_asked(self, path: str) -> int:
        """How often the server behind was asked for this."""
        return sum(asked.path == path for asked in self.behind.asked)


@pytest.fixture
def front(tmp_path: Path) -> Iterator[Front]:
    """nginx in front of a server that is up."""
    if NGINX is None:
        pytest.skip("nginx isn't installed here: the shipped configuration can't be tried")
    behind, port = Upstream(), free_port()
    with ExitStack() as paper:
        paper.enter_context(running(behind))
        configuration = adapted(folder=tmp_path, port=port, paper_port=behind.port)
        with nginx_up(tmp_path, configuration, port=port, path="/robots.txt"):
            yield Front(port, behind, paper)
