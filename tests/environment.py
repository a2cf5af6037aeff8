"""A pytest plugin, loaded before anything else: every run gets a newsroom folder of its own, gone afterwards."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="dateline-test-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["DATELINE_HOME"] = str(HOME)
os.environ["DATELINE_NAME"] = "The Harbour Courier"
os.environ.pop("DATELINE_NODE_DIR", None)
