"""Comparing simulated units, live and saved, through the program itself."""

import json
from collections.abc import Iterator

import pytest

from tests.end_to_end.group import SimulatedGroup, simulated
from tests.end_to_end.program import Told, hacfg


@pytest.fixture(scope="module")
def group(tmp_path_factory) -> Iterator[SimulatedGroup]:
    with simulated("pair-7.6", tmp_path_factory.mktemp("compare"), blank=False) as group:
        yield group
        assert group.writes() == []


def run(group: SimulatedGroup, *words: object) -> Told:
    return hacfg(*words, folder=group.loaded.path.parent, environ=group.environ)


def test_two_members_are_alike_but_for_what_may_differ(group):
    told = run(group, "compare", "mx1", "mx2", "--in", "topology.yaml")

    assert told.code == 0
    assert told.out.startswith("mx1 (live) and mx2 (live)\nalike; ")


def test_a_saved_state_is_compared_with_the_live_unit(group):
    flags = ("--all-fields", "--save", "monday.json")
    run(group, "drift", "topology.yaml", *flags)
    group.door.edit("mx1", "interface", {"address": "203.0.113.9/24"}, "port3")

    told = run(group, "compare", "monday.json:mx1", "topology.yaml:mx1", "--json")

    group.door.edit("mx1", "interface", {"address": None}, "port3")
    found = json.loads(told.out)
    (one,) = found["differences"]
    assert (one["kind"], one["key"], one["attribute"]) == ("interface", "port3", "address")
    assert found["left"]["source"].startswith("monday.json, ")


def test_two_saved_states_need_no_unit(group):
    run(group, "drift", "topology.yaml", "--save", "one.json")
    run(group, "drift", "topology.yaml", "--save", "two.json")
    asked = sum(map(len, group.door.log().values()))

    told = run(group, "compare", "one.json:mx2", "two.json:mx2")

    assert told.code == 0
    assert "alike" in told.out
    assert sum(map(len, group.door.log().values())) == asked


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["mx1", "mx2"], 64, "--in FILE, or FILE:mx1"),
        (["mx1", "mx9", "--in", "topology.yaml"], 3, "there is no unit mx9"),
        (["mx1", "one.yaml:mx1", "--in", "topology.yaml"], 3, "one.yaml"),
    ],
)
def test_a_side_that_is_not_there_is_an_error_that_names_it(words, code, said, group):
    told = run(group, "compare", *words)

    assert told.code == code
    assert said in told.err


def test_a_unit_that_does_not_answer_is_exit_5(group):
    group.door.fault("mx2", "refuse")

    told = run(group, "compare", "mx1", "mx2", "--in", "topology.yaml")

    group.door.repair("mx2")
    assert told.code == 5
    assert "mx2" in told.err
