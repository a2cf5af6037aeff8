"""Pin every dependency with hashes. The lock files name no package index: pip asks whichever it is set up with."""

import subprocess
import sys

COMMON = [
    *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-emit-index-url", "--extra", "build"),
]


def main() -> None:
    """Write requirements.lock (to run) and requirements-dev.lock (to test); what is pinned stays unless asked."""
    more = sys.argv[1:]
    for extras, target in (((), "requirements.lock"), (("--extra", "dev"), "requirements-dev.lock")):
        subprocess.run([*COMMON, *extras, *more, "pyproject.toml", "-o", target], check=True)


if __name__ == "__main__":
    main()
