"""The page of the HA model shows all of it, and what it shows is what the model does."""

import re

import pytest

from hacfg.fortimail.ha import FACTS, FAULTS, REPORTED_ONLY, RULES, faults
from hacfg.fortimail.ha.faults import FaultName
from tests.ha.groups import farm, healthy
from tests.ha.test_rules import CASES
from tools.ha_edges import NO_POWER, Edge, edges, mode
from tools.ha_page import diagram, page

FOUND = {"pair": edges("pair"), "farm": edges("farm")}
PAGE = page()


@pytest.mark.parametrize("name", [*(rule.name for rule in RULES), *FACTS, *FAULTS])
def test_every_rule_fact_and_fault_is_in_a_table(name):
    assert re.search(rf"^\| `{name}` \|", PAGE, re.MULTILINE)


def test_every_fault_that_can_happen_says_where_it_is_known_from():
    found = {fault.name for group in (healthy(), farm()) for fault in faults(group)}

    assert found == set(FAULTS)
    assert all(kind.words and kind.source and kind.mark for kind in FAULTS.values())
    assert set(FAULTS) > REPORTED_ONLY


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_every_rule_that_changes_the_mode_of_its_unit_is_drawn(case):
    kind = case.before.kind
    before, after = (mode(group.units[case.number]) for group in (case.before, case.after))

    if before != after:
        assert Edge(before, after, case.rule) in FOUND[kind]


@pytest.mark.parametrize("kind", ["pair", "farm"])
def test_a_doubtful_edge_is_drawn_with_a_fact_that_there_is(kind):
    doubtful = {fact for facts in FOUND[kind].values() for fact in facts}

    assert doubtful <= set(FACTS)
    assert doubtful == (
        {"lonely-promotes", "guard-promotes", "rude-start", "same-instant"}
        if kind == "pair"
        else {"rude-start", "same-instant"}
    )


@pytest.mark.parametrize("kind", ["pair", "farm"])
def test_every_edge_is_in_the_diagram_or_in_that_of_any_mode(kind):
    lines = diagram(FOUND[kind])

    for edge in FOUND[kind]:
        assert re.search(rf"    (any_mode|{edge.before}) --> {edge.after}: .*{edge.cause}", lines)


def test_a_fault_is_drawn_at_the_unit_that_it_moves():
    reboot: FaultName = "announces-reboot"

    assert Edge("secondary", "hold_off", reboot, own=False) in FOUND["pair"]
    assert Edge("primary", NO_POWER, reboot) in FOUND["pair"]
    assert Edge("secondary", "hold_off", reboot, own=False) not in FOUND["farm"]


def test_the_page_says_that_it_is_of_the_model():
    assert "no appliance was used" in PAGE
