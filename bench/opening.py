"""Opens the comments on one story of this process' newsroom, however old: `python -m bench.opening 994`."""

import sys

import bench.inside  # noqa: F401 - makes Django ready
from bench.running import hand_back
from dateline.comments.models import Discussion

if __name__ == "__main__":
    Discussion.objects.update_or_create(number=int(sys.argv[1]), defaults={"openness": Discussion.Openness.OPEN})
    hand_back([])
