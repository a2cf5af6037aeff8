"""One small paper for every test of the press."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.press.wsgi import Press
from tests.press.paper import ListRecord, Program, press_of


@pytest.fixture
def program() -> Program:
    return Program()


@pytest.fixture
def record() -> ListRecord:
    return ListRecord()


@pytest.fixture
def press(program: Program, record: ListRecord, tmp_path: Path) -> Iterator[Press]:
    made = press_of(program, record, tmp_path)
    yield made
    made.room.close()
