"""`dateline import`."""

import argparse
from pathlib import Path

from dateline.archive.importing import import_pages
from dateline.archive.pipeline import as_lines
from dateline.ops.terminal import progress, say

DESCRIPTION = """\
Bring in saved pages of a newspaper: plain text or HTML, single files or whole folders. Number, time, headline,
paragraphs, section and credited outlets are found; menus and other trimmings are left out. A page that is here
already is left as it is; one that can't be read is refused by name, and the rest goes on. The last lines say how
many were read, imported, unchanged and refused."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked for."""
    parser.description = DESCRIPTION
    formats = parser.add_subparsers(dest="format", metavar="format", required=True)
    page = formats.add_parser("page", help="saved pages, as text or HTML", description=DESCRIPTION)
    page.add_argument("sources", nargs="+", type=Path, metavar="FILE", help="a saved page, or a folder of them")


def run(options: argparse.Namespace) -> int:
    """Import, and reconcile. 1 when something was refused."""
    with progress("Reading pages") as report:
        result = import_pages(options.sources, actor="dateline import", progress=report)
    for line in as_lines(result):
        say(line)
    return 1 if result.refused else 0
