"""The project's own settings, for a newsroom of each test run's own, gone afterwards."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

HOME_OF_THE_RUN = Path(tempfile.mkdtemp(prefix="dateline-test-"))
atexit.register(shutil.rmtree, HOME_OF_THE_RUN, ignore_errors=True)
os.environ["DATELINE_HOME"] = str(HOME_OF_THE_RUN)
os.environ["DATELINE_NAME"] = "The Harbour Courier"
os.environ.pop("DATELINE_NODE_DIR", None)

from dateline.base.sqlite.creating import allow_creating  # noqa: E402
from dateline.config.settings import *  # noqa: E402, F403

# A password is hashed for each user a test makes; strength is not what they test.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "dateline.base.sqlite":  # noqa: F405
    # A file, as in life, and not SQLite's memory: with the write-ahead log, the queue of writers and all.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME_OF_THE_RUN / "suite.sqlite3")}  # noqa: F405
    allow_creating()
