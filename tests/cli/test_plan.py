"""`hacfg plan`: what it shows, saves and exits with."""

import json

import pytest

from hacfg.errors import InvalidInput, Problem, Unreachable
from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import Notice
from hacfg.source import Position
from tests.cli.fakes import Fakes, loaded
from tests.report.documents import DOCUMENTS, lacking, pair, silent, stuck, unchanged, unit

UNREAD = Notice(id="unread", severity="warning", message="not permitted")
EAST, WEST = loaded("mail-east", "east.yaml"), loaded("mail-west", "west.yaml")


def planning(**plans: PlanDocument | Exception) -> Fakes:
    found = {f"mail-{name}": plan for name, plan in plans.items()}
    groups = [one for one in (EAST, WEST) if one.topology.name in found]
    return Fakes(groups=groups, plans=found)


@pytest.mark.parametrize(
    ("plan", "flags", "code"),
    [
        (pair(), [], 0),
        (pair(), ["--detailed-exitcode"], 2),
        (unchanged(), [], 0),
        (unchanged(), ["--detailed-exitcode"], 0),
        (lacking(), [], 4),
        (lacking(), ["--detailed-exitcode"], 4),
        (silent(), [], 5),
        (stuck(), [], 4),
        (stuck("abnormal"), ["--detailed-exitcode"], 4),
        (stuck("unknown"), [], 5),
        (stuck(notices=[UNREAD]), [], 5),
        (stuck(units=[unit("mx1"), unit("mx2", problem="no answer")]), [], 5),
        (stuck(units=[unit("mx1"), unit("mx2", serial=None)]), [], 5),
        (silent(), ["--detailed-exitcode"], 5),
        (InvalidInput(Problem("wrong")), [], 3),
        (Unreachable(Problem("no answer")), [], 5),
    ],
)
def test_a_plan_exits_as_documented(plan, flags, code):
    assert planning(east=plan).run("plan", "east.yaml", *flags) == code


def test_a_plan_is_data_on_standard_output(capsys):
    planning(east=pair()).run("plan", "east.yaml")

    shown = capsys.readouterr()
    assert "Plan: 0 to add, 4 to change, 0 to destroy." in shown.out
    assert shown.err == ""


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_show_prints_what_plan_printed(name, tmp_path, capsys):
    file = tmp_path / "saved.plan.json"
    fakes = planning(east=DOCUMENTS[name]())

    fakes.run("plan", "east.yaml", "--out", file)
    planned = capsys.readouterr().out
    fakes.run("show", file)

    assert capsys.readouterr().out == planned


def test_a_plan_that_lacks_something_is_saved_too(tmp_path, capsys):
    file = tmp_path / "saved.plan.json"

    assert planning(east=lacking()).run("plan", "east.yaml", "--out", file) == 4

    assert json.loads(file.read_text())["applyable"] is False
    assert "Refused, nothing will be written" in capsys.readouterr().out


def test_a_plan_that_cannot_be_saved_is_said_to_be_unsaved(tmp_path, capsys):
    (tmp_path / "file").write_text("")

    code = planning(east=pair()).run("plan", "east.yaml", "--out", tmp_path / "file" / "p.json")

    shown = capsys.readouterr()
    assert code == 3
    assert "p.json cannot be written: " in shown.err
    assert "Saved as" not in shown.out


def test_several_groups_are_saved_in_a_folder(tmp_path, capsys):
    out = tmp_path / "plans"

    code = planning(east=pair(), west=unchanged()).run("plan", "groups", "--out", out)

    assert code == 0
    assert {path.name for path in out.iterdir()} == {
        "mail-east.plan.json",
        "mail-west.plan.json",
    }
    assert "hacfg apply" in capsys.readouterr().out


def test_a_missing_folder_above_is_named_and_not_made(tmp_path, capsys):
    out = tmp_path / "missing" / "plans"
    fakes = planning(east=pair(), west=pair())

    assert fakes.run("plan", "groups", "--out", out) == 3

    assert f"there is no folder {out.parent}" in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []
    assert fakes.asked == []


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path, capsys):
    (tmp_path / "file").write_text("")

    code = planning(east=pair(), west=pair()).run("plan", "g", "--out", tmp_path / "file" / "plans")

    assert code == 3
    assert "cannot be made" in capsys.readouterr().err


def test_the_name_of_a_file_makes_no_folder_for_several_groups(tmp_path):
    fakes = planning(east=pair(), west=pair())

    assert fakes.run("plan", "groups", "--out", tmp_path / "one.json") == 64

    assert list(tmp_path.iterdir()) == []


def test_several_groups_do_not_fit_into_a_file(tmp_path):
    file = tmp_path / "one.json"
    file.write_text("")

    assert planning(east=pair(), west=pair()).run("plan", "groups", "--out", file) == 64


def test_one_group_goes_into_a_folder_that_is_there(tmp_path):
    planning(east=pair()).run("plan", "east.yaml", "--out", tmp_path)

    assert (tmp_path / "mail-east.plan.json").exists()


def test_what_fails_in_one_group_hides_no_other(capsys):
    fakes = planning(east=Unreachable(Problem("no answer")), west=pair())

    code = fakes.run("plan", "groups", "--detailed-exitcode")

    shown = capsys.readouterr()
    assert code == 5
    assert shown.err == "mail-east\nno answer\n"
    assert "Plan: 0 to add" in shown.out


def test_a_defect_in_one_group_hides_no_other(capsys):
    code = planning(east=KeyError("secret-ish"), west=pair()).run("plan", "groups")

    shown = capsys.readouterr()
    assert code == 1
    assert "defect in hacfg" in shown.err
    assert "secret-ish" not in shown.err
    assert "Plan: 0 to add" in shown.out


def test_json_is_one_document_a_line(capsys):
    planning(east=pair(), west=unchanged()).run("plan", "groups", "--json")

    lines = capsys.readouterr().out.splitlines()
    assert [PlanDocument.model_validate_json(line) for line in lines] == [pair(), unchanged()]


def test_choices_reach_the_use_case(tmp_path, monkeypatch):
    monkeypatch.setenv("HACFG_PLAN_SET_SECRET", "ha.password")
    fakes = planning(east=pair())

    fakes.run(
        *("plan", "east.yaml", "--allow", "role-change", "--allow", "row-removal"),
        *("--dialect", tmp_path / "own.yaml", "--allow-secret-commands"),
    )

    (options,) = fakes.asked
    assert options.allow == {"role-change", "row-removal"}
    assert options.set_secrets == {"ha.password"}
    assert options.dialects == (tmp_path / "own.yaml",)
    assert options.allow_commands is True
    assert options.timestamp.endswith("Z")


def test_a_flag_wins_over_the_environment(monkeypatch):
    monkeypatch.setenv("HACFG_PLAN_ALLOW", "role-change")
    fakes = planning(east=pair())

    fakes.run("plan", "east.yaml", "--allow", "row-removal")
    fakes.run("plan", "east.yaml")

    assert [options.allow for options in fakes.asked] == [{"row-removal"}, {"role-change"}]


def test_a_topology_that_is_wrong_names_its_place(capsys):
    fakes = Fakes(load_error=InvalidInput(Problem("unknown key", Position("t.yaml", 3, 5))))

    assert fakes.run("plan", "t.yaml") == 3
    assert capsys.readouterr().err == "t.yaml:3:5: unknown key\n"


def test_full_shows_what_is_folded(capsys):
    planning(east=silent()).run("plan", "east.yaml", "--full")

    assert '["port11"].address' in capsys.readouterr().out


def test_strict_practices_are_asked_for():
    fakes = planning(east=pair())

    fakes.run("plan", "east.yaml")
    fakes.run("plan", "east.yaml", "--strict-practices")

    assert [options.strict_practices for options in fakes.asked] == [False, True]
