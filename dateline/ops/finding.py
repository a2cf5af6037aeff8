"""What `dateline doctor` says of one thing."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and a line about it."""

    is_well: bool
    line: str
