"""Steps that HA does not notice are one cue, as long as they rely on the same."""

from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.steps import SetStep
from hacfg.plan.values import PlanState
from hacfg.state import Address
from tests.rehearsal.units.parts import stage

ALERTS = Address("mx1", "alert_email", "noc@example.net")
LEADS: PlanState = {Address("mx1", "ha_status"): {"effective_mode": "primary"}}
IN_SYNC: PlanState = {Address("mx2", "ha_status"): {"effective_mode": "secondary", "in_sync": True}}


def quiet(number: int, before: PlanState) -> SetStep:
    """Return a step that HA does not notice."""
    return SetStep(
        number=number, unit="mx1", procedure="p", reason="r", title="set", kind=ALERTS.kind,
        key=ALERTS.key, operation="update", attributes={"comment": str(number)},
        before=before, after={ALERTS: {"comment": str(number)}}, inverse={},
    )  # fmt: skip  # what matters is what it relies on


def test_two_writes_that_rely_on_the_same_are_one_cue():
    (cue,) = write_script(stage(), [quiet(1, LEADS), quiet(2, LEADS)]).cues

    assert cue.step == 2


def test_a_write_that_relies_on_more_than_the_one_before_is_looked_at_by_itself():
    first, second = write_script(stage(), [quiet(1, LEADS), quiet(2, LEADS | IN_SYNC)]).cues

    assert [len(cue.expects) for cue in (first, second)] == [1, 2]
