"""What a process that serves pages has in its memory."""

import subprocess
import sys
from pathlib import Path

from tests.ops.commanding import environment_of

# OpenCV comes with the bench's solver only. Where it is installed, Wagtail's picture library loads it, and it numpy.
PROGRAM = """
import sys
sys.modules["cv2"] = None
import dateline.config.wsgi
from django.urls import get_resolver
assert get_resolver().url_patterns
loaded = {name.partition(".")[0] for name in sys.modules}
assert "django" in loaded
print(*sorted(loaded & {"sklearn", "scipy", "numpy", "redis"}))
"""


def test_nothing_is_loaded_that_only_training_or_several_machines_need(tmp_path: Path) -> None:
    environment = environment_of(tmp_path) | {"DJANGO_SETTINGS_MODULE": "dateline.config.settings"}

    answer = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert (answer.stdout.strip(), answer.returncode) == ("", 0), answer.stderr
