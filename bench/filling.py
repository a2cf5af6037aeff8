"""Fills this process' newsroom with invented stories: `python -m bench.filling 1000`; the speed comes back as JSON."""

import sys
import time

import bench.inside  # noqa: F401 - makes Django ready
from bench.invented import story
from bench.running import hand_back
from dateline.base.sqlite.checkpoint import checkpoint_wal
from dateline.ops.setting_up import set_up
from dateline.ops.terminal import progress
from dateline.stories.actions.batch import publish_batch

BATCH_STORIES = 500


def fill(stories: int) -> float:
    """Publish stories 1 to `stories`; gives the stories per second, making the drafts included.

    Raises RuntimeError when one is refused.
    """
    began = time.monotonic()
    with progress(f"Making an archive of {stories:,} stories") as report:
        for first in range(1, stories + 1, BATCH_STORIES):
            last = min(first + BATCH_STORIES - 1, stories)
            outcomes = publish_batch([story(number, of=stories) for number in range(first, last + 1)], actor="bench")
            if any(outcome.kind != "imported" for outcome in outcomes):
                raise RuntimeError(f"A story from {first} to {last} was refused")
            # As the worker does beside an import; else the log grows.
            checkpoint_wal()
            report(last, stories)
    return stories / (time.monotonic() - began)


if __name__ == "__main__":
    set_up()
    hand_back(fill(int(sys.argv[1])))
