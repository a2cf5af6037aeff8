"""Performs acts told on standard input, in a newsroom: `python -m bench.acting`.

Says `[]` when it is ready. Each line it is told is a JSON list, story number and new headline; each answer is one too:
the monotonic clock before the call of the act and after it.
"""

import json
import sys
import time

import bench.inside  # noqa: F401 - makes Django ready
from dateline.record.models import Act
from dateline.stories.actions.amending import amend
from dateline.stories.models import Story


def act(number: int, headline: str) -> tuple[float, float]:
    """Correct the story's headline; when that began and ended."""
    old = Story.objects.values_list("headline", flat=True).get(number=number)
    began = time.monotonic()
    amend(number, Act.CORRECT, note="The headline was wrong.", replacements=[(old, headline)])
    return began, time.monotonic()


if __name__ == "__main__":
    print("[]", flush=True)
    for line in sys.stdin:
        print(json.dumps(act(*json.loads(line))), flush=True)
