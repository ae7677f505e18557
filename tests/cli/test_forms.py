"""Forms of a plan on the command line, and what machines read beside what people see."""

import json

import pytest

from hacfg.errors import InvalidInput, Problem
from hacfg.plan.document import to_json
from hacfg.report.forms import FORMS, Form
from tests.cli.fakes import Fakes, loaded
from tests.report.documents import farm, pair

EAST, WEST = loaded("mail-east", "east.yaml"), loaded("mail-west", "west.yaml")


@pytest.fixture
def saved(tmp_path):
    file = tmp_path / "saved.plan.json"
    file.write_text(to_json(pair()))
    return file


def pending() -> Fakes:
    return Fakes(groups=[EAST], plans={"mail-east": pair()})


def both() -> Fakes:
    return Fakes(groups=[EAST, WEST], plans={"mail-east": pair(), "mail-west": farm()})


@pytest.mark.parametrize("form", Form)
def test_a_plan_is_shown_in_every_form(form, saved, capsys):
    assert Fakes().run("show", saved, "--format", form) == 0

    shown = capsys.readouterr()
    assert shown.out.endswith("\n")
    assert shown.err == ""


def test_every_form_has_a_maker():
    assert set(FORMS) == set(Form)


def test_json_is_a_short_word_for_a_form(saved, capsys):
    Fakes().run("show", saved, "--json")
    short = capsys.readouterr().out
    Fakes().run("show", saved, "--format", "json")

    assert capsys.readouterr().out == short


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["--json", "--format", "text"], "--json and --format text are two forms"),
        (["--summary", "--full"], "--summary and --full are two answers"),
        (["--format", "word"], "word"),
    ],
)
def test_two_answers_to_one_question_are_wrong_usage(flags, told, saved, capsys):
    assert Fakes().run("show", saved, *flags) == 64

    assert told in capsys.readouterr().err


def test_machines_read_beside_people(tmp_path, capsys):
    file = tmp_path / "plan.ndjson"

    assert pending().run("plan", "east.yaml", "--json-into", file) == 0
    Fakes(plans={}).run("schema")
    text = capsys.readouterr().out
    pending().run("plan", "east.yaml", "--json")

    assert "Plan: 0 to add, 4 to change, 0 to destroy." in text
    assert file.read_text() == capsys.readouterr().out


def test_several_groups_are_one_plan_a_line_beside_the_text(tmp_path):
    file = tmp_path / "plans.ndjson"

    both().run("plan", "east.yaml", "west.yaml", "--json-into", file)

    groups = [json.loads(line)["hacfg"]["mode"] for line in file.read_text().splitlines()]
    assert groups == ["active-passive", "config-only"]


def test_an_apply_streams_beside_the_text(saved, tmp_path, capsys):
    file = tmp_path / "apply.ndjson"

    assert Fakes().run("apply", saved, "--auto-approve", "--json-into", file) == 0
    assert "Done: 7 of 7 steps carried out." in capsys.readouterr().out
    Fakes().run("apply", saved, "--auto-approve", "--json")

    def untimed(text: str) -> list[dict[str, object]]:
        return [{**json.loads(line), "@timestamp": ""} for line in text.splitlines()]

    assert untimed(file.read_text()) == untimed(capsys.readouterr().out)


def test_what_is_wrong_is_told_beside_the_text(tmp_path, capsys):
    file = tmp_path / "found.json"
    wrong = InvalidInput(Problem("unknown key"))

    assert Fakes(load_error=wrong).run("validate", "t.yaml", "--json-into", file) == 3

    assert capsys.readouterr().err == "unknown key\n"
    assert json.loads(file.read_text())["diagnostics"][0]["summary"] == "unknown key"


def test_a_file_that_cannot_be_written_is_said_before_anything_is_done(tmp_path, capsys):
    fakes = pending()

    assert fakes.run("plan", "east.yaml", "--json-into", tmp_path / "none" / "file") == 3

    assert "cannot be written: No such file or directory" in capsys.readouterr().err
    assert fakes.asked == []


def test_a_file_that_fills_up_is_a_failure(capsys):
    assert pending().run("plan", "east.yaml", "--json-into", "/dev/full") == 3

    shown = capsys.readouterr()
    assert "/dev/full cannot be written: No space left on device" in shown.err
    assert "Plan: 0 to add" in shown.out


def test_a_form_for_one_plan_refuses_several(capsys):
    several = [form for form, maker in FORMS.items() if not maker.joins]

    for form in several:
        assert both().run("plan", "east.yaml", "west.yaml", "--format", form) == 64
        assert "holds one plan, these are 2" in capsys.readouterr().err
