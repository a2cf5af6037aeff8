"""A child process: started by fork, so that it shares the program its parent has loaded, and never left behind."""

import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from dateline.ops.serving_signals import forget_signals

_PR_SET_PDEATHSIG = 1
_FIRST_PAUSE_SECONDS = 0.5
_LONGEST_PAUSE_SECONDS = 30.0
# A child that lived this long was well; its next death is a new misfortune, not the same one again.
_GOOD_LIFE_SECONDS = 60.0


@dataclass(slots=True)
class Child:
    """One process that is to run always. run: returns or raises only when it ends."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    started_at: float = 0.0
    start_not_before: float = 0.0
    pause_seconds: float = _FIRST_PAUSE_SECONDS

    def start(self) -> None:
        """Fork. The child is in a process group of its own: Ctrl-C reaches the parent only, which then ends all."""
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(_life(self.run, parent))
        self.started_at = time.monotonic()

    def is_due(self) -> bool:
        """Whether it is dead and has been mourned long enough."""
        return self.pid == 0 and time.monotonic() >= self.start_not_before

    def died(self) -> float:
        """Note its death; gives the seconds until the next start: twice as long after each early death."""
        if time.monotonic() - self.started_at > _GOOD_LIFE_SECONDS:
            self.pause_seconds = _FIRST_PAUSE_SECONDS
        pause = self.pause_seconds
        self.pid = 0
        self.start_not_before = time.monotonic() + pause
        self.pause_seconds = min(pause * 2, _LONGEST_PAUSE_SECONDS)
        return pause

    def send(self, signal_number: signal.Signals) -> None:
        """Send a signal to the process, or to its whole group if it is SIGKILL: then nobody else ends its children."""
        if self.pid:
            try:
                if signal_number == signal.SIGKILL:
                    os.killpg(self.pid, signal_number)
                else:
                    os.kill(self.pid, signal_number)
            except ProcessLookupError:
                return


def _life(run: Callable[[], None], parent: int) -> int:
    """Everything a child does; gives its exit code."""
    try:
        os.setpgid(0, 0)
        forget_signals()
        die_with_parent(signal.SIGTERM)
        if os.getppid() != parent:
            return 1
        run()
    except KeyboardInterrupt:
        return 0
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else 1
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def die_with_parent(signal_number: signal.Signals) -> None:
    """Have the kernel send this process a signal when its parent dies, however that happens. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal_number))
