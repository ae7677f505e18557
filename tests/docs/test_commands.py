"""What README and docs show is what a reader gets who types it."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SECRETS = ("MAIL_EAST_HA_PASSWORD", "MX1_PASSWORD", "MX2_PASSWORD", "SNMP_AUTH_PASSWORD")
NOT_OURS = ("pip ", "export ")


def blocks(page: str, language: str) -> list[str]:
    """Return the fenced blocks of a page that are in one language."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def commands(page: str) -> Iterator[tuple[str, list[str]]]:
    """Yield every command of a page's console blocks, with the lines shown after it."""
    for block in blocks(page, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = part.splitlines()
            if not command.startswith(NOT_OURS):
                yield command, shown


def run(command: str, folder: Path) -> str:
    """Type a command in a scratch folder; it has to end well."""
    words = shlex.split(command)
    assert words[0] == "hacfg"
    made_up = {name: f"made-up-{name}" for name in SECRETS}
    done = subprocess.run(
        [sys.executable, "-m", "hacfg", *words[1:]],
        cwd=folder,
        env={**os.environ, **made_up},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def assert_shown(shown: list[str], printed: str) -> None:
    """Every line that a page shows is printed, in that order; `...` stands for any lines."""
    rest = iter(printed.splitlines())
    for line in shown:
        if line.strip() != "...":
            start = line.removesuffix("...")
            assert any(each.startswith(start) for each in rest), f"not printed: {line}"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Hand out an empty folder; a lab that a page leaves running in it is stopped."""
    yield tmp_path
    if list(tmp_path.glob(".hacfg/lab/*/lab.json")):
        run("hacfg lab stop", tmp_path)


@pytest.mark.parametrize(
    "page",
    ["README.md", "docs/lab.md", "docs/rehearse.md", "docs/dialects.md", "docs/applying.md"],
)
def test_the_commands_of_a_page_print_what_it_shows(page: str, folder: Path) -> None:
    if page != "README.md":
        run("hacfg init topology.yaml", folder)
    for text in blocks(page, "yaml"):
        name = re.search(r"^dialect: (\S+)$", text, re.MULTILINE)
        assert name is not None
        (folder / f"{name[1]}.yaml").write_text(text, encoding="utf-8")

    typed = 0
    for command, shown in commands(page):
        assert_shown(shown, run(command, folder))
        typed += 1

    assert typed > 0


def test_the_plan_at_the_top_of_the_readme_is_that_of_the_example() -> None:
    excerpt, *_ = blocks("README.md", "text")

    printed = (ROOT / "examples" / "pair-7.2" / "plan.txt").read_text(encoding="utf-8")

    assert_shown(excerpt.splitlines(), printed)


def test_the_lab_page_names_every_fault_and_every_reading() -> None:
    from hacfg.lab.readings import READINGS
    from hacfg.lab.troubles import EFFECTS

    page = (ROOT / "docs" / "lab.md").read_text(encoding="utf-8")

    for name, words in (*EFFECTS.items(), *READINGS.items()):
        assert f"| `{name}` | {words} |" in page


def test_the_readme_names_every_exit_code() -> None:
    from hacfg.cli.exits import EXITS

    page = (ROOT / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| ([\d, ]+) \|", page, re.MULTILINE)
    told = {int(number) for cell in table for number in cell.split(",")}

    assert told == {0, 2, *EXITS.values()}
