"""`dateline doctor`."""

import argparse

from dateline.ops.checkup import findings
from dateline.ops.terminal import say

DESCRIPTION = """\
Look over the installation: versions, secrets, disk, mail, database, record, worker, followers, tasks, comments. One
line each, with what to do where something is wrong. Exit code 1 when anything is."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to ask for."""
    parser.description = DESCRIPTION


def run(options: argparse.Namespace) -> int:
    """Look, and say."""
    is_well = True
    for finding in findings():
        is_well = is_well and finding.is_well
        say(f"{'ok ' if finding.is_well else 'BAD'}  {finding.line}")
    say("All is well." if is_well else "Something is wrong: see the lines marked BAD.")
    return 0 if is_well else 1
