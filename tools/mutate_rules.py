"""Change the rule table of the HA model, one small mistake at a time, and run its tests on each.

mutmut changes functions only; the rules are a table, read once. Works on a copy of the repository.
"""

import ast
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from hacfg.fortimail.ha.state import Effective
from tools.generate import ROOT

TABLES = ("hacfg/fortimail/ha/rules.py", "hacfg/fortimail/ha/conditions.py")
NEEDED = ("hacfg", "tests", "pyproject.toml")
PYTEST = (sys.executable, "-m", "pytest", "-n", "0", "-x", "-q")
Mutant = tuple[str, str]


def mutants(text: str) -> Iterator[Mutant]:
    """Yield every mutant of a table: what was changed, and the whole module."""
    tree = ast.parse(text)
    for call in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
        for words, function, arguments in _mistakes(call):
            whole = call.func, call.args
            call.func, call.args = function, arguments
            yield f"line {call.lineno}: {words}", ast.unparse(tree)
            call.func, call.args = whole


def _mistakes(call: ast.Call) -> Iterator[tuple[str, ast.expr, list[ast.expr]]]:
    function = call.func.id if isinstance(call.func, ast.Name) else ""
    if function in {"both", "modes"}:
        for index, argument in enumerate(call.args):
            rest = [*call.args[:index], *call.args[index + 1 :]]
            yield f"without {ast.unparse(argument)}", call.func, rest
    if function == "modes":
        there = {ast.literal_eval(argument) for argument in call.args}
        for mode in sorted(set(get_args(Effective)) - there):
            yield f"with {mode}", call.func, [*call.args, ast.Constant(mode)]
    if function == "unless":
        yield f"{ast.unparse(call)} turned round", ast.Name("both"), call.args
    if function == "Rule":
        # name, pace, source, mark, at, when, then
        yield f"{ast.unparse(call.args[0])} always", call.func, [*call.args[:5], *_always(call)]


def _always(call: ast.Call) -> list[ast.expr]:
    return [ast.Call(ast.Name("both"), [], []), *call.args[6:]]


def survives(folder: Path) -> bool:
    """Tell whether all tests of the model pass in a copy of the repository; the likeliest first."""
    return all(
        subprocess.run([*PYTEST, tests], cwd=folder, capture_output=True, check=False).returncode
        == 0
        for tests in ("tests/ha/test_stops.py", "tests/ha")
    )


def main() -> int:
    """Print every survivor and how many there were of each; return 0."""
    counts = {True: 0, False: 0}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name in NEEDED:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
        for name in TABLES:
            text = (folder / name).read_text("utf-8")
            for words, mutant in mutants(text):
                (folder / name).write_text(mutant, "utf-8")
                alive = survives(folder)
                counts[alive] += 1
                if alive:
                    print(f"survived: {name} {words}", flush=True)
                print(f"{sum(counts.values())} tried", end="\r", file=sys.stderr)
            (folder / name).write_text(text, "utf-8")
    print(f"{sum(counts.values())} mutants, {counts[False]} killed, {counts[True]} survived")
    return 0


if __name__ == "__main__":
    sys.exit(main())
