"""`hacfg drift`: what it exits with, reads and writes."""

import json

import pytest

from hacfg.errors import InvalidInput, Problem
from hacfg.plan.document import to_json
from hacfg.usecases.past import Past
from tests.cli.fakes import Fakes, loaded
from tests.practices.groups import built
from tests.watch.groups import against, drift, plan_of, run_of, saved

EAST = loaded("mail-east", "east.yaml")


@pytest.fixture
def group(tmp_path):
    return built(tmp_path, "pair-7.2")


def drifting(result: object) -> Fakes:
    return Fakes(groups=[EAST], drifts={"mail-east": result})  # type: ignore[dict-item]  # either


def test_drift_exits_as_documented(group):
    changed = group.with_value("mx1", "ha", on_failure="off")

    assert drifting(drift(group)).run("drift", "east.yaml") == 0
    assert drifting(drift(changed)).run("drift", "east.yaml") == 10
    assert drifting(drift(changed.unread("mx2"))).run("drift", "east.yaml") == 5
    assert drifting(InvalidInput(Problem("wrong"))).run("drift", "east.yaml") == 3


def test_json_is_one_document_a_group(group, capsys):
    drifting(drift(group)).run("drift", "east.yaml", "--json")

    assert json.loads(capsys.readouterr().out)["alarm"] is False


def test_a_plan_and_a_state_are_told_apart_by_what_they_are(group, tmp_path):
    (tmp_path / "plan.json").write_text(to_json(plan_of(group)))
    (tmp_path / "state.json").write_text(saved(group).model_dump_json())
    fakes = drifting(drift(group))
    flags = ["--baseline", tmp_path / "plan.json", "--baseline", tmp_path / "state.json"]

    assert fakes.run("drift", "east.yaml", *flags, "--all-fields") == 0

    (asked,) = fakes.drift_asked
    assert list(asked.applied) == list(asked.saved) == ["mail-east"]
    assert asked.all_fields


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "this is no plan file"),
        ('{"format": "hacfg-state-1"}', "this is no saved state: group: Field required"),
        ("no json", "this is no plan file: it is no JSON"),
    ],
)
def test_a_baseline_that_is_neither_is_an_error_that_names_it(text, said, group, tmp_path, capsys):
    file = tmp_path / "odd.json"
    file.write_text(text)

    assert drifting(drift(group)).run("drift", "east.yaml", "--baseline", file) == 3

    assert said in capsys.readouterr().err


def test_what_is_known_comes_from_a_file_with_lines(group, tmp_path, capsys):
    file = tmp_path / "known.yaml"
    entry = "{address: fortimail_ha.mx1, reason: a test, owner: us, until: 2099-01-01}"
    file.write_text(f"version: 1\nknown:\n  - {entry}\n")
    fakes = drifting(drift(group))

    fakes.run("drift", "east.yaml", "--known", file)

    (known,) = fakes.drift_asked[0].known
    assert (known.address, known.where.line) == ("fortimail_ha.mx1", 3)

    file.write_text("version: 1\nknown:\n  - {address: a, owner: us, until: soon}\n")
    assert fakes.run("drift", "east.yaml", "--known", file) == 3
    err = capsys.readouterr().err
    assert f"{file}:3" in err
    assert "reason" in err


def test_metrics_and_states_are_written_where_asked(group, tmp_path):
    metrics, state = tmp_path / "hacfg.prom", tmp_path / "state.json"

    assert (
        drifting(drift(group)).run("drift", "east.yaml", "--metrics", metrics, "--save", state) == 0
    )

    assert 'hacfg_drift_alarm{group="mail-east"} 0.0' in metrics.read_text()
    assert json.loads(state.read_text())["format"] == "hacfg-state-1"
    assert state.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("flag", ["--metrics", "--save"])
def test_a_file_that_cannot_be_written_is_wrong_input(flag, group, tmp_path, capsys):
    fakes = drifting(drift(group))

    assert fakes.run("drift", "east.yaml", flag, tmp_path / "missing" / "file") == 3

    assert "cannot be written: No such file or directory" in capsys.readouterr().err


def test_a_state_is_of_one_group(tmp_path, capsys):
    fakes = Fakes(groups=[EAST, loaded("mail-west")], drifts={})

    assert fakes.run("drift", "east.yaml", "west.yaml", "--save", tmp_path / "state.json") == 64

    assert "a state is of one group" in capsys.readouterr().err


def test_without_a_named_plan_the_store_is_asked_for_the_last_applied_one(group, capsys):
    changed = group.with_value("mx1", "ha", on_failure="off")
    past = Past("postgresql://db/hacfg", run_of("7f3a"), run_of("7f3a"), plan_of(group))
    fakes = drifting(drift(changed, against(past=past)))
    fakes.pasts["mail-east"] = past

    assert fakes.run("drift", "east.yaml", "--store", "postgresql://db/hacfg") == 10

    assert [choice.url for choice in fakes.remembered] == ["postgresql://db/hacfg"]
    assert fakes.drift_asked[0].past == {"mail-east": past}
    out = capsys.readouterr().out
    assert "Compared with the last applied plan" in out
    assert "changed since" in out


def test_a_plan_that_is_named_wins_and_the_store_is_not_opened(group, tmp_path):
    (tmp_path / "plan.json").write_text(to_json(plan_of(group)))
    fakes = drifting(drift(group))

    assert fakes.run("drift", "east.yaml", "--baseline", tmp_path / "plan.json") == 0

    assert fakes.remembered == []
