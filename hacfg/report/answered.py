"""Which units answered, and why the others did not."""

from collections.abc import Collection, Mapping

from hacfg.errors import Problem
from hacfg.report.escape import shown
from hacfg.report.layout import count, fold
from hacfg.report.style import Style


def read_text(read: Collection[str], silent: Collection[str]) -> str:
    """Return how many units were read, of how many that were asked."""
    some = count(len(read) + len(silent), "unit")
    return f"{len(read)} of {some} read" if silent else f"{some} read"


def silent_lines(silent: Mapping[str, Problem], style: Style) -> list[str]:
    """Return why units were not read."""
    told = [
        f"{shown(unit)} was not read: {shown(problem.message, 600)}"
        for unit, problem in silent.items()
    ]
    return [style.paint(line, "red") for text in told for line in fold(text, style.width)]
