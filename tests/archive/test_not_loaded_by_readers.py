"""trafilatura and what comes with it cost memory: only importers load them."""

import subprocess
import sys

import pytest

HEAVY = {"trafilatura", "justext", "dateline.archive.savedpage"}


@pytest.mark.parametrize("module", ["dateline.config.wsgi", "dateline.ops.commands.up_", "dateline.ops.worker"])
def test_what_runs_for_months_does_not_load_the_importers(module: str) -> None:
    program = f"import sys, django; django.setup(); import {module}; print(*sys.modules, sep='\\n')"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert "dateline.archive.apps" in loaded
    assert HEAVY & set(loaded) == set()
