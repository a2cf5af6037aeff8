"""trafilatura and what comes with it cost memory: only importers load them."""

import subprocess
import sys

HEAVY = {"trafilatura", "justext", "dateline.archive.savedpage"}


def test_web_process_does_not_load_the_importers() -> None:
    program = "import sys, dateline.config.wsgi; print(*sys.modules, sep='\\n')"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert "dateline.archive.apps" in loaded
    assert HEAVY & set(loaded) == set()
