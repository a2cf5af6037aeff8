"""`dateline init`."""

import argparse

from django.conf import settings

from dateline.ops.sample_newsroom import fill_with_sample
from dateline.ops.setting_up import FIRST_LOGIN, first_login, remember_that_it_is_set_up, set_up
from dateline.ops.terminal import progress, say

DESCRIPTION = """\
Set up a newsroom in the folder named by DATELINE_HOME (or ./newsroom): the database, the keys and the first login
of the desk. Its password is shown once; only a hash of it is kept. Doing it again changes nothing that is there,
and brings the database up to date after an upgrade."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked for."""
    parser.description = DESCRIPTION
    parser.add_argument(
        "--sample", action="store_true", help="fill it with the invented sample paper, to try things out"
    )


def run(options: argparse.Namespace) -> int:
    """Set up, and say what was made."""
    say(f"Setting up the newsroom in {settings.HOME} ...")
    set_up()
    password = first_login()
    if password is not None:
        say(f"The desk's first login, shown this once:  {FIRST_LOGIN}  {password}")
    else:
        say("The newsroom has its logins already; nothing was changed there.")
    if options.sample:
        with progress("Importing the sample paper") as report:
            say(fill_with_sample(report))
    remember_that_it_is_set_up()
    return 0
