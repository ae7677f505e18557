"""`hacfg check`: what it exits with, and what it asks for."""

import json

import pytest

from hacfg.errors import InvalidInput, Problem
from hacfg.findings import Finding, Outcome, Severity
from hacfg.source import OnUnit
from hacfg.usecases.checking import Checked
from tests.cli.fakes import Fakes, loaded
from tests.practices.groups import TODAY

EAST, WEST = loaded("mail-east", "east.yaml"), loaded("mail-west", "west.yaml")


def found(
    outcome: Outcome = "pass", severity: Severity = "error", *, silent: bool = False
) -> Checked:
    finding = Finding("HA-07", outcome, severity, OnUnit("mx1", "ha"), "seen", "do it")
    return Checked(
        "mail-east",
        "east.yaml",
        "active-passive",
        TODAY,
        live=True,
        findings=(finding,),
        silent={"mx2": Problem("no answer")} if silent else {},
    )


def checking(**results: Checked | Exception) -> Fakes:
    names = {f"mail-{name}": result for name, result in results.items()}
    return Fakes(groups=[one for one in (EAST, WEST) if one.topology.name in names], checks=names)


@pytest.mark.parametrize(
    ("result", "flags", "code"),
    [
        (found("pass"), [], 0),
        (found("broken"), [], 10),
        (found("broken", "warning"), [], 0),
        (found("broken", "warning"), ["--fail-on", "warning"], 10),
        (found("broken", "note"), ["--fail-on", "warning"], 0),
        (found("broken", "note"), ["--fail-on", "note"], 10),
        (found("broken"), ["--fail-on", "never"], 0),
        (found("unknown"), ["--fail-on", "note"], 0),
        (found("unknown"), ["--fail-on", "unknown"], 10),
        (found("broken", "note"), ["--fail-on", "unknown"], 10),
        (found("waived"), ["--fail-on", "unknown"], 0),
        (found("broken", silent=True), [], 5),
        (InvalidInput(Problem("wrong")), [], 3),
        (ValueError("a defect"), [], 1),
    ],
)
def test_a_check_exits_as_documented(result, flags, code):
    assert checking(east=result).run("check", "east.yaml", *flags) == code


def test_the_worst_group_decides_and_every_group_is_told(capsys):
    fakes = checking(east=found("broken"), west=InvalidInput(Problem("wrong")))

    assert fakes.run("check", "east.yaml", "west.yaml") == 3

    shown = capsys.readouterr()
    assert "broken    HA-07  seen" in shown.out
    assert "mail-west\nwrong\n" in shown.err


def test_units_are_asked_only_with_live():
    fakes = checking(east=found())

    fakes.run("check", "east.yaml")
    fakes.run("check", "east.yaml", "--live")

    assert [options.live for options in fakes.checked] == [False, True]


def test_json_is_one_document_a_group(capsys):
    fakes = checking(east=found(), west=found("broken"))

    fakes.run("check", "east.yaml", "west.yaml", "--json")

    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["counts"]["broken"] for line in lines] == [0, 1]


@pytest.mark.parametrize("name", ["HA-04", "ha-04", "HX-16"])
def test_a_rule_is_explained_without_a_file(name, capsys):
    assert Fakes().run("check", "--explain", name) == 0

    assert capsys.readouterr().out.startswith(name.upper())


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["--explain", "HA-44"], "did you mean HA-04?"),
        (["--explain", "what"], "HX-01 to HX-16"),
        ([], "name a topology file, or --explain RULE"),
        (["east.yaml", "--fail-on", "sometimes"], "sometimes"),
    ],
)
def test_a_wrong_command_line_says_what_was_meant(words, hint, capsys):
    assert Fakes().run("check", *words) == 64

    assert hint in capsys.readouterr().err
