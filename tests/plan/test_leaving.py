"""A unit that is declared absent is gone already, or waits for a person."""

from dataclasses import replace

import pytest

from hacfg.errors import Problem
from hacfg.fortimail.reading import Reading
from hacfg.plan.leaving import leaving_notices
from hacfg.state import Address
from tests.plan.groups import Group, declared, group, plan
from tests.plan.worlds import FIRMWARES, built

FIRMWARE = pytest.mark.parametrize("firmware", FIRMWARES)


def without_the_third(firmware: str) -> tuple[Group, dict[str, Reading]]:
    """Return a farm whose third unit is to leave, and readings of all three running."""
    document = declared(firmware, "config-only", 3)
    three = group(document)
    steps = plan(three, three.readings(three.blank())).outline.steps
    rows = built(three, three.blank(), steps)
    document["units"][2]["state"] = "absent"
    one = group(document)
    return one, one.readings(rows)


@FIRMWARE
def test_a_member_that_is_to_leave_has_no_procedure_yet(firmware: str) -> None:
    one, readings = without_the_third(firmware)

    (notice,) = leaving_notices(one.topology, readings, one.places)

    assert (notice.id, notice.severity) == ("no-procedure", "error")
    assert notice.message.startswith("taking mx3 out")
    assert notice.where == str(one.places.at("units", 2, "state"))
    assert notice.next


@FIRMWARE
def test_a_unit_that_left_may_be_deleted_from_the_file(firmware: str) -> None:
    one, _ = without_the_third(firmware)

    (notice,) = leaving_notices(one.topology, one.readings(one.blank()), one.places)

    assert (notice.id, notice.severity) == ("gone", "note")
    assert "mx3" in notice.message


def test_a_unit_that_did_not_answer_is_not_taken_for_gone() -> None:
    one, _ = without_the_third("7.2")

    (notice,) = leaving_notices(one.topology, {}, one.places)

    assert notice.id == "no-procedure"


@FIRMWARE
def test_no_step_touches_a_unit_that_is_to_leave(firmware: str) -> None:
    one, readings = without_the_third(firmware)

    found = plan(one, readings)

    assert (found.changes, found.outline.steps) == ((), ())


ROWS = {
    "7.2": ("ha_peer", "10.0.0.3"),
    "7.6": ("ha_member", "mx3"),
}


@FIRMWARE
def test_a_unit_whose_row_the_primary_still_holds_is_not_gone(firmware: str) -> None:
    one, readings = without_the_third(firmware)
    kind, key = ROWS[firmware]
    readings["mx3"] = one.readings(one.blank())["mx3"]

    (notice,) = leaving_notices(one.topology, readings, one.places)

    assert (notice.id, notice.severity) == ("no-procedure", "error")
    assert "mx1 still lists it" in notice.message
    assert f'remove its row {kind}["{key}"] on mx1' in notice.next


@FIRMWARE
def test_a_unit_whose_row_is_removed_is_gone(firmware: str) -> None:
    one, readings = without_the_third(firmware)
    kind, key = ROWS[firmware]
    readings["mx3"] = one.readings(one.blank())["mx3"]
    of_kind = readings["mx1"].kinds[kind]
    rows = {at: row for at, row in of_kind.resources.items() if at.key != key}
    assert len(rows) == len(of_kind.resources) - 1
    kinds = {**readings["mx1"].kinds, kind: replace(of_kind, resources=rows)}
    readings["mx1"] = replace(readings["mx1"], kinds=kinds)

    (notice,) = leaving_notices(one.topology, readings, one.places)

    assert notice.id == "gone"


@FIRMWARE
def test_a_unit_is_not_gone_while_the_rows_of_the_primary_are_unread(firmware: str) -> None:
    one, _ = without_the_third(firmware)
    readings = one.readings(one.blank())
    kind, _ = ROWS[firmware]
    problems = {kind: Problem("not permitted")}
    readings["mx1"] = replace(readings["mx1"], problems=problems)

    (notice,) = leaving_notices(one.topology, readings, one.places)

    assert notice.id == "no-procedure"
    assert kind in notice.next


def test_a_unit_is_not_gone_while_nobody_leads() -> None:
    one, running = without_the_third("7.2")
    readings = {**running, "mx3": one.readings(one.blank())["mx3"]}
    leading = running["mx1"].kinds["ha_status"].resources[Address("mx1", "ha_status")]
    status = replace(
        running["mx2"].kinds["ha_status"], resources={Address("mx2", "ha_status"): leading}
    )
    readings["mx2"] = replace(running["mx2"], kinds={**running["mx2"].kinds, "ha_status": status})

    (notice,) = leaving_notices(one.topology, readings, one.places)

    assert notice.id == "no-procedure"
    assert "mx1 and mx2 act as primary" in notice.message
