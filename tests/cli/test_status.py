"""`hacfg status`: what it exits with, once and watching."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from hacfg.errors import InvalidInput, Problem
from hacfg.usecases.standing import Standing
from tests.cli.fakes import Fakes, Screen, loaded
from tests.practices.groups import built
from tests.watch.groups import NOW
from tests.watch.test_health import acting, standing

EAST, WEST = loaded("mail-east", "east.yaml"), loaded("mail-west", "west.yaml")


@pytest.fixture
def group(tmp_path):
    return built(tmp_path, "pair-7.2")


def test_status_exits_by_who_answered_not_by_how_the_group_is(group):
    split = acting(group, mx2="primary")
    looks = [standing(group), standing(split), standing(group.unread("mx2"))]
    fakes = Fakes(groups=[EAST], standings={"mail-east": [*looks, InvalidInput(Problem("wrong"))]})

    assert [fakes.run("status", "east.yaml") for _ in range(4)] == [0, 0, 5, 3]


def test_json_is_one_document_a_group(group, capsys):
    fakes = Fakes(
        groups=[EAST, WEST],
        standings={"mail-east": [standing(group)], "mail-west": [standing(group)]},
    )

    fakes.run("status", "east.yaml", "west.yaml", "--json")

    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["condition"]["name"] for line in lines] == ["healthy", "healthy"]


def test_watching_logs_in_once_and_tells_since_when_a_condition_is_seen(group, capsys):
    later = [NOW + timedelta(minutes=number) for number in range(4)]
    split = acting(group, mx2="primary")
    looks = [
        replace(standing(one), now=when)
        for one, when in zip([group, split, split, group], later, strict=True)
    ]
    fakes = Fakes(groups=[EAST], standings={"mail-east": [*looks]})

    code = fakes.run("status", "east.yaml", "--watch", "--interval", "1", "--rounds", "4")

    out = capsys.readouterr().out
    clock = later[1].astimezone().strftime("%H:%M:%S")
    back = later[3].astimezone().strftime("%H:%M:%S")
    assert code == 0
    assert fakes.opened == ["mail-east"]
    assert "healthy\n" in out
    assert out.count(f"SPLIT BRAIN since {clock}") == 2
    assert f"healthy since {back}" in out


def test_one_look_that_fails_does_not_end_the_watch(group, capsys):
    looks: list[Standing | Exception] = [InvalidInput(Problem("for now")), standing(group)]
    fakes = Fakes(groups=[EAST], standings={"mail-east": looks})

    assert fakes.run("status", "east.yaml", "--watch", "--interval", "1", "--rounds", "2") == 0

    shown = capsys.readouterr()
    assert "for now" in shown.err
    assert "healthy" in shown.out


def test_on_a_terminal_each_look_replaces_the_last(group, monkeypatch):
    screen = Screen()
    monkeypatch.setattr("sys.stdout", screen)
    fakes = Fakes(groups=[EAST], standings={"mail-east": [standing(group)]})

    fakes.run("status", "east.yaml", "--watch", "--rounds", "1")

    assert screen.getvalue().startswith("\x1b[2J\x1b[H")
