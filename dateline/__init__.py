"""Dateline: the software of an online newspaper.

Importing the package puts a repaired SQLite in the place of the standard library's before Django looks for it:
SQLite older than 3.51.3 can corrupt a database when two connections reset its write-ahead log at the same moment
(Source: sqlite.org/wal.html, "The WAL-Reset Bug"), and Debian 12 ships 3.40.
"""

import sys

import pysqlite3

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

__version__ = "0.1.0"
