"""In which conditions nothing is planned, why, and the way out of each."""

import pytest

from hacfg.plan.draft import Mandate
from hacfg.plan.ours import Notice
from hacfg.plan.situation import Situation
from hacfg.plan.stuck import conditions, is_stuck
from hacfg.state import UNKNOWN, Address
from tests.plan.core.parts import HEALTHY, Found, draft, in_roles, situation
from tests.plan.groups import declared, group

LEADS = Found("primary", "primary")
SPLIT = (LEADS, LEADS)
WAITING = (Found("primary", "off"), Found("secondary", "hold-off", in_sync=True))
UNSEEN = (LEADS, Found("secondary", UNKNOWN))
STOPPED = (Found("primary", "off"), Found("secondary", "off"))
FAILED_OVER = (Found("primary", "off"), Found("secondary", "primary", in_sync=True))
BY_ITSELF = "no unit acts as primary, though HA is not off on mx1, mx2"


def told(on: Situation, *, recover: bool = False, source: str | None = None) -> list[Notice]:
    """Return what is said of a condition."""
    return list(conditions(draft(on, mandate=Mandate(recover=recover, source=source))))


def condition(message: str, where: str, way_out: str) -> list[Notice]:
    return [Notice(id="condition", severity="error", message=message, where=where, next=way_out)]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            SPLIT,
            condition(
                "split brain: two units act as primary; nothing is planned on top of that",
                "mx1 and mx2 act as primary at the same time",
                "reconnect the heartbeat, then: hacfg plan --recover",
            ),
        ),
        (
            WAITING,
            condition(
                "hold-off: the primary announced a reboot, the others wait for it; "
                "nothing is planned on top of that",
                BY_ITSELF,
                "wait until the primary is back, at most 15 minutes; then plan again",
            ),
        ),
        (
            UNSEEN,
            condition(
                "unknown: the roles of the units could not be read; "
                "nothing is planned on top of that",
                "acts as primary",
                "see what could not be read; plan again once every unit tells its role; "
                "or say what you know: --assume mx2.effective_role=ROLE",
            ),
        ),
        (
            STOPPED,
            condition(
                "abnormal: a unit does not act as configured; nothing is planned on top of that",
                BY_ITSELF,
                "look at the status page of each unit, then: hacfg plan --recover",
            ),
        ),
        (HEALTHY, []),
        (FAILED_OVER, []),
        ((Found(), Found()), []),
        ((LEADS, Found()), []),
    ],
    ids=["split brain", "hold-off", "unknown", "abnormal", "healthy", "failed over", "off",
         "building"],
)  # fmt: skip  # one table
def test_a_condition_that_nothing_is_planned_in_is_told_with_the_way_out(
    found: tuple[Found, ...], expected: list[Notice]
) -> None:
    on = in_roles(*found)

    assert told(on) == expected
    assert is_stuck(draft(on)) is bool(expected)


@pytest.mark.parametrize(
    ("found", "stuck"),
    [(WAITING, True), (UNSEEN, True), (SPLIT, False), (STOPPED, False), (FAILED_OVER, False)],
    ids=["hold-off", "unknown", "split brain", "abnormal", "failed over"],
)
def test_the_way_back_leads_out_of_what_it_mends_alone(
    found: tuple[Found, ...], *, stuck: bool
) -> None:
    on = in_roles(*found)

    assert is_stuck(draft(on, mandate=Mandate(recover=True))) is stuck
    if stuck:
        assert told(on, recover=True) == told(on)


def test_whose_configuration_counts_is_asked_where_nobody_leads() -> None:
    (question,) = told(in_roles(*STOPPED), recover=True)

    assert question == Notice(
        id="question",
        severity="error",
        message="no unit acts as primary: only a person knows whose configuration counts",
        where=BY_ITSELF,
        next="--assume group.source=mx1, or another unit",
    )


@pytest.mark.parametrize(
    ("found", "source"), [(STOPPED, "mx2"), (SPLIT, None), (FAILED_OVER, None), (HEALTHY, None)]
)
def test_nothing_is_asked_where_a_person_said_it_or_a_unit_leads(
    found: tuple[Found, ...], source: str | None
) -> None:
    assert told(in_roles(*found), recover=True, source=source) == []


def test_of_a_group_that_ends_no_condition_is_told() -> None:
    document = declared("7.2")
    for unit in document["units"]:
        unit["state"] = "absent"

    assert told(in_roles(*SPLIT, document=document)) == []
    assert told(in_roles(*STOPPED, document=document), recover=True) == []


def test_units_that_no_row_lists_are_named_in_the_place_of_the_condition() -> None:
    one = group(declared("7.6", "config-only", 3))
    rows = one.blank()
    for unit in ("mx2", "mx3"):
        rows[Address(unit, "ha")]["enabled"] = True

    assert told(situation(one, rows)) == condition(
        "unknown: the roles of the units could not be read; nothing is planned on top of that",
        "mx2, mx3: HA is on, and the unit's own member table has no row for it",
        "switch HA off on mx2 by hand, then plan again: it joins anew",
    )
