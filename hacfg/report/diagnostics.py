"""Problems in Terraform's diagnostic shape."""

from hacfg.errors import Problem
from hacfg.source import Position


def diagnostic(problem: Problem) -> dict[str, object]:
    """Return one problem as a diagnostic; its place in a file is the range."""
    found: dict[str, object] = {
        "severity": "error",
        "summary": problem.message,
        "detail": _detail(problem),
    }
    where = problem.where
    if isinstance(where, Position):
        point = {"line": where.line, "column": where.column}
        found["range"] = {"filename": where.file, "start": point, "end": point}
    elif where:
        found["address"] = str(where)
    return found


def _detail(problem: Problem) -> str:
    details = (("seen", problem.seen), ("expected", problem.expected), ("next", problem.next))
    return "\n".join(f"{label}: {text}" for label, text in details if text)
