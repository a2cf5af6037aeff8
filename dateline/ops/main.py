"""The `dateline` command."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType

import django

from dateline import __version__

# Each command's module is loaded when it is asked for: an import of saved pages needs libraries a web server must not
# carry in memory.
COMMANDS = {
    "init": "set up a newsroom: database, keys and the first desk login",
    "up": "start the paper and the desk, and keep them running until Ctrl-C",
    "worker": "do only what happens in the background: scheduled stories, followers",
    "import": "bring in stories from elsewhere, such as saved pages",
    "act": "correct, update, retract or kill a published story by its number",
    "comments": "take readers' comments out, bring them in, erase them",
    "verify": "recompute every hash of the public record and say whether anything was changed",
    "doctor": "look over the installation and say what is wrong",
}

_DESCRIPTION = "The software of an online newspaper: numbered stories, and a public record that can't be rewritten."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code comes back: 0 when all went well, 1 when it did not, 2 for a wrong call."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = next((word for word in words if word in COMMANDS), None)
    parser, subparsers = _parser()
    if name is None:
        parser.parse_args(words)
        parser.print_help()
        return 2
    command = _load(name)
    command.add_arguments(subparsers[name])
    options = parser.parse_args(words)
    try:
        return int(command.run(options))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output (`| head`) has gone; nothing is wrong, and there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _parser() -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    parser = argparse.ArgumentParser(prog="dateline", description=_DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"Dateline {__version__}")
    group = parser.add_subparsers(dest="command", metavar="command", title="commands")
    formatter = argparse.RawDescriptionHelpFormatter
    return parser, {
        name: group.add_parser(name, help=summary, formatter_class=formatter) for name, summary in COMMANDS.items()
    }


def _load(name: str) -> ModuleType:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
    django.setup()
    return importlib.import_module(f"dateline.ops.commands.{name}_")


if __name__ == "__main__":
    sys.exit(main())
