"""What a person says of units that do not show it: who says so from then on, and what may be."""

import pytest

from hacfg.plan.assumed import parse_assumptions
from hacfg.plan.steps import Source, WaitStep
from hacfg.state import Address
from tests.plan.groups import WIRE, Group, Json, Planned, declared, group, plan
from tests.plan.worlds import built

OFF = ("mx1.effective_role=off", "mx2.effective_role=off")
AGENT: Json = {"community": {"env": "MX_COMMUNITY"}}


def hidden(one: Group, *units: str, assume: tuple[str, ...] = OFF) -> Planned:
    """Plan a pair from blank of which these units do not show the role that they act in."""
    rows = one.blank()
    for unit in units:
        del rows[Address(unit, "ha_status")]["effective_mode"]
    return plan(one, one.readings(rows), WIRE, assume=assume)


def sources(found: Planned) -> dict[str, Source]:
    """Return who says that each gate is met."""
    gates = [step.gate for step in found.outline.steps if isinstance(step, WaitStep)]
    return {gate.attestation: gate.source for gate in gates}


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ((), {"mx1.role": "rest", "mx2.in_sync": "rest"}),
        (("mx1",), {"mx1.role": "person", "mx2.in_sync": "rest"}),
        (("mx2",), {"mx1.role": "rest", "mx2.in_sync": "person"}),
        (("mx1", "mx2"), {"mx1.role": "person", "mx2.in_sync": "person"}),
    ],
    ids=["all show it", "mx1 does not", "mx2 does not", "none does"],
)
def test_a_person_says_that_a_unit_acts_in_a_role_which_it_does_not_show(
    units: tuple[str, ...], expected: dict[str, Source]
) -> None:
    found = hidden(group(declared()), *units)

    assert found.situation.condition == "off"
    assert found.lacking == []
    assert {name: sources(found)[name] for name in expected} == expected


def test_an_snmp_agent_tells_the_role_that_rest_does_not_show() -> None:
    document = declared()
    document["units"][0]["snmp"] = AGENT

    found = sources(hidden(group(document), "mx1"))

    assert (found["mx1.role"], found["mx2.in_sync"]) == ("snmp", "rest")


@pytest.mark.parametrize(
    ("unit", "attribute", "way"),
    [
        ("mx1", "effective_mode", "mx1.effective_role=ROLE"),
        ("mx2", "effective_mode", "mx2.effective_role=ROLE"),
        ("mx2", "in_sync", "mx2.in_sync=true"),
        ("mx1", "in_sync", ""),
    ],
)
def test_a_group_of_unknown_condition_says_what_a_person_can_vouch_for(
    unit: str, attribute: str, way: str
) -> None:
    one = group(declared())
    rows = built(one, one.blank(), plan(one, one.readings(one.blank())).outline.steps)
    del rows[Address(unit, "ha_status")][attribute]

    found = [notice.next for notice in plan(one, one.readings(rows)).outline.lacking]

    usual = "see what could not be read; plan again once every unit tells its role"
    assert found == ([f"{usual}; or say what you know: --assume {way}"] if way else [])


def test_the_words_of_an_assumption_tell_what_of_a_unit_it_speaks_of() -> None:
    words = (
        "mx1.effective_role=off", "mx1.in_sync=true", "mx2.in_sync=true",
        "mx1.accounts=kept", "group.source=mx1", "fact.rude-start=false",
    )  # fmt: skip  # one list

    found = parse_assumptions(words, frozenset({"mx1", "mx2"}), farm=False)

    assert found.vouched("mx1") == {"ha_status": frozenset({"effective_mode", "in_sync"})}
    assert found.vouched("mx2") == {"ha_status": frozenset({"in_sync"})}
    assert found.vouched("mx3") == found.vouched("group") == {}
