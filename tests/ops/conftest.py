"""A newsroom that was set up for real, once, and a copy for each test that wants one."""

import shutil
from pathlib import Path

import pytest

from tests.ops.commanding import PAGE, dateline


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A newsroom set up once, to be copied; with one imported story."""
    home = tmp_path_factory.mktemp("newsroom")
    page = tmp_path_factory.mktemp("pages") / "700001.txt"
    page.write_text(PAGE, encoding="utf-8")
    done = dateline(home, "init")
    assert done.returncode == 0, done.stderr
    assert "shown this once:  editor  " in done.stdout
    done = dateline(home, "import", "page", page)
    assert done.returncode == 0, done.stdout + done.stderr
    return home


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Path:
    """A newsroom of the test's own."""
    return Path(shutil.copytree(template, tmp_path / "newsroom"))
