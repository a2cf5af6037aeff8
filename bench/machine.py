"""What figures depend on besides the program: the machine, without its name."""

import os
import platform
from datetime import UTC, datetime

from pysqlite3 import dbapi2 as sqlite3

from dateline import __version__


def facts() -> dict[str, str | int | float]:
    """Cores, processor, memory, versions, the day; and how busy the machine was with other things."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d"),
        "dateline": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
        "processor": platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(memory / 1e9, 1),
        "load_before": round(os.getloadavg()[0], 1),
    }
