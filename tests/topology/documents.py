"""Topology texts for tests: the shipped examples, with edits, and where a problem points."""

from pathlib import Path

from hacfg.errors import InvalidInput, Problem
from hacfg.source import Position
from hacfg.topology.load import Loaded, load_topology

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
KNOWN = ("7.0", "7.2", "7.6", "8.0")
PAIR = (EXAMPLES / "pair-7.2/topology.yaml").read_text()
FARM = (EXAMPLES / "farm-7.2/topology.yaml").read_text()
FARM_7_6 = (EXAMPLES / "farm-7.6/topology.yaml").read_text()

Edit = tuple[str, str]


def edited(text: str, *edits: Edit) -> str:
    """Replace the first occurrence of each old text; it has to be there."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def load_text(folder: Path, text: str, name: str = "topology.yaml") -> Loaded:
    path = folder / name
    path.write_text(text)
    return load_topology(path, KNOWN)


def problems_of(folder: Path, text: str) -> tuple[Problem, ...]:
    """Return all that is wrong with a text; nothing, if it loads."""
    try:
        load_text(folder, text)
    except InvalidInput as error:
        return error.problems
    return ()


def pointed_at(text: str, problem: Problem) -> str:
    """Return the rest of the line that a problem points at."""
    assert isinstance(problem.where, Position)
    return text.splitlines()[problem.where.line - 1][problem.where.column - 1 :]
