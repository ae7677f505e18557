"""What the told plans do not show of a turn: where it was declared, and who is left alone."""

from dataclasses import replace

import pytest

from hacfg.plan.draft import Draft, Mandate, as_read
from hacfg.plan.pending import Pool
from hacfg.plan.roles import bring_out
from hacfg.plan.steps import ActionStep, SetStep, WaitStep
from tests.plan.groups import Planned, declared, group, plan
from tests.plan.units.declaring import by_units, every
from tests.plan.worlds import FIRMWARES
from tests.rehearsal.scenarios import (
    ALLOWED,
    RECIPES,
    Recipe,
    at_rest,
    base_port,
    change_settings,
    planned,
    show,
)


def draft_of(found: Planned) -> Draft:
    """Return a draft of a group for which nothing is pending yet."""
    draft = Draft(
        found.situation,
        found.desired,
        Pool((), "mx1"),
        Mandate(ALLOWED),
        str,
        as_read(found.situation),
    )
    draft.procedure = "by hand"
    return draft


@pytest.mark.parametrize("firmware", FIRMWARES)
@pytest.mark.parametrize(
    ("happen", "name", "guards"),
    [
        ({}, "mx1", ["role-change", "mail-interruption"]),
        ({}, "mx2", ["role-change"]),
        ({"mx2": "primary", "mx1": "secondary"}, "mx1", ["role-change", "mail-interruption"]),
        ({"mx2": "primary", "mx1": "secondary"}, "mx2", ["role-change"]),
        ({"mx2": "primary"}, "mx1", ["role-change", "mail-interruption"]),
        ({"mx2": "primary", "mx1": "off"}, "mx1", ["role-change"]),
        ({"mx2": "primary", "mx1": "failed"}, "mx1", ["role-change", "mail-interruption"]),
    ],
    ids=[
        "the primary",
        "the secondary",
        "a primary that follows",
        "a secondary that leads",
        "one of two that lead",
        "a primary that is off already",
        "a primary that failed",
    ],
)
def test_that_a_unit_leads_which_is_not_configured_to_is_under_a_guard(
    happen, name, guards, firmware
):
    def happens(_, rows):
        for unit, role in happen.items():
            show(rows, unit, role)

    draft = draft_of(planned(Recipe(happen=happens), firmware))

    bring_out(draft, name, "why", "role-change")

    assert isinstance(draft.steps[0], SetStep)
    assert draft.steps[0].guards == guards


def test_a_join_says_where_it_was_declared_that_the_unit_is_a_member():
    found = planned(RECIPES["build"], "7.6")

    (join,) = [step for step in found.outline.steps if isinstance(step, ActionStep)]
    places = {str(at) for (address, _), at in found.desired.places.items() if address.kind == "ha"}
    assert join.position in places


def test_a_unit_whose_ha_is_switched_off_joins_from_no_place_in_the_file():
    found = planned(RECIPES["base port"], "7.6")

    (join,) = [step for step in found.outline.steps if isinstance(step, ActionStep)]
    assert join.position is None


def test_mail_service_is_asked_where_its_gate_says():
    found = planned(Recipe(every(base_port, by_units)), "7.6")

    gates = [step.gate for step in found.outline.steps if isinstance(step, WaitStep)]
    asked = [(gate.unit, [str(one) for one in gate.answers]) for gate in gates if gate.answers]
    assert asked == [("mx1", ["192.0.2.1:25"]), ("mx2", ["192.0.2.2:25"])]


def test_a_unit_that_does_not_tell_its_links_has_its_other_settings_changed():
    document = declared("7.2")
    rows = at_rest("7.2", "active-passive", 2)
    change_settings(document)
    one = group(document)
    readings = one.readings(rows)
    kinds = {kind: read for kind, read in readings["mx2"].kinds.items() if kind != "ha_interface"}
    readings["mx2"] = replace(readings["mx2"], kinds=kinds)

    found = plan(one, readings, ALLOWED)

    assert "mx1 syslog 192.0.2.50:514" in found.titles
