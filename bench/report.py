"""The figures as a table for people and as JSON for programs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.figures import Figure

RESULTS = Path(__file__).with_name("results.json")


def show(figures: Sequence[Figure]) -> None:
    """The table, on standard output."""
    table = Table(title="Dateline: speed and size")
    for heading in ("measure", "", "figure", "target", ""):
        table.add_column(heading, justify="right" if heading in {"figure", "target"} else "left")
    group = ""
    for figure in figures:
        if group and figure.group != group:
            table.add_section()
        target = str(figure.target or "")
        name = f"{figure.name} ({figure.note})" if figure.note else figure.name
        shown_group = figure.group if figure.group != group else ""
        table.add_row(shown_group, name, f"{_rounded(figure.value)} {figure.unit}".strip(), target, figure.verdict)
        group = figure.group
    # Wide enough for the table also where the output goes into a file.
    Console(width=max(Console().width, 120)).print(table)


def write(figures: Sequence[Figure], *, machine: Mapping[str, object], failed: Sequence[str], file: Path) -> None:
    """The same as JSON: machine, figures with targets and verdicts, and the measures that could not be taken."""
    rows = [
        asdict(figure)
        | {"target": str(figure.target or ""), "verdict": figure.verdict, "value": round(figure.value, 4)}
        for figure in figures
    ]
    result = {"machine": dict(machine), "figures": rows, "not_measured": list(failed)}
    file.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _rounded(value: float) -> str:
    """Three digits that say something: 0.413, 4.05, 81.2, 5,012."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3f}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"
