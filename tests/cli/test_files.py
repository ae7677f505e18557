"""`init`, `validate` and `schema`: files only."""

import json

import pytest

from hacfg.cli.main import run
from hacfg.errors import InvalidInput, Problem
from hacfg.source import Position
from tests.cli.fakes import Fakes, loaded

WRONG = InvalidInput(
    Problem("unknown key", Position("t.yaml", 3, 5)),
    Problem("two primaries", Position("t.yaml", 9)),
)


def test_a_valid_file_says_so(capsys):
    assert Fakes(groups=[loaded("mail-east", "east.yaml")]).run("validate", "east.yaml") == 0

    assert capsys.readouterr().out == "east.yaml: valid: mail-east, active-passive, 2 units\n"


def test_all_that_is_wrong_is_told_at_once(capsys):
    assert Fakes(load_error=WRONG).run("validate", "t.yaml") == 3

    shown = capsys.readouterr()
    assert shown.err == "t.yaml:3:5: unknown key\nt.yaml:9:1: two primaries\n"
    assert shown.out == ""


@pytest.mark.parametrize(("error", "code", "count"), [(None, 0, 0), (WRONG, 3, 2)])
def test_json_is_for_machines(error, code, count, capsys):
    assert Fakes(load_error=error).run("validate", "t.yaml", "--json") == code

    found = json.loads(capsys.readouterr().out)
    assert found["valid"] is (count == 0)
    assert found["error_count"] == len(found["diagnostics"]) == count


@pytest.mark.parametrize("kind", ["topology", "plan", "dialect", "validate"])
def test_a_schema_is_json(kind, capsys):
    assert Fakes().run("schema", kind) == 0

    assert json.loads(capsys.readouterr().out)["type"] == "object"


@pytest.mark.parametrize("mode", ["active-passive", "config-only"])
def test_a_first_topology_is_valid(mode, tmp_path, capsys):
    file = tmp_path / "topology.yaml"
    arguments = ["--mode", mode, "--name", "mail-north", "--firmware", "7.6"]

    assert Fakes().run("init", file, *arguments) == 0

    assert f"hacfg validate {file}" in capsys.readouterr().out
    assert run(["validate", str(file)]) == 0
    assert f"valid: mail-north, {mode}, " in capsys.readouterr().out


def test_init_overwrites_nothing(tmp_path, capsys):
    file = tmp_path / "topology.yaml"
    file.write_text("mine")

    assert Fakes().run("init", file) == 3

    assert file.read_text() == "mine"
    assert "is there already" in capsys.readouterr().err


def test_init_says_where_it_cannot_write(tmp_path, capsys):
    assert Fakes().run("init", tmp_path / "none" / "topology.yaml") == 3

    assert "cannot be written" in capsys.readouterr().err
