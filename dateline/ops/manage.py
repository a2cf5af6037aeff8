"""Django's own commands, for developers: `python -m dateline.ops.manage makemigrations`."""

import os
import sys

from django.core.management import execute_from_command_line

from dateline.base.sqlite.creating import allow_creating


def manage() -> None:
    """Run one Django management command with the arguments of this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")
    allow_creating()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    manage()
