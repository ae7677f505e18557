"""The cues that a plan's steps come to, and what the units hold between them."""

from dataclasses import replace

import pytest

from hacfg.plan.rehearsal.cue import Expected
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.values import PlanState
from hacfg.state import Address
from tests.ha.groups import PAIR
from tests.rehearsal.units.parts import awaiting_role, gate, stage, start
from tests.rehearsal.units.steps import ALERTS, HA, HA2, PORT, awaited, played, told, typed, write

LEADS: PlanState = {Address("mx1", "ha_status"): {"effective_mode": "primary"}}
IN_SYNC: PlanState = {Address("mx2", "ha_status"): {"effective_mode": "secondary", "in_sync": True}}
OTHER_UNIT = Address("mx2", "alert_email", "noc@example.net")


def quiet(number: int, before: PlanState = LEADS):
    """Return a step that HA does not notice."""
    return write(ALERTS, {"comment": str(number)}, number, before=before)


def test_two_writes_that_rely_on_the_same_are_one_cue():
    script = write_script(stage(), [quiet(1), quiet(2)])

    assert [cue.step for cue in script.cues] == [2]
    assert script.held[0] == stage().held
    assert [one["mx1"].value("alert_email", "comment", ALERTS.key) for one in script.held] == [
        None,
        "2",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (quiet(1), quiet(2, LEADS | IN_SYNC)),
        (quiet(1), write(OTHER_UNIT, {"comment": "x"}, 2, before=LEADS)),
        (quiet(1), typed({ALERTS: {"comment": "x"}}, number=2, before=LEADS)),
        (quiet(1), write(HA, {"on_failure": "off"}, 2, before=LEADS)),
        (write(HA, {"on_failure": "off"}, 1, before=LEADS), quiet(2)),
        (quiet(1, {}), awaited(gate("holds"), 2)),
        (awaited(gate("holds"), 1), quiet(2, {})),
        (awaited(gate("holds"), 1), awaited(gate("holds"), 2)),
        (quiet(1), write(ALERTS, {"comment": "x"}, 2, before=LEADS, outage=True)),
        (quiet(1), write(ALERTS, {"comment": "x"}, 2, before=LEADS, overwrites=["mx2"])),
    ],
    ids=[
        "relies on more",
        "another unit",
        "by hand",
        "does something",
        "did something",
        "awaits something",
        "awaited something",
        "both await",
        "stops mail",
        "overwrites",
    ],
)
def test_a_step_that_is_not_like_the_one_before_is_a_cue_of_its_own(first, second):
    script = write_script(stage(), [first, second])

    assert [cue.step for cue in script.cues] == [1, 2]
    assert len(script.held) == 3


def test_a_script_tells_what_the_units_hold_before_each_cue_and_after_the_last():
    off, on = write(HA2, {"mode": "off"}, 1), write(HA2, {"mode": "secondary"}, 2)

    script = write_script(stage(), [off, on])

    assert [held["mx2"].value("ha", "mode") for held in script.held] == [
        "secondary",
        "off",
        "secondary",
    ]
    assert all(held["mx1"] == stage().held["mx1"] for held in script.held)


@pytest.mark.parametrize(
    ("step", "by_hand"), [(quiet(7), False), (typed({ALERTS: {}}, number=7, before=LEADS), True)]
)
@pytest.mark.parametrize("stops", [True, False], ids=["stops mail", "does not"])
def test_a_cue_says_of_its_step_all_that_the_model_looks_at(step, by_hand, stops):
    told_of = step.model_copy(update={"outage": stops, "overwrites": ["mx2", "mx1"]})

    (cue,) = write_script(stage(), [told_of]).cues

    assert cue.step == 7
    assert cue.index == 0
    assert (cue.by_hand, cue.on_console) == (by_hand, by_hand)
    assert cue.expects == (Expected(0, None, "primary", synced=False),)
    assert cue.stops_mail is stops
    assert cue.overwrites == frozenset({0, 1})
    assert not cue.lonely
    assert (cue.do, cue.met, cue.restores_mail) == (None, None, False)


def test_a_cue_is_about_the_unit_of_its_step():
    (cue,) = write_script(stage(), [write(OTHER_UNIT, {})]).cues

    assert cue.index == 1
    assert cue.overwrites == frozenset()


@pytest.mark.parametrize("step", [told("restore", "mx1"), typed({}, "mx1", "restore")])
def test_a_unit_that_is_told_to_restore_its_role_takes_it_back(step):
    first, second = start().units
    over = start()._replace(units=(first._replace(eff="secondary"), second._replace(eff="primary")))

    after = played(stage(), [step], over)

    assert [unit.eff for unit in after.units] == ["primary", "joining"]
    assert [cue.by_hand for cue in write_script(stage(), [step]).cues] == [step.type == "manual"]


def test_a_role_is_restored_in_the_world_that_is_played():
    first, second = start().units
    deaf = second._replace(eff="primary", hb=second.hb._replace(password="other"))
    over = start()._replace(units=(first._replace(eff="secondary"), deaf))
    hears = PAIR._replace(facts=frozenset({"password-only-sync"}))

    step = [told("restore", "mx1")]

    assert [unit.eff for unit in played(stage(), step, over).units] == ["primary", "primary"]
    assert [unit.eff for unit in played(stage(), step, over, hears).units] == ["primary", "joining"]


def test_a_person_who_types_several_rows_does_one_after_the_other():
    step = typed({HA: {"on_failure": "off"}, PORT: {"access": ()}, HA2: {"mode": "off"}})

    cues = write_script(replace(stage()), [step]).cues

    assert [cue.do is not None for cue in cues] == [True, False, True]
    first, second = start().units
    assert played(stage(), [step], start()).units == (
        first._replace(on_failure="off"),
        second._replace(conf="off"),
    )


def test_a_wait_has_a_cue_of_its_own_after_each_write():
    cues = write_script(stage(), [quiet(1), awaited(awaiting_role("primary"), 2), quiet(3)]).cues

    assert [cue.step for cue in cues] == [1, 2, 3]
    assert [cue.met is not None for cue in cues] == [False, True, False]


def handed_over(*guards: str):
    """Return how mx2 gets the role of mx1: that goes out, the other leads, and it comes back."""
    return [
        write(HA, {"mode": "off"}, guards=guards),
        awaited(awaiting_role("primary", "mx2"), 2),
        write(HA2, {"mode": "primary"}, 3),
        write(HA, {"mode": "secondary"}, 4),
    ]


@pytest.mark.parametrize(
    ("steps", "lonely"),
    [
        (handed_over("role-change", "mail-interruption"), [True, True, False, False]),
        (handed_over("role-change"), [False] * 4),
        ([write(HA2, {"mode": "off"}, guards=["mail-interruption"])], [False]),
        (
            [*handed_over("mail-interruption"), write(HA2, {"mode": "secondary"}, 5)],
            [True, True, False, False, False],
        ),
    ],
    ids=["under the guard", "not under it", "one is to lead", "only once"],
)
def test_a_unit_may_lead_that_is_not_to_from_the_guarded_step_until_one_is_configured_to(
    steps, lonely
):
    assert [cue.lonely for cue in write_script(stage(), steps).cues] == lonely
