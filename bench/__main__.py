"""`python -m bench`: all measures, a table, bench/results.json."""

import argparse
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import flood, memory, moderation, serving, sizes, solver, starting, visibility
from bench.archive import NoRoom, build_facts, made
from bench.figures import AtMost, Figure
from bench.load import HAS_LOAD
from bench.machine import facts
from bench.places import WORK, Newsroom
from bench.report import RESULTS, show, write
from bench.running import result_of, server_core
from bench.servers import NGINX
from dateline.ops.terminal import complain, say

SIZES, SMALL_SIZES = (1_000, 318_621), (1_000, 10_000)

Measure = Callable[[], list[Figure]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 0 when every measure could be taken, whatever the figures, 1 when one broke down.

    Only a full run writes the results: half a table would pass for a whole one.
    """
    options = _asked(arguments)
    machine = facts()
    try:
        small, large = (made(stories) for stories in (SMALL_SIZES if options.small else SIZES))
    except NoRoom as reason:
        complain(str(reason))
        return 1
    measures = _measures(small, large)
    figures: list[Figure] = []
    failed: list[str] = []
    for name in options.only or measures:
        say(f"Measuring: {name} ...")
        try:
            figures += measures[name]()
        except Exception:
            traceback.print_exc()
            failed.append(name)
    show(figures)
    if not options.only:
        write(figures, machine=machine, failed=failed, file=RESULTS)
    return 1 if failed else 0


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the speed and size of the paper.")
    parser.add_argument(
        "--small", action="store_true", help=f"archives of {SMALL_SIZES[0]:,} and {SMALL_SIZES[1]:,} stories: quicker"
    )
    parser.add_argument("only", nargs="*", metavar="measure", help=f"only these: {', '.join(_NAMES)}")
    options = parser.parse_args(arguments)
    unknown = set(options.only) - set(_NAMES)
    if unknown:
        parser.error(f"there is no measure {' or '.join(sorted(unknown))}; there are {', '.join(_NAMES)}")
    return options


_NAMES = (
    "press",
    "proxy",
    "flood",
    "render",
    "visible",
    "memory",
    "start",
    "size",
    "archive",
    "record",
    "solver",
    "moderation",
)


def _measures(small: Newsroom, large: Newsroom) -> dict[str, Measure]:
    """Every measure by its name, in the order they are taken: the quiet ones last."""
    both = (small, large)
    return {
        "press": lambda: _under_load(lambda: serving.press_figures(small, large)),
        "proxy": lambda: _under_load(lambda: serving.proxy_figures(large)),
        "flood": lambda: _under_load(lambda: flood.figures(small)),
        "render": lambda: [figure for newsroom in both for figure in _render(newsroom)],
        "visible": lambda: visibility.figures(large),
        "memory": lambda: memory.figures(large),
        "start": lambda: starting.figures(large),
        "size": lambda: sizes.figures(large),
        "archive": lambda: [figure for newsroom in both for figure in _archive(newsroom)],
        "record": lambda: [figure for newsroom in both for figure in _record(newsroom)],
        "solver": _solver,
        "moderation": lambda: moderation.figures(small),
    }


def _under_load(measure: Measure) -> list[Figure]:
    missing = [name for name, is_there in (("wrk", HAS_LOAD), ("nginx", NGINX)) if not is_there]
    if missing:
        say(f"  left out: {' and '.join(missing)} is not installed here")
        return []
    return measure()


def _render(newsroom: Newsroom) -> list[Figure]:
    with TemporaryDirectory(dir=WORK) as node:
        environment = newsroom.environment(node=Path(node))
        cost = result_of("bench.rendering", newsroom, core=server_core(), environment=environment)
    of = f"{newsroom.stories:,} stories"
    targets = {"story": AtMost(4), "front": AtMost(8)}
    return [
        figure
        for page, target in targets.items()
        for figure in (
            Figure("CPU of an uncached page", f"{page}, {of}", cost[f"{page}_ms"], "ms", target),
            Figure("CPU of an uncached page", f"{page} without compression", cost[f"{page}_uncompressed_ms"], "ms"),
        )
    ]


def _archive(newsroom: Newsroom) -> list[Figure]:
    built = build_facts(newsroom)
    group, of = "import of an archive", f"{newsroom.stories:,} stories"
    return [
        Figure(group, f"{of}, when it was made", built["stories_per_second"], "stories/s"),
        Figure(group, f"{of}, database", built["bytes"] / 1e6, "MB"),
    ]


def _record(newsroom: Newsroom) -> list[Figure]:
    figures = result_of("bench.recording", newsroom)
    of = f"{newsroom.stories:,} stories"
    return [
        Figure("record", f"append, without the disk's answer, {of}", figures["append_ms"], "ms"),
        Figure("record", f"verify everything, {of}", figures["verify_s"], "s"),
    ]


def _solver() -> list[Figure]:
    if not solver.HAS_SOLVER:
        say("  left out: ddddocr is not installed here; pip install -r requirements-solver.lock brings it")
        return []
    return solver.figures()


if __name__ == "__main__":
    sys.exit(main())
