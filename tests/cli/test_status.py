"""`hacfg status`: what it exits with, once and watching."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from hacfg.errors import InvalidInput, Problem
from hacfg.usecases.past import Past
from hacfg.usecases.standing import Standing
from tests.cli.fakes import Fakes, Screen, loaded
from tests.practices.groups import built
from tests.watch.groups import NOW, run_of
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


@pytest.mark.parametrize("flags", [[], ["--watch", "--rounds", "1"]])
def test_the_last_apply_comes_from_the_store(flags, group, capsys, monkeypatch):
    monkeypatch.setenv("HACFG_STORE", "postgresql://db/hacfg")
    fakes = Fakes(groups=[EAST], standings={"mail-east": [standing(group)]})
    fakes.pasts["mail-east"] = Past("postgresql://db/hacfg", run_of("7f3a91c2", "stopped"))

    assert fakes.run("status", "east.yaml", *flags) == 0

    assert "by anna@desk: stopped part-way (run 7f3a91c2)" in capsys.readouterr().out
    assert [choice.url for choice in fakes.remembered] == ["postgresql://db/hacfg"]


def test_a_store_that_cannot_be_asked_changes_nothing_but_that_line(group, capsys):
    fakes = Fakes(groups=[EAST], standings={"mail-east": [standing(group)]})
    fakes.pasts["mail-east"] = Past(problem="the store cannot be used: no route")

    assert fakes.run("status", "east.yaml") == 0

    assert "last apply: not known: the store cannot be used: no route\n" in capsys.readouterr().out
