"""How long something takes, on a machine that has other things to do."""

import sys
import time
from collections.abc import Callable


def seconds_for(act: Callable[[], object], *, tries: int = 5) -> float:
    """The shortest of a few tries, in seconds of this thread's own work.

    Other programs and the tracing of coverage can only make a try longer, so they are left out as far as they can be.
    """
    took = []
    tracer = sys.gettrace()
    sys.settrace(None)
    try:
        for _ in range(tries):
            began = time.thread_time()
            act()
            took.append(time.thread_time() - began)
    finally:
        sys.settrace(tracer)
    return min(took)
