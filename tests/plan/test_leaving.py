"""A unit that is declared absent is gone already, or waits for a person."""

import pytest

from hacfg.fortimail.reading import Reading
from hacfg.plan.leaving import leaving_notices
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
