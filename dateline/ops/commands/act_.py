"""`dateline act`."""

import argparse

from dateline.lib.gmt import stamp
from dateline.ops.terminal import complain, say
from dateline.record.errors import RecordError
from dateline.record.models import Act
from dateline.stories.actions.amending import amend
from dateline.stories.errors import StoryError

DESCRIPTION = """\
Perform an act on a published story, by its number. The note is what readers will see.

  dateline act 318621 correct --note "The meeting was on Thursday." --replace Wednesday Thursday
  dateline act 318621 update --note "Adds the ministry's answer."      (publishes the desk's latest draft)
  dateline act 318621 retract --note "The source has withdrawn the claim."
  dateline act 318621 kill --note "Removed by court order." --legal-authority "the District Court of Vell"
  dateline act 318621 restore --note "The order was lifted."

A retracted story stays readable under its notice. A killed one answers with the notice only; its text is sealed,
and a restore brings it back."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what can be asked for."""
    parser.description = DESCRIPTION
    parser.add_argument("number", type=int, help="the story's number (News ID)")
    parser.add_argument("act", choices=[act.value for act in Act if act != Act.PUBLISH])
    parser.add_argument("--note", required=True, help="what readers are told, in a sentence")
    parser.add_argument(
        "--replace",
        nargs=2,
        action="append",
        default=[],
        metavar=("OLD", "NEW"),
        help="text to replace; the old text must occur exactly once",
    )
    parser.add_argument("--legal-authority", default="", help="with kill: who demanded it, answered as 451")


def run(options: argparse.Namespace) -> int:
    """Perform it, or say why not."""
    try:
        entry = amend(
            options.number,
            Act(options.act),
            note=options.note,
            replacements=[(old, new) for old, new in options.replace],
            legal_authority=options.legal_authority,
        )
    except (StoryError, RecordError) as reason:
        complain(f"Nothing was changed. {reason}")
        return 1
    what = f"Story {entry.number}: {entry.act}, version {entry.version}, {stamp(entry.at)}"
    say(f"{what}; entry {entry.seq} of the record.")
    return 0
