"""What is said of units that are to leave and have HA off already."""

import pytest

from hacfg.plan.leaving import leaving_notices
from hacfg.plan.ours import Notice
from tests.plan.groups import declared, group
from tests.plan.units.declaring import switched_off, unlisted
from tests.rehearsal.scenarios import at_rest

KINDS = pytest.mark.parametrize("firmware", ["7.2", "7.6"])


def noticed(firmware, happens=(), answering=("mx1", "mx2", "mx3"), *, lost=False):
    """Return what is said of mx3 of a farm, and where it is declared that it leaves."""
    document = declared(firmware, "config-only", 3)
    rows = at_rest(firmware, "config-only", 3)
    document["units"][2] |= {"state": "absent", "lost": lost}
    one = group(document)
    for happen in happens:
        happen(one, rows)
    readings = {name: read for name, read in one.readings(rows).items() if name in answering}
    where = str(one.places.at("units", 2, "state"))
    return list(leaving_notices(one.topology, readings, one.places)), where


@KINDS
def test_nothing_is_said_of_a_unit_that_is_in_ha_still(firmware):
    assert noticed(firmware)[0] == []


@KINDS
def test_nothing_is_said_of_a_unit_that_did_not_answer(firmware):
    assert noticed(firmware, [switched_off("mx3")], ("mx1", "mx2"))[0] == []


@KINDS
def test_nothing_is_said_of_a_unit_that_stays_and_is_off(firmware):
    assert noticed(firmware, [switched_off("mx2")])[0] == []


@pytest.mark.parametrize(
    ("firmware", "answering", "listed"),
    [
        ("7.2", ("mx1", "mx2", "mx3"), "mx1"),
        ("7.6", ("mx1", "mx2", "mx3"), "mx1, mx2"),
        ("7.6", ("mx2", "mx3"), "mx2"),
    ],
    ids=["the primary", "all that have the document", "one does not answer"],
)
def test_a_unit_that_is_off_and_still_listed_is_leaving(firmware, answering, listed):
    found, where = noticed(firmware, [switched_off("mx3")], answering)

    message = f"mx3 has HA off, but {listed} still lists it"
    assert found == [Notice(id="leaving", severity="note", message=message, where=where)]


@KINDS
@pytest.mark.parametrize("answering", [("mx1", "mx2", "mx3"), ("mx3",)])
def test_a_unit_that_is_off_and_that_nobody_lists_is_gone(firmware, answering):
    found, where = noticed(firmware, [switched_off("mx3"), unlisted("mx3")], answering)

    assert found == [
        Notice(
            id="gone",
            severity="note",
            message="mx3 has HA off: it is no member any more",
            where=where,
            next="delete it from the file",
        )
    ]
