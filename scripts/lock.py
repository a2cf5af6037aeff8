"""Pin every dependency with hashes. The lock files name no package index: pip asks whichever it is set up with."""

import subprocess
import sys

COMMON = [
    *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-header", "--no-emit-index-url", "--extra", "build"),
]

LOCKS: list[tuple[tuple[str, ...], str]] = [
    ((), "requirements.lock"),
    (("--extra", "dev"), "requirements-dev.lock"),
    (("--extra", "dev", "--extra", "solver"), "requirements-solver.lock"),
]


def main() -> None:
    """Write the locks to run, to test, and to measure the security key by; what is pinned stays unless asked."""
    more = sys.argv[1:]
    for extras, target in LOCKS:
        subprocess.run([*COMMON, *extras, *more, "pyproject.toml", "-o", target], check=True)


if __name__ == "__main__":
    main()
