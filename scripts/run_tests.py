"""Run the whole suite: on SQLite always, and on PostgreSQL where one answers. Says plainly which it ran.

PostgreSQL is the one DATABASE_URL names, or one at 127.0.0.1:5432. Arguments go to pytest.
"""

import os
import subprocess
import sys

import psycopg

LOCAL_POSTGRES = "postgresql://root@127.0.0.1:5432/postgres"


def postgres_url() -> str:
    """The address of a PostgreSQL that answers, or ""."""
    given = os.environ.get("DATABASE_URL", "")
    url = given if given.startswith("postgres") else LOCAL_POSTGRES
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error as error:
        print(f"No PostgreSQL answered at {url.rpartition('@')[2]}: {error}".strip())
        return ""
    return url


def run_pytest(database_url: str, *options: str) -> int:
    """Run pytest against this database; its exit code."""
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *options, *sys.argv[1:]]
    return subprocess.run(command, env=os.environ | {"DATABASE_URL": database_url}, check=False).returncode


def main() -> int:
    """Both runs; the exit code of the first that failed, else 0."""
    postgres = postgres_url()
    print("== The suite on SQLite", flush=True)
    failed = run_pytest("")
    if postgres:
        # Pages look the same from either database, so that the browser is not asked twice.
        print("== The suite on PostgreSQL, without the browser tests", flush=True)
        failed = run_pytest(postgres, "-m", "not browser") or failed
    ran = "SQLite and PostgreSQL" if postgres else "SQLite only: no PostgreSQL answered"
    print(f"== {'FAILED' if failed else 'Passed'} on {ran}.", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
