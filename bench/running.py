"""Programs of the bench that run in a process of their own, and the cores they run on."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from bench.places import ROOT, Newsroom


def server_core() -> int:
    """The core servers are measured on."""
    return min(os.sched_getaffinity(0))


def client_core() -> int:
    """The core load comes from; the servers' own where there is no other."""
    return max(os.sched_getaffinity(0))


def pinned(command: Sequence[str], core: int | None) -> list[str]:
    """The command, bound to one core where the machine has `taskset`."""
    if core is None or shutil.which("taskset") is None:
        return list(command)
    return ["taskset", "-c", str(core), *command]


def result_of(
    module: str,
    newsroom: Newsroom,
    *arguments: object,
    core: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> Any:
    """Run `python -m module` in the newsroom; what it printed last, as JSON. Its other output goes to the terminal.

    Raises subprocess.CalledProcessError when it fails.
    """
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(
        pinned(command, core),
        env=dict(environment or newsroom.environment()),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    *lines, last = done.stdout.strip().splitlines()
    for line in lines:
        print(line, flush=True)
    return json.loads(last)


def hand_back(result: Any) -> None:
    """What a program run by `result_of` ends with."""
    print(json.dumps(result), flush=True)
