"""`hacfg lab`: a real lab on loopback, driven as a person would."""

import io
import json
import re
import sys
from pathlib import Path

import pytest

from hacfg.cli.labs import assignments, given, kind_and_key
from hacfg.cli.main import run
from tests.cli.fakes import Fakes, loaded

PAIR = Path(__file__).parents[2] / "examples" / "pair-7.2" / "topology.yaml"
LAB = ".hacfg/lab/mail-east/topology.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Keep one lab running for all tests that only look at it or change it."""
    root = tmp_path_factory.mktemp("lab")
    text = PAIR.read_text(encoding="utf-8")
    (root / "topology.yaml").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for name in re.findall(r"env: (\w+)", text):
            patch.setenv(name, f"CANARY-{name}")
        assert run(["lab", "start", "topology.yaml", "--blank", "--stand-still"]) == 0
        yield root
        assert run(["lab", "stop"]) == 0


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def hacfg(*arguments: str) -> int:
    return run(arguments)


@pytest.mark.usefixtures("folder")
def test_a_lab_shows_its_units(capsys):
    assert hacfg("lab", "status") == 0

    text = capsys.readouterr().out
    assert text.startswith("mail-east   lab\n")
    assert re.search(r"  mx1  https://127\.0\.0\.1:\d+   is off, acts as off\n", text)


@pytest.mark.usefixtures("folder")
def test_status_and_log_are_data_for_machines(capsys):
    hacfg("lab", "status", "--lab", "mail-east", "--json")
    assert set(json.loads(capsys.readouterr().out)["units"]) == {"mx1", "mx2"}

    hacfg("lab", "log", "--json")
    assert set(json.loads(capsys.readouterr().out)) == {"mx1", "mx2"}


@pytest.mark.usefixtures("folder")
def test_an_edit_shows_in_the_next_plan(capsys):
    assert hacfg("lab", "edit", "mx1", "ha", "lost_threshold=44") == 0
    assert hacfg("plan", LAB, "--allow", "unverified-wire") == 0

    assert "44 -> 15" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_rows_come_and_go(capsys):
    created = ["lab", "edit", "mx2", "syslog[0]", "--create", "server=192.0.2.99", "port=514"]
    assert hacfg(*created) == 0
    assert hacfg("lab", "edit", "mx2", "alert_email[a@example.net]", "--create") == 0
    assert hacfg("lab", "edit", "mx2", "alert_email[a@example.net]", "--delete") == 0

    capsys.readouterr()
    assert hacfg("lab", "dump") == 0
    kept = json.loads(capsys.readouterr().out)["units"]["mx2"]["resources"]
    assert "192.0.2.99" in json.dumps(kept["syslog"])
    assert "a@example.net" not in json.dumps(kept)


@pytest.mark.usefixtures("folder")
def test_cli_lines_are_typed_from_a_file_or_standard_input(tmp_path, monkeypatch, capsys):
    lines = "config system ha\n  set hb-lost-threshold {}\nend\n"
    file = tmp_path / "lines.txt"
    file.write_text(lines.format(31))

    assert hacfg("lab", "cli", "mx2", str(file)) == 0
    hacfg("lab", "dump")
    assert json.loads(capsys.readouterr().out)["units"]["mx2"]["resources"]["ha"][""][
        "lost_threshold"
    ] == (31)

    monkeypatch.setattr(sys, "stdin", io.StringIO(lines.format(32)))
    assert hacfg("lab", "cli", "mx2") == 0
    hacfg("lab", "dump")
    assert '"lost_threshold": 32' in capsys.readouterr().out

    assert hacfg("lab", "cli", "mx2", str(tmp_path / "none.txt")) == 3


@pytest.mark.usefixtures("folder")
def test_a_fault_makes_a_plan_incomplete_until_it_is_repaired(capsys):
    assert hacfg("lab", "fault", "mx2", "http-500", "--times", "0") == 0
    assert hacfg("plan", LAB, "--allow", "unverified-wire") == 5
    assert hacfg("lab", "repair", "mx2") == 0
    assert hacfg("plan", LAB, "--allow", "unverified-wire") == 0

    assert "Incomplete: mx2 could not be read" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_cables_and_time_are_in_a_persons_hands(capsys):
    assert hacfg("lab", "cut", "primary") == 0
    hacfg("lab", "status")
    assert "cut: primary" in capsys.readouterr().out

    assert hacfg("lab", "plug", "primary") == 0
    assert hacfg("lab", "advance", "30") == 0
    hacfg("lab", "status")
    assert "cut" not in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_no_lab_shows_a_secret(capsys):
    for command in ("status", "dump", "log"):
        hacfg("lab", command)

    shown = capsys.readouterr()
    assert "CANARY" not in shown.out + shown.err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["start", "topology.yaml"], 4, "is running already"),
        (["edit", "mx1", "ha", "nope=1"], 4, "no attribute nope"),
        (["edit", "mx1", "ha"], 64, "say what to set"),
        (["edit", "mx1", "ha", "nope"], 64, "ATTRIBUTE=VALUE"),
        (["edit", "mx1", "Ha!", "a=1"], 64, "is not KIND or KIND[KEY]"),
        (["fault", "mx1", "http-50"], 64, "did you mean http-5"),
        (["fault", "mx1", "zzz"], 64, "there are: "),
        (["cut", "nope"], 4, "no link nope"),
        (["status", "--lab", "other"], 4, "no lab other was started here"),
        (["log", "--lab", "other"], 3, "no lab other was started here"),
    ],
)
def test_what_a_lab_cannot_do_is_told(arguments, code, told, capsys):
    assert hacfg("lab", *arguments) == code

    assert told in capsys.readouterr().err


@pytest.mark.usefixtures("nowhere")
@pytest.mark.parametrize("command", ["status", "stop", "dump", "log"])
def test_without_a_lab_the_next_thing_is_to_start_one(command, capsys):
    assert hacfg("lab", command) == 3

    assert "hacfg lab start TOPOLOGY" in capsys.readouterr().err


def test_of_several_labs_one_has_to_be_named(nowhere, capsys):
    for name in ("mail-east", "mail-west"):
        (nowhere / ".hacfg/lab" / name).mkdir(parents=True)
        (nowhere / ".hacfg/lab" / name / "lab.json").write_text("{}")

    assert hacfg("lab", "dump") == 64

    assert "several labs run here: mail-east, mail-west" in capsys.readouterr().err

    assert hacfg("lab", "stop") == 64

    assert "choose one: hacfg lab stop mail-east" in capsys.readouterr().err


def test_a_lab_that_died_is_said_to_be_dead_and_can_be_cleared(nowhere, capsys):
    folder = nowhere / ".hacfg/lab/mail-east"
    folder.mkdir(parents=True)
    dead = {"name": "mail-east", "urls": {}, "door": "http://127.0.0.1:9"}
    (folder / "lab.json").write_text(json.dumps({**dead, "token": "", "ca_pem": ""}))

    assert hacfg("lab", "status") == 0
    assert "does not run any more" in capsys.readouterr().out
    assert hacfg("lab", "stop") == 0
    assert capsys.readouterr().out == "The lab mail-east was not running.\n"
    assert not folder.exists()


def test_a_lab_is_one_group(capsys):
    groups = Fakes(groups=[loaded("mail-east"), loaded("mail-west")])

    assert groups.run("lab", "start", "groups") == 64

    assert "a lab is one group" in capsys.readouterr().err


def test_a_lab_elsewhere_is_stopped_by_its_folder(tmp_path, monkeypatch, capsys):
    for name in re.findall(r"env: (\w+)", PAIR.read_text(encoding="utf-8")):
        monkeypatch.setenv(name, "made-up")
    where = str(tmp_path / "own")

    assert hacfg("lab", "start", str(PAIR), "--folder", where) == 0
    assert f"  hacfg lab stop {where}\n" in capsys.readouterr().out
    assert hacfg("lab", "status", "--lab", where) == 0
    assert hacfg("lab", "stop", where) == 0


def test_secrets_that_are_not_set_are_named(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("MAIL_EAST_HA_PASSWORD", raising=False)
    assert hacfg("lab", "start", str(PAIR), "--folder", str(tmp_path)) == 3

    assert "export MAIL_EAST_HA_PASSWORD=" in capsys.readouterr().err


def test_lab_alone_shows_help(capsys):
    assert hacfg("lab") == 0

    assert "Examples:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("no", False),
        ("true", True),
        ("15", 15),
        ("null", None),
        ('"15"', "15"),
        ("become-secondary", "become-secondary"),
        ("10.0.0.1/30", "10.0.0.1/30"),
        ('["ha", "system"]', ["ha", "system"]),
        ("1.5", "1.5"),
        ("", ""),
    ],
)
def test_a_value_is_what_was_meant(text, value):
    assert given(text) == value
    assert assignments([f"name={text}"]) == {"name": value}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ha", ("ha", "")),
        ("interface[port5]", ("interface", "port5")),
        ('ha_interface["port 5"]', ("ha_interface", "port 5")),
        ("syslog[192.0.2.50:514]", ("syslog", "192.0.2.50:514")),
    ],
)
def test_a_resource_is_named_by_kind_and_row(text, found):
    assert kind_and_key(text) == found
