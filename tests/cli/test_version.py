"""`hacfg --version` answers before anything heavy is loaded."""

import subprocess
import sys

from hacfg import __version__
from tests.cli.fakes import Fakes

LOADED = """
import sys
from hacfg.__main__ import main
sys.argv = ["hacfg", *{arguments}]
code = main()
print(code, [name for name in {names} if name in sys.modules])
"""
HEAVY = ["typer", "pydantic", "requests", "rich", "ruamel", "deepdiff"]


def loaded_by(*arguments: str) -> list[str]:
    script = LOADED.format(arguments=arguments, names=HEAVY)
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def test_the_version_loads_nothing():
    assert loaded_by("--version") == [f"hacfg {__version__}", "0 []"]
    assert loaded_by("-V") == [f"hacfg {__version__}", "0 []"]


def test_help_loads_nothing_that_plans():
    # Newer versions of typer load pydantic themselves.
    assert loaded_by("plan", "-h")[-1] in {"0 ['typer']", "0 ['typer', 'pydantic']"}


def test_the_version_is_shown_with_other_options_too(capsys):
    assert Fakes().run("--no-color", "--version") == 0
    assert capsys.readouterr().out == f"hacfg {__version__}\n"
