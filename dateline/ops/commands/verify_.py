"""`dateline verify`."""

import argparse

from dateline.ops.terminal import complain, progress, say
from dateline.record.verify import verify

DESCRIPTION = """\
Recompute every hash of the public record from the database and compare. A single changed byte in a published text,
a missing, swapped or altered entry is found, and the first entry that does not fit is named. Exit code 1 then."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to ask for."""
    parser.description = DESCRIPTION


def run(options: argparse.Namespace) -> int:
    """Verify, and say what was found."""
    with progress("Verifying") as report:
        result = verify(report)
    for problem in result.problems:
        complain(str(problem))
    if result.problems:
        complain("The record does NOT verify. The first line names the first entry that does not fit.")
        return 1
    say(f"The record verifies: {result.entries} entries, {result.versions} versions, root {result.root}.")
    return 0
