"""The docs say what the code does, where a machine can check it."""

import re
from pathlib import Path

import pytest

from dateline.ops.main import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


def test_every_setting_is_described_and_every_description_is_a_setting() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "dateline" / "config").glob("*.py"))
    read = set(re.findall(r'env_\w+\(\s*"([A-Z_]+)"', code))
    described = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), re.M))

    assert read
    assert read == described


def test_every_command_is_described() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    assert [name for name in COMMANDS if f"dateline {name}" not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_part_has_its_page() -> None:
    parts = {path.name for path in (ROOT / "dateline").iterdir() if path.is_dir() and not path.name.startswith("_")}
    pages = {path.stem for path in (ROOT / "docs").glob("*.md")}
    # Three folders have no page of their own name: settings.md and operations.md are theirs, lib's are its docstrings.
    assert parts - pages == {"config", "ops", "lib"}
