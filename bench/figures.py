"""What a measure gives: figures, each with its target where there is one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The figure must not be below this."""

    value: float

    def is_met_by(self, figure: float) -> bool:
        """Whether the figure is good enough."""
        return figure >= self.value

    def __str__(self) -> str:
        return f"≥ {self.value:,g}"


@dataclass(frozen=True, slots=True)
class AtMost:
    """The figure must not be above this."""

    value: float

    def is_met_by(self, figure: float) -> bool:
        """Whether the figure is good enough."""
        return figure <= self.value

    def __str__(self) -> str:
        return f"≤ {self.value:,g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. group: what was measured; name: which number of it. note: how to read it."""

    group: str
    name: str
    value: float
    unit: str = ""
    target: AtLeast | AtMost | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """`ok`, `missed`, or "" without a target."""
        if self.target is None:
            return ""
        return "ok" if self.target.is_met_by(self.value) else "missed"
