"""When the gates of a plan are met in the model."""

import pytest

from hacfg.fortimail.ha.state import change
from hacfg.plan.rehearsal.gates import met_of
from hacfg.state import Address
from tests.ha.groups import (
    BEAT,
    FARM,
    GOOD,
    PAIR,
    farm,
    healthy,
    with_first,
    with_second,
    world_with,
)
from tests.rehearsal.units.parts import awaiting_role, awaiting_sync, gate

NAMES = ("mx1", "mx2", "mx3")


@pytest.mark.parametrize(
    ("word", "values", "is_met"),
    [
        ("secondary", {}, True),
        ("config-secondary", {}, True),
        ("primary", {}, False),
        ("secondary", {"up": False}, False),
        ("secondary", {"eff": "joining"}, True),
        ("secondary", {"conf": "off"}, True),
        ("off", {"conf": "off", "eff": "off"}, True),
        ("off", {"conf": "off", "eff": "off", "up": False}, False),
        ("off", {"eff": "off"}, False),
        ("off", {"eff": "starting"}, False),
        ("off", {"conf": "off"}, False),
        ("primary", {"eff": "primary"}, True),
    ],
)
def test_a_role_gate_is_met_by_what_the_unit_shows(word, values, is_met):
    met = met_of(awaiting_role(word, "mx2"), 1, NAMES)

    assert met(PAIR, with_second(**values)) is is_met


@pytest.mark.parametrize(
    "expect",
    [
        {},
        {Address("mx1", "ha_status"): None},
        {Address("mx1", "ha_status"): {"in_sync": False}},
        {Address("mx1", "ha_status"): {"effective_mode": None}},
    ],
    ids=["nothing", "no row", "another value", "no word"],
)
def test_a_role_gate_that_names_no_role_awaits_that_ha_is_off(expect):
    met = met_of(gate("role", expect), 0, NAMES)

    assert met(PAIR, with_first(conf="off", eff="off"))
    assert not met(PAIR, healthy())


def test_a_role_gate_finds_its_word_among_other_values():
    expect = {
        Address("mx1", "ha"): None,
        Address("mx1", "ha_interface", "port1"): {"port_monitor": True},
        Address("mx1", "ha_status"): {"effective_mode": "primary"},
    }

    assert met_of(gate("role", expect), 0, NAMES)(PAIR, healthy())


@pytest.mark.parametrize(
    ("values", "is_met"),
    [
        ({}, True),
        ({"eff": "joining"}, False),
        ({"eff": "primary"}, False),
        ({"cfg": GOOD._replace(version=1)}, False),
    ],
    ids=["follows", "joins", "leads itself", "older"],
)
def test_a_sync_gate_is_met_by_a_secondary_with_the_same_configuration(values, is_met):
    assert met_of(awaiting_sync("mx2"), 1, NAMES)(PAIR, with_second(**values)) is is_met


@pytest.mark.parametrize(("index", "is_met"), [(0, False), (1, True)])
def test_a_sync_gate_that_names_nobody_is_about_its_own_unit(index, is_met):
    assert met_of(gate("in-sync"), index, NAMES)(PAIR, healthy()) is is_met


@pytest.mark.parametrize(("late", "is_met"), [(1, False), (2, False), (0, True)])
def test_a_sync_gate_awaits_all_that_it_names(late, is_met):
    group = change(farm(), late, backup=True) if late == 0 else change(farm(), late, eff="joining")

    assert met_of(awaiting_sync("mx2", "mx3"), 0, NAMES)(FARM, group) is is_met


def test_a_sync_gate_hears_the_primary_as_its_world_has_it():
    group = with_second(hb=BEAT._replace(password="old"))
    met = met_of(awaiting_sync("mx2"), 1, NAMES)

    assert met(world_with("password-only-sync"), group)
    assert not met(PAIR, group)


@pytest.mark.parametrize(("index", "is_met"), [(0, False), (1, True)])
def test_a_unit_is_drained_once_its_queue_is_empty(index, is_met):
    assert met_of(gate("drained"), index, NAMES)(PAIR, healthy()) is is_met


@pytest.mark.parametrize(("index", "is_met"), [(0, True), (1, False)])
def test_a_unit_is_isolated_once_it_has_no_power(index, is_met):
    assert met_of(gate("isolated"), index, NAMES)(PAIR, with_first(up=False)) is is_met


@pytest.mark.parametrize("condition", ["holds", "answers", "opened", "senders", "data"])
def test_what_the_model_does_not_know_is_always_met(condition):
    assert met_of(gate(condition), 0, NAMES)(PAIR, with_first(up=False)) is True
