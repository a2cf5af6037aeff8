"""`dateline comments`."""

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time

from dateline.archive.pipeline import as_lines
from dateline.comments.actions.learning import TIME_LIMIT_SECONDS
from dateline.comments.actions.rights import erase_comments
from dateline.comments.queries.export import exported_comments
from dateline.comments.queries.own import ids_of_email
from dateline.comments.spam.model import LEAST_DECISIONS, LEAST_OF_EACH_KIND
from dateline.ops.comments_file import read_comments, write_comments
from dateline.ops.terminal import complain, progress, say

DESCRIPTION = """\
Readers' comments: take them out, bring them in, erase them, learn from what was decided.

  dateline comments export comments.jsonl --since 2026-11-01
  dateline comments export - --story 318621 --with-personal-data
  dateline comments import comments.jsonl
  dateline comments erase --email reader@example.org --reason "asked by letter"
  dateline comments train                        (the worker does this by itself)

The file is JSON Lines, one comment a line, in UTF-8; docs/comments.md names its fields. Importing a file again changes
nothing. What is erased is gone for good: text, name, e-mail address and the hash of the network address."""

_NICE = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked for."""
    parser.description = DESCRIPTION
    what = parser.add_subparsers(dest="what", metavar="what", required=True)
    out = what.add_parser("export", help="write comments to a file, or to standard output for -")
    out.add_argument("file", metavar="FILE")
    out.add_argument("--story", type=int, metavar="N", help="only those on the story of this number")
    out.add_argument("--since", type=_day, metavar="DATE", help="only those from this day (GMT) on: 2026-11-22")
    out.add_argument("--with-personal-data", action="store_true", help="with e-mail addresses, as far as they are kept")
    into = what.add_parser("import", help="bring in comments from a file, or from standard input for -")
    into.add_argument("file", metavar="FILE")
    erase = what.add_parser("erase", help="erase comments for good")
    whose = erase.add_mutually_exclusive_group(required=True)
    whose.add_argument("--email", metavar="ADDRESS", help="all that were sent with this address and still have it")
    whose.add_argument("--comment", type=int, metavar="ID", help="one comment")
    erase.add_argument("--reason", default="", help="why, for the log; at most 500 characters")
    erase.add_argument("--yes", action="store_true", help="don't ask whether I am sure")
    what.add_parser("train", help="train the spam model on the newest decisions")


def run(options: argparse.Namespace) -> int:
    """Do it, or say why not."""
    try:
        return _COMMANDS[options.what](options)
    except OSError as fault:
        if isinstance(fault, BrokenPipeError):
            raise
        complain(f"{options.file}: {(fault.strerror or 'it can’t be used').lower()}")
        return 1


def _export(options: argparse.Namespace) -> int:
    drafts = exported_comments(number=options.story, since=options.since)
    count = write_comments(drafts, options.file, with_personal_data=options.with_personal_data)
    # Standard output may be the file itself.
    (complain if options.file == "-" else say)(f"{count:,} comments exported.")
    return 0


def _import(options: argparse.Namespace) -> int:
    with progress("Importing comments") as report:
        result = read_comments(options.file, progress=report)
    for line in as_lines(result):
        say(line)
    return 1 if result.refused else 0


def _erase(options: argparse.Namespace) -> int:
    ids = [options.comment] if options.comment is not None else ids_of_email(options.email)
    if not ids:
        complain("There are no comments with this address; after 30 days addresses are dropped.")
        return 1
    if not options.yes and not _is_sure(len(ids)):
        complain("Nothing was erased.")
        return 1
    count = erase_comments(ids, reason=options.reason)
    say(f"{count:,} {'comment' if count == 1 else 'comments'} erased.")
    return 0 if count else 1


def _is_sure(count: int) -> bool:
    if not sys.stdin.isatty():
        complain("Erasing can't be undone, and there is nobody to ask: say --yes.")
        return False
    say(f"Erase {count:,} {'comment' if count == 1 else 'comments'} for good? Type yes.")
    return sys.stdin.readline().strip().lower() == "yes"


def _train(options: argparse.Namespace) -> int:
    # Whoever started this may be gone before it ends: it keeps its limits by itself.
    os.nice(_NICE)
    signal.alarm(TIME_LIMIT_SECONDS)
    # Loaded here and not above: nothing but this may load scikit-learn.
    model = importlib.import_module("dateline.comments.actions.training").learn()
    if model is None:
        least = f"{LEAST_DECISIONS} decisions, {LEAST_OF_EACH_KIND} of each kind"
        say(f"There is too little to learn from: it takes {least}.")
        return 0
    say(f"A spam model was trained on {model.trained_on:,} decisions, {model.rejected:,} of them rejections.")
    return 0


def _day(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time(), tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-11-22") from None


_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "export": _export,
    "import": _import,
    "erase": _erase,
    "train": _train,
}
