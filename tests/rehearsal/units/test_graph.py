"""What moves lead from one state of a group to the next, whatever the plan."""

import pytest

from hacfg.fortimail.ha import FACTS, Config, World
from hacfg.fortimail.ha.state import change
from hacfg.plan.rehearsal.graph import Label, Move
from hacfg.plan.rehearsal.worlds import Noted
from tests.ha.groups import FARM, OTHER, PAIR, farm, healthy, with_first, with_second
from tests.rehearsal.units.parts import graph, with_accounts

DOWN = with_first(up=False, eff="off")
ONE_LINK = healthy()._replace(links=(True, False))
JOINING = with_second(eff="joining", cfg=OTHER)


def names(moves):
    return [(move.label.name, move.label.unit) for move in moves]


def test_a_group_has_one_number_however_often_it_is_met():
    found = graph()

    assert [found.number(group) for group in (healthy(), DOWN, healthy())] == [0, 1, 0]
    assert found.groups == [healthy(), DOWN]
    assert len(found.looks) == 2


def test_a_group_is_looked_at_with_the_accounts_and_the_leaving_units_of_its_graph():
    found = graph(leaving=frozenset({1}))
    group = change(with_accounts(healthy()), 1, conf="off", eff="off", sent=True, account="mx3")

    found.number(group)

    assert found.looks[0].astray == (1,)
    assert found.looks[0].at_rest == (("leaves-with-mail", 1),)


def test_a_group_is_looked_at_in_the_world_of_its_graph():
    group = change(farm(), 1, eff="joining", cfg=Config())
    plain, serving = graph(FARM), graph(World(facts=frozenset({"joining-serves"})))

    plain.number(group)
    serving.number(group)

    assert plain.looks[0].dangers == ()
    assert serving.looks[0].dangers == (("blank-serves", 1),)


@pytest.mark.parametrize(
    ("group", "settled"), [(healthy(), True), (DOWN, False), (ONE_LINK, False)]
)
def test_a_group_is_settled_when_no_unit_moves_and_nothing_is_to_repair(group, settled):
    found = graph()
    found.number(DOWN)

    assert found.is_settled(found.number(group)) is settled


def test_a_move_leads_to_the_group_that_it_makes():
    found = graph()

    moves = found.moves_of(found.number(DOWN))

    taken = change(DOWN, 1, eff="primary")
    booted = change(DOWN, 0, up=True, eff="starting")
    assert moves == (
        Move(Label("move", "power-returns", 0), found.number(booted), ()),
        Move(Label("move", "takes-over", 1), found.number(taken), ()),
    )


def test_a_move_tells_whose_configuration_it_replaces():
    found = graph()

    (move,) = found.moves_of(found.number(JOINING))

    assert move.label == Label("move", "syncs-first", 1)
    assert move.losses == ((1, healthy().units[0].cfg),)


def test_moves_are_those_of_the_world():
    rude = graph(World(facts=frozenset({"rude-start"})))
    group = change(with_first(eff="starting"), 1, eff="primary")

    assert ("starts-beside-primary", 0) in names(rude.moves_of(rude.number(group)))
    plain = graph()
    assert ("starts-beside-primary", 0) not in names(plain.moves_of(plain.number(group)))


def test_a_move_does_what_the_world_says():
    group = change(JOINING, 1, account="mx2")
    found = graph(World(facts=frozenset({"join-replaces-accounts"})))

    (move,) = found.moves_of(found.number(group))

    assert found.groups[move.group].units[1].account == ""


def test_the_moves_of_a_group_are_found_once():
    noted = Noted(())
    found = graph(World(facts=noted))
    number = found.number(change(DOWN, 1, eff="starting"))
    first = found.moves_of(number)
    asked = set(noted.asked)
    noted.asked.clear()

    assert found.moves_of(number) is first
    assert asked & set(FACTS)
    assert noted.asked == set()


def test_graphs_share_nothing():
    one = graph()
    one.faults_of(one.number(DOWN))
    other = graph(PAIR)

    assert (other.groups, other.looks, other.faults) == ([], [], [None])
    assert names(other.moves_of(other.number(healthy()))) == []
