"""Where the sample paper's files are, and in whose name they are brought in."""

from pathlib import Path

SAMPLE = Path(__file__).parent / "sample"
ACTOR = "the sample newsroom"
