"""The `dateline` command, run as an operator runs it; and one saved page to bring in with it."""

import os
import subprocess
import sys
from pathlib import Path

PAGE = """News ID: 700001
Published: 0422 GMT December 10, 2021

Ferry to Vell runs again after storm

Ferry to Vell runs again after storm

The ferry to Vell will run again on Friday, the harbour office said.

"We have waited long enough," the harbour master, Ona Reed, told reporters.



Security Key:
Captcha refresh
Page Generated in 0/0594 sec"""


def dateline(home: Path, *words: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one command in this newsroom, with nothing of the test's own settings."""
    return subprocess.run(
        [sys.executable, "-m", "dateline.ops.main", *map(str, words)],
        env=environment_of(home) | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def environment_of(home: Path) -> dict[str, str]:
    """What a program in this newsroom is started with."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "DATABASE_"))}
    clean.pop("DJANGO_SETTINGS_MODULE", None)
    return clean | {"DATELINE_HOME": str(home)}
