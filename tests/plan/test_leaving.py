"""Units that leave: the unit first, its row last; what is said once it has left."""

from dataclasses import replace

import pytest

from hacfg.fortimail.reading import Reading
from hacfg.plan.leaving import leaving_notices
from hacfg.plan.steps import SetStep, WaitStep
from hacfg.state import Address
from tests.plan.groups import WIRE, Group, declared, group, plan
from tests.plan.simulated import Rows
from tests.plan.worlds import FIRMWARES, built

FIRMWARE = pytest.mark.parametrize("firmware", FIRMWARES)
REMOVAL = WIRE | {"member-removal", "row-removal"}
ROWS = {
    "7.2": ("ha_peer", "10.0.0.3"),
    "7.6": ("ha_member", "mx3"),
}


def without_the_third(firmware: str, *, lost: bool = False) -> tuple[Group, Rows]:
    """Return a farm whose third unit is to leave, and what all three hold while they run."""
    document = declared(firmware, "config-only", 3)
    three = group(document)
    steps = plan(three, three.readings(three.blank())).outline.steps
    rows = built(three, three.blank(), steps)
    unit = document["units"][2]
    unit["state"] = "absent"
    unit["lost"] = lost
    return group(document), rows


@FIRMWARE
def test_a_unit_that_leaves_is_drained_then_switched_off_and_its_row_goes_last(
    firmware: str,
) -> None:
    one, rows = without_the_third(firmware)

    found = plan(one, one.readings(rows), REMOVAL)

    drained, off, is_off, row, *told = found.outline.steps
    assert isinstance(drained, WaitStep)
    assert (drained.gate.condition, drained.unit, drained.gate.source) == (
        "drained", "mx3", "person",
    )  # fmt: skip  # one line less than one a value
    assert isinstance(off, SetStep)
    assert (off.unit, off.kind, off.guards, off.temporary) == ("mx3", "ha", ["member-removal"], [])
    assert isinstance(is_off, WaitStep)
    assert (is_off.gate.condition, is_off.gate.wording) == ("role", "HA is off on mx3")
    assert isinstance(row, SetStep)
    assert (row.unit, row.operation, (row.kind, row.key)) == ("mx1", "delete", ROWS[firmware])
    assert set(row.guards) == {"member-removal", "row-removal"}
    # From 7.6 the row was in the document that all hold.
    assert [step.unit for step in told] == (["mx2"] if firmware == "7.6" else [])
    assert {step.procedure for step in found.outline.steps} == {"remove mx3"}
    assert found.outline.lacking == ()


@FIRMWARE
def test_a_unit_that_left_leaves_nothing_to_plan_and_nothing_of_others_is_touched(
    firmware: str,
) -> None:
    one, rows = without_the_third(firmware)
    steps = plan(one, one.readings(rows), REMOVAL).outline.steps

    again = plan(one, one.readings(built(one, rows, steps)))

    assert (again.changes, again.outline.steps, again.lacking) == ((), (), [])
    assert {step.unit for step in steps if isinstance(step, SetStep)} == {"mx1", "mx3"}


@FIRMWARE
def test_a_unit_leaves_only_if_that_is_allowed(firmware: str) -> None:
    one, rows = without_the_third(firmware)

    found = plan(one, one.readings(rows))

    assert set(found.lacking) == {"guard:member-removal", "guard:row-removal"}
    assert not found.document.applyable


@FIRMWARE
def test_a_removal_that_was_killed_anywhere_is_gone_on_with(firmware: str) -> None:
    one, rows = without_the_third(firmware)
    steps = plan(one, one.readings(rows), REMOVAL).outline.steps

    for done in range(len(steps)):
        halfway = built(one, rows, steps[:done])
        rest = plan(one, one.readings(halfway), REMOVAL)
        assert rest.outline.lacking == ()
        again = plan(one, one.readings(built(one, halfway, rest.outline.steps)))
        assert (again.changes, again.outline.steps) == ((), ())


@FIRMWARE
def test_a_lost_unit_is_ruled_out_by_a_person_before_its_row_goes(firmware: str) -> None:
    one, rows = without_the_third(firmware, lost=True)

    found = plan(one, one.readings(rows), REMOVAL)

    isolated, row, *told = found.outline.steps
    assert isinstance(isolated, WaitStep)
    assert (isolated.gate.condition, isolated.unit, isolated.gate.source) == (
        "isolated", "mx3", "person",
    )  # fmt: skip  # one line less than one a value
    assert isinstance(row, SetStep)
    assert (row.unit, row.operation, (row.kind, row.key)) == ("mx1", "delete", ROWS[firmware])
    # From 7.6 who is in the group is shared: the other member has to learn it.
    assert [(step.unit, step.type) for step in told] == [("mx2", "wait")] * (firmware == "7.6")
    assert {step.procedure for step in found.outline.steps} == {"lost mx3"}
    assert all(step.unit != "mx3" for step in found.outline.steps if step.type != "wait")


@FIRMWARE
@pytest.mark.parametrize("mode", ["active-passive", "config-only"])
def test_a_group_ends_with_its_primary_and_senders_of_a_pair_leave_the_virtual_ip_before(
    firmware: str, mode: str
) -> None:
    document = declared(firmware, mode)
    rows = built(group(document), group(document).blank(), plan(
        group(document), group(document).readings(group(document).blank())
    ).outline.steps)  # fmt: skip  # one expression
    rows[Address("mx1", "domain", "example.com")] = {}
    for unit in document["units"]:
        unit["state"] = "absent"
    one = group(document)

    found = plan(one, one.readings(rows), REMOVAL)

    opened = ["mx1 opened"] if mode == "active-passive" else []
    told = [
        f"{step.unit} {step.gate.condition if isinstance(step, WaitStep) else 'off'}"
        for step in found.outline.steps
    ]
    assert told == ["mx2 off", "mx2 role", *opened, "mx1 off", "mx1 role"]
    assert {step.procedure for step in found.outline.steps} == {"disband"}
    assert found.outline.lacking == ()
    again = plan(one, one.readings(built(one, rows, found.outline.steps)))
    assert again.outline.steps == ()


@FIRMWARE
def test_a_member_that_is_to_leave_needs_no_notice(firmware: str) -> None:
    one, rows = without_the_third(firmware)

    assert list(leaving_notices(one.topology, one.readings(rows), one.places)) == []


@FIRMWARE
def test_a_unit_that_left_may_be_deleted_from_the_file(firmware: str) -> None:
    one, _ = without_the_third(firmware)

    (notice,) = leaving_notices(one.topology, one.readings(one.blank()), one.places)

    assert (notice.id, notice.severity) == ("gone", "note")
    assert "mx3" in notice.message
    assert notice.where == str(one.places.at("units", 2, "state"))


def test_nothing_is_said_of_a_unit_that_did_not_answer() -> None:
    one, _ = without_the_third("7.2")

    assert list(leaving_notices(one.topology, {}, one.places)) == []


@FIRMWARE
def test_a_unit_whose_row_the_primary_still_holds_is_not_gone(firmware: str) -> None:
    one, rows = without_the_third(firmware)
    readings = one.readings(rows)
    readings["mx3"] = one.readings(one.blank())["mx3"]

    (notice,) = leaving_notices(one.topology, readings, one.places)

    assert (notice.id, notice.severity) == ("leaving", "note")
    assert "still lists it" in notice.message
    assert "mx1" in notice.message


@FIRMWARE
def test_a_unit_that_nobody_lists_is_gone(firmware: str) -> None:
    one, rows = without_the_third(firmware)
    kind, key = ROWS[firmware]
    readings = one.readings(rows)
    readings["mx3"] = one.readings(one.blank())["mx3"]
    for name in ("mx1", "mx2"):
        readings[name] = without_row(readings[name], kind, key)

    (notice,) = leaving_notices(one.topology, readings, one.places)

    assert notice.id == "gone"


def without_row(reading: Reading, kind: str, key: str) -> Reading:
    of_kind = reading.kinds[kind]
    rows = {at: row for at, row in of_kind.resources.items() if at.key != key}
    return replace(reading, kinds={**reading.kinds, kind: replace(of_kind, resources=rows)})
