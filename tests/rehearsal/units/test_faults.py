"""What a fault leads to, from each state of a group."""

from hacfg.fortimail.ha import Fault, World
from hacfg.plan.rehearsal.graph import Label, Move
from tests.ha.groups import cut, healthy, with_first, with_second
from tests.rehearsal.units.parts import graph

DOWN = with_first(up=False, eff="off")
ONE_LINK = healthy()._replace(links=(True, False))


def test_a_fault_leads_to_what_it_leaves():
    found = graph()
    number = found.number(ONE_LINK)

    struck = {move.label.name: move for _, move in found.faults_of(number)}

    assert struck["link-fails"] == Move(
        Label("fault", "link-fails", 0, Fault("link-fails", 0)), found.number(cut(healthy())), ()
    )
    assert found.groups[struck["false-alarm"].group].units[0].eff == "failed"


def test_a_fault_is_of_the_unit_that_it_strikes():
    found = graph()
    number = found.number(healthy())

    powers = [move.label for _, move in found.faults_of(number) if move.label.name == "loses-power"]

    assert powers == [
        Label("fault", "loses-power", unit, Fault("loses-power", unit)) for unit in (0, 1)
    ]


def test_a_fault_that_never_ends_is_not_played():
    found = graph()

    struck = {move.label.name for _, move in found.faults_of(found.number(healthy()))}

    assert "lost-for-good" not in struck
    assert {"loses-power", "links-fail"} <= struck


def test_a_fault_strikes_as_the_world_has_it():
    group = with_second(hb=healthy().units[1].hb._replace(password="old"))
    heard = graph(World(facts=frozenset({"password-only-sync"})))

    reboots = {
        move.label.unit: heard.groups[move.group]
        for _, move in heard.faults_of(heard.number(group))
        if move.label.name == "announces-reboot"
    }

    assert reboots[0].units[1].eff == "hold_off"


def test_each_fault_has_one_number_in_all_groups_and_none_is_number_0():
    found = graph()

    first = found.faults_of(found.number(healthy()))
    second = found.faults_of(found.number(DOWN))

    assert found.faults[0] is None
    assert [number for number, _ in first] == [*range(1, len(first) + 1)]
    assert len(found.faults) == len(first) + 1
    assert all(found.faults[number] == move.label.fault for number, move in (*first, *second))


def test_the_faults_of_a_group_are_found_once():
    found = graph()
    number = found.number(healthy())

    assert found.faults_of(number) is found.faults_of(number)
