"""What readers write, comments and the keys that go with them: how much of it one process takes on.

The exact limits, which hold for the whole paper, are counted in the database by the program behind (comments/phases).
These here protect the machine: whoever is turned away has cost no database and no template, only microseconds.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

from dateline.base.buckets import Buckets
from dateline.lib.addresses import neighbourhood
from dateline.press.asking import Environ
from dateline.press.lanes import Allowance, Crew
from dateline.press.refusals import FLOODS_PAUSE_SECONDS, Refused, crowded

T = TypeVar("T")

# A person writes a few comments and looks at a few pictures; a school or an office behind one address a few more.
VISITORS_BURST = 20
VISITORS_PER_SECOND = 1.0
# Every reader who comes to the form asks for a picture, few send something.
_COST_OF_LOOKING = 0.25
# Of one core, and what may be used at once after a rest. Processor time and not a number of requests: a picture costs
# ten times what a refused comment does, and readers wait for the processor, not for a number. With a quarter and a
# whole second, two processes on one core made the median page wait two to forty times as long; with these, hardly.
PROCESSOR_SHARE = 0.15
PROCESSOR_BURST_SECONDS = 0.2
# So never more than thirty a second, however little each costs in its own thread; what is around it costs, too.
PROCESSOR_LEAST_SECONDS = 0.005
# Of these, two at once: while one waits for the disk, the other may think.
_THREADS, _LINE = 2, 8
WRITING_AT_ONCE = _THREADS + _LINE


class Writing:
    """The lane of one process for what readers write. Thread-safe."""

    def __init__(self, prefixes: Sequence[str]) -> None:
        self._prefixes = tuple(prefixes)
        self._visitors = Buckets(per_second=VISITORS_PER_SECOND, burst=VISITORS_BURST)
        self._allowance = Allowance(
            share=PROCESSOR_SHARE, burst_seconds=PROCESSOR_BURST_SECONDS, least_seconds=PROCESSOR_LEAST_SECONDS
        )
        self._crew = Crew("press-writing", threads=_THREADS, line=_LINE)

    def is_asked(self, environ: Environ) -> bool:
        """Whether this request belongs here."""
        path: str = environ["PATH_INFO"]
        return path.startswith(self._prefixes)

    def admit(self, environ: Environ, address: str) -> None:
        """Raise Refused, 429 or 503, when this visitor or all of them together ask for more than there is."""
        cost = _COST_OF_LOOKING if environ["REQUEST_METHOD"] in {"GET", "HEAD"} else 1.0
        if not self._visitors.take(neighbourhood(address), cost=cost):
            raise Refused(
                429,
                "Too much came from your address just now. Please wait ten seconds and try again.",
                retry_after_seconds=10,
                pause_seconds=FLOODS_PAUSE_SECONDS,
            )
        if self._allowance.is_spent() or self._crew.is_full():
            raise crowded()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Do the work on this lane. Raises Refused (503) when its line is full."""
        try:
            return self._crew.submit(lambda: self._allowance.spend(work))
        except Refused:
            raise crowded() from None
