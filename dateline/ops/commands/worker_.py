"""`dateline worker`."""

import argparse

from dateline.ops.terminal import say
from dateline.ops.worker import run_worker

DESCRIPTION = """\
Do only what happens in the background: publish scheduled stories at their minute, take down what has expired, and
let the followers of the record catch up. `dateline up` does this too; run it alone on a machine of its own, or
beside web servers that only serve. Several may run at once. Ctrl-C ends it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to ask for."""
    parser.description = DESCRIPTION


def run(options: argparse.Namespace) -> int:
    """Work until asked to stop."""
    say("The worker is at work. Ctrl-C ends it.")
    run_worker()
    return 0
