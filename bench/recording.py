"""The record alone: appending one entry, and recomputing everything. `python -m bench.recording` in a newsroom."""

import statistics
import time

from django.db import transaction
from django.utils.timezone import now

import bench.inside  # noqa: F401 - makes Django ready
from bench.running import hand_back
from dateline.ops.terminal import progress
from dateline.record.actions import NewEntry, append, lock_head
from dateline.record.models import Act
from dateline.record.verify import verify

_APPENDS = 200


def append_milliseconds() -> float:
    """The median of 200 appends, each in a transaction that is rolled back: everything but the disk's confirmation."""
    times = []
    for _ in range(_APPENDS):
        began = time.perf_counter()
        with transaction.atomic():
            head = lock_head()
            number = head.highest_number
            append(
                head,
                [
                    NewEntry(
                        number=number,
                        version=1,
                        act=Act.CLARIFY,
                        at=now(),
                        note="A sentence was clarified.",
                        keys=(f"story:{number}", "front"),
                        content=None,
                    )
                ],
            )
            times.append(time.perf_counter() - began)
            transaction.set_rollback(True)
    return statistics.median(times) * 1000


def verify_seconds() -> float:
    """One `verify` of the whole record. Raises RuntimeError when it finds anything wrong."""
    began = time.monotonic()
    with progress("Verifying the record") as report:
        found = verify(report)
    if found.problems:
        raise RuntimeError(f"The record of the archive is broken: {found.problems[0]}")
    return time.monotonic() - began


if __name__ == "__main__":
    hand_back({"append_ms": append_milliseconds(), "verify_s": verify_seconds()})
