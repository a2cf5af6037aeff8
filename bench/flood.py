"""What a flood of comments costs readers: how long a story's page takes, quiet and under a flood, in turns."""

import re
import statistics
import subprocess
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from bench.fetching import HOST, story_paths, text_of
from bench.figures import AtMost, Figure
from bench.places import WORK, Newsroom
from bench.running import client_core, pinned, result_of, server_core
from bench.servers import paper_up

_ROUNDS, _ROUND_SECONDS = 5, 3
# The flood is under way when readers begin to ask, and goes on until they have done.
_HEAD_START_SECONDS, _FLOOD_SECONDS = 0.5, _ROUND_SECONDS + 2
_GROUP = "a story under a flood of comments"
_HOW = ((50, "median"), (95, "95 %"), (99, "99 %"))
_TARGET = AtMost(1.5)


@dataclass(frozen=True, slots=True)
class Flood:
    """Who floods. addresses: how many it claims to have, 0 for its own; pictures: whether every third asks for one."""

    name: str
    connections: int
    addresses: int
    pictures: bool


_FLOODS = (
    Flood("one address", connections=8, addresses=0, pictures=False),
    Flood("10,000 addresses", connections=256, addresses=10_000, pictures=True),
)


def figures(newsroom: Newsroom) -> list[Figure]:
    """Milliseconds a reader waits, and how many times longer during each flood.

    The flood comes from wrk on the readers' core; the paper is bound to another. 127.0.0.1 is named as a proxy, so that
    one machine can claim to be ten thousand.
    """
    waits: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    speeds: dict[str, list[float]] = defaultdict(list)
    settings = {"DATELINE_TRUSTED_PROXIES": HOST}
    with paper_up(newsroom, core=server_core(), settings=settings) as paper, TemporaryDirectory(dir=WORK) as name:
        path = story_paths(text_of(paper.port, "/"))[5]
        number = int(path.split("/")[2])
        result_of("bench.opening", newsroom, number)
        scripts = {flood: _script(Path(name), flood, number=number) for flood in _FLOODS}

        def read(state: str) -> None:
            found = result_of("bench.latency", newsroom, paper.port, path, _ROUND_SECONDS, core=client_core())
            for way, milliseconds in found.items():
                for percent, _text in _HOW:
                    waits[state, way, percent].append(_percentile(milliseconds, percent))

        read("warming up")
        for _ in range(_ROUNDS):
            for flood, script in scripts.items():
                read("quiet")
                process = _started(flood, script, paper.port)
                time.sleep(_HEAD_START_SECONDS)
                read(flood.name)
                speeds[flood.name].append(_speed(process))
    medians = {of: statistics.median(values) for of, values in waits.items()}
    return [
        *(Figure(_GROUP, f"quiet, {text}", medians["quiet", "kept", percent], "ms") for percent, text in _HOW),
        *(line for flood in _FLOODS for line in _lines(flood, medians, statistics.median(speeds[flood.name]))),
    ]


def _lines(flood: Flood, medians: dict[tuple[str, str, int], float], speed: float) -> list[Figure]:
    def ratio(way: str, percent: int) -> float:
        return medians[flood.name, way, percent] / medians["quiet", way, percent]

    note = f"{speed:,.0f} of its requests answered a second"
    return [
        Figure(_GROUP, f"{flood.name}: median, times quiet", ratio("kept", 50), "", _TARGET, note),
        Figure(_GROUP, f"{flood.name}: median over new connections, times quiet", ratio("fresh", 50), "", _TARGET),
        *(
            Figure(_GROUP, f"{flood.name}: {text}, times quiet", ratio("kept", percent), "")
            for percent, text in _HOW[1:]
        ),
    ]


def _percentile(values: Sequence[float], percent: int) -> float:
    return sorted(values)[len(values) * percent // 100]


def _started(flood: Flood, script: Path, port: int) -> "subprocess.Popen[str]":
    command = [
        "wrk",
        "-t1",
        f"-c{flood.connections}",
        f"-d{_FLOOD_SECONDS}s",
        *("-s", str(script)),
        f"http://{HOST}:{port}",
    ]
    return subprocess.Popen(pinned(command, client_core()), stdout=subprocess.PIPE, text=True)


def _speed(process: "subprocess.Popen[str]") -> float:
    """Requests a second that were answered, whatever the answer. Raises RuntimeError when wrk says nothing of them."""
    report, _errors = process.communicate(timeout=_FLOOD_SECONDS * 4)
    found = re.search(r"Requests/sec:\s+([0-9.]+)", report)
    if found is None:
        raise RuntimeError(f"wrk said nothing of requests: {report}")
    return float(found[1])


def _script(folder: Path, flood: Flood, *, number: int) -> Path:
    """What wrk is to send: all requests made beforehand, so that sending them costs the readers' core little."""
    form = urlencode(
        {
            "name": "Tomas Reed",
            "email": "",
            "text": "The ferry was late again, and nobody at the quay could say why. " * 8,
            "answers": "",
            "key": "K7PXQM",
            "website": "",
            "altcha": "",
            "do": "send",
        }
    )
    file = folder / f"flood-{flood.connections}.lua"
    file.write_text(
        f"""\
local requests, at = {{}}, 0
function init(args)
  for n = 1, {max(flood.addresses, 3)} do
    local headers = {{ ["Host"] = "{HOST}" }}
    if {str(flood.addresses > 0).lower()} then
      headers["X-Forwarded-For"] = "10.0." .. math.floor(n / 250) .. "." .. (n % 250 + 1)
    end
    if {str(flood.pictures).lower()} and n % 3 == 0 then
      requests[n] = wrk.format("GET", "/captcha/key.png?story={number}", headers)
    else
      headers["Content-Type"] = "application/x-www-form-urlencoded"
      headers["Origin"] = "http://{HOST}"
      headers["Sec-Fetch-Site"] = "same-origin"
      requests[n] = wrk.format("POST", "/comments/{number}/", headers, "{form}")
    end
  end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
""",
        encoding="utf-8",
    )
    return file
