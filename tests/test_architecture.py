"""The house keeps its shape: keys point downwards, files and functions stay small, one script budget."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "dateline"
# Top to bottom, as in pyproject.toml.
LAYERS = [
    "config",
    "ops",
    "desk",
    "public",
    "archive",
    "comments",
    "stories",
    "press",
    "captcha",
    "record",
    "base",
    "lib",
]
LINES_AT_MOST = 500
FUNCTION_LINES_AT_MOST = 60
SCRIPT_BYTES_AT_MOST = 20 * 1024


def source_files() -> Iterator[Path]:
    for folder in (PACKAGE, ROOT / "tests", ROOT / "scripts", ROOT / "bench"):
        yield from (path for path in folder.rglob("*.py") if "migrations" not in path.parts)


def test_every_folder_of_the_package_has_its_place() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}

    assert folders == set(LAYERS)


def test_foreign_keys_point_downwards_only() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("dateline.")]
    upwards = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in ours
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model in ours
        if LAYERS.index(field.related_model._meta.app_label) < LAYERS.index(model._meta.app_label)
    ]

    assert ours
    assert upwards == []


def test_files_stay_small() -> None:
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in source_files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LINES_AT_MOST
    }

    assert too_long == {}


@pytest.mark.parametrize("folder", [PACKAGE, ROOT / "bench", ROOT / "scripts"], ids=lambda folder: folder.name)
def test_functions_stay_small(folder: Path) -> None:
    too_long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in folder.rglob("*.py")
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES_AT_MOST
    ]

    assert too_long == []


def test_reader_pages_carry_no_script_of_ours_beyond_the_budget() -> None:
    scripts = (PACKAGE / "public" / "static").rglob("*.js")

    assert sum(path.stat().st_size for path in scripts) <= SCRIPT_BYTES_AT_MOST
