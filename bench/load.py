"""Load on a server: as many GETs of one page as it answers, from one core."""

import re
import shutil
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.fetching import BROWSERS_CODINGS, HOST
from bench.running import client_core, pinned

_CONNECTIONS = 32
_ROUND_SECONDS = 3
_ROUNDS = 5
_WARM_UP_SECONDS = 1

HAS_LOAD = shutil.which("wrk") is not None


@dataclass(frozen=True, slots=True)
class Target:
    """One page of one server. accept: the Accept-Encoding to send, "" for none."""

    port: int
    path: str
    accept: str = BROWSERS_CODINGS


def side_by_side(targets: Mapping[str, Target]) -> dict[str, float]:
    """The median requests per second of each target, all measured in turns: A B A B A B.

    A machine that others use too is slow now and then: in turns it is slow for everybody.
    Raises RuntimeError when anything but the page is answered.
    """
    for target in targets.values():
        requests_per_second(target, seconds=_WARM_UP_SECONDS)
    rounds = [
        {name: requests_per_second(target, seconds=_ROUND_SECONDS) for name, target in targets.items()}
        for _ in range(_ROUNDS)
    ]
    return {name: statistics.median(one[name] for one in rounds) for name in targets}


def requests_per_second(target: Target, *, seconds: int) -> float:
    """One round of wrk."""
    headers: Sequence[str] = ["-H", f"Accept-Encoding: {target.accept}"] if target.accept else []
    command = [
        "wrk",
        "-t1",
        f"-c{_CONNECTIONS}",
        f"-d{seconds}s",
        *headers,
        f"http://{HOST}:{target.port}{target.path}",
    ]
    report = subprocess.run(pinned(command, client_core()), check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in report or "Socket errors" in report:
        raise RuntimeError(f"The load on {target.path} met errors: {report}")
    found = re.search(r"Requests/sec:\s+([0-9.]+)", report)
    if found is None:
        raise RuntimeError(f"wrk said nothing of requests: {report}")
    return float(found[1])
