"""The page of outputs names every exit code, every output and its schema, and no others."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from hacfg.cli.app import app
from hacfg.cli.exits import EXITS, ORDER
from hacfg.cli.graph import Drawing
from hacfg.cli.schema import SCHEMAS, Kind
from hacfg.report.forms import FORMS
from hacfg.report.found.forms import FOUND_FORMS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table under a heading of the page."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def commands(command: Any, path: tuple[str, ...] = ("hacfg",)) -> Iterator[tuple[str, set[str]]]:
    """Walk the command line: every command with its options."""
    if children := getattr(command, "commands", None):
        for name, child in children.items():
            yield from commands(child, (*path, name))
    else:
        yield " ".join(path), {name for option in command.params for name in option.opts}


def every_command() -> dict[str, set[str]]:
    return dict(commands(typer.main.get_command(app)))


def test_every_exit_code_is_told_once():
    told = [int(code) for code, _ in rows("Exit codes")]

    assert told == sorted({0, 2, *EXITS.values()})


def test_the_order_of_exit_codes_is_told():
    order = re.search(r"any of them earned of\s+([\d, \n]+)\.", PAGE)

    assert order
    assert tuple(int(code) for code in order[1].split(",")) == ORDER


def test_every_command_that_writes_json_is_told():
    wanted = {
        f"`{name} --json`" for name, options in every_command().items() if "--json" in options
    }

    assert {row[0] for row in rows("JSON")} == wanted


def test_every_schema_of_an_output_is_told_and_is_there():
    told = {target for row in rows("JSON") for target in re.findall(r"\]\(\.\./(\S+)\)", row[2])}

    assert all((ROOT / target).is_file() for target in told)
    outputs = {
        f"schemas/{kind}-v1.schema.json" for kind in set(Kind) - {"topology", "dialect", "state"}
    }
    assert told == outputs
    assert set(SCHEMAS) == set(Kind)


def test_what_has_json_can_be_written_beside_the_text():
    lacking = {
        name
        for name, options in every_command().items()
        if "--json" in options and "--json-into" not in options
    }

    assert lacking == {"hacfg lab status", "hacfg lab log"}


def test_every_form_of_a_plan_is_told_with_its_reader():
    assert rows("Forms of a plan") == [[f"`{form}`", maker.reader] for form, maker in FORMS.items()]


def test_every_form_of_findings_is_told_with_its_reader():
    assert rows("Forms of findings") == [
        [f"`{form}`", maker.reader] for form, maker in FOUND_FORMS.items()
    ]


def test_every_drawing_is_told():
    assert [row[0] for row in rows("Drawings")] == [f"`{drawing}`" for drawing in Drawing]


def test_the_readme_leads_to_the_pages():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert "(docs/outputs.md)" in readme
    assert "(docs/pipelines.md)" in readme
