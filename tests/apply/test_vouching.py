"""What a person vouches for: it passes where a unit does not show it, and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from hacfg.apply.compare import judge
from hacfg.apply.live import VOUCHED, LiveUnit, Seen
from hacfg.errors import BadAnswer, NotFound, NotPermitted, UnitError, Unreachable
from hacfg.plan.steps import ActionStep
from hacfg.plan.values import PlanState
from tests.apply.test_live import FakeSession
from tests.apply.units import HA, STATUS, problem, setting
from tests.plan.groups import catalogue

LEADS: PlanState = {STATUS: {"effective_mode": "primary"}}
UNSEEN: Seen = {STATUS: {"effective_mode": VOUCHED}}


def restoring(before: PlanState) -> ActionStep:
    return ActionStep(
        number=1, unit="mx1", procedure="p", reason="r", title="restore",
        before=before, after=LEADS, action="restore", arguments={}, inverse=None,
    )  # fmt: skip  # what matters is the values


def test_a_step_goes_on_from_a_role_that_a_person_vouches_for() -> None:
    step = setting(1, {"port": 1}, {"port": 2}, relied=LEADS)

    assert judge(step, {HA: {"port": 1}, **UNSEEN}) == ("go on", ())
    assert judge(step, {HA: {"port": 2}, **UNSEEN}) == ("took effect", ())
    assert judge(step, {HA: {"port": 3}, **UNSEEN})[0] == "differs"


def test_what_nobody_sees_has_not_taken_effect() -> None:
    assert judge(restoring({}), UNSEEN) == ("go on", ())


def test_an_action_that_was_sent_and_cannot_be_seen_is_not_sent_again() -> None:
    verdict, (found,) = judge(restoring({}), UNSEEN, intended=True)

    assert verdict == "differs"
    assert str(found) == "mx1 ha_status effective_mode is not readable, expected primary"


def test_a_setting_that_was_sent_is_sent_again_as_long_as_it_does_not_show() -> None:
    step = setting(1, {"port": 1}, {"port": 2}).model_copy(update={"after": LEADS})

    assert judge(step, {HA: {"port": 1}, **UNSEEN}, intended=True) == ("go on", ())


@dataclass
class Silent(FakeSession):
    """A unit that does not show its status."""

    why: UnitError = field(default_factory=lambda: BadAnswer(problem("HTTP 500")))

    def get(self, path: str) -> Mapping[str, object]:
        self.read.append(path)
        raise self.why


def unit(session: FakeSession, *kinds: str) -> LiveUnit:
    """Return a unit; a person vouches for the role that it acts in, as an attribute of `kinds`."""
    dialect = catalogue().for_firmware("7.2")
    assert dialect is not None
    vouched = dict.fromkeys(kinds, frozenset({"effective_mode"}))
    return LiveUnit("mx1", session, dialect, {}, vouched=vouched)


REFUSALS = [BadAnswer, NotFound, NotPermitted]


@pytest.mark.parametrize("why", REFUSALS)
def test_a_role_that_a_unit_does_not_show_is_vouched_for(why: type[UnitError]) -> None:
    silent = Silent(why=why(problem("no")))

    assert unit(silent, "ha_status").look([STATUS]) == UNSEEN


@pytest.mark.parametrize("why", [*REFUSALS, Unreachable])
def test_what_nobody_vouches_for_is_not_passed_over(why: type[UnitError]) -> None:
    silent = Silent(why=why(problem("no")))

    with pytest.raises(why):
        unit(silent, "ha").look([STATUS])


def test_a_unit_that_does_not_answer_at_all_is_not_vouched_for() -> None:
    with pytest.raises(Unreachable):
        unit(Silent(why=Unreachable(problem("gone"))), "ha_status").look([STATUS])


@pytest.mark.parametrize(
    ("shown", "seen"), [({"effective_mode": 5}, "failed"), ({"config_sync": True}, VOUCHED)]
)
def test_what_a_unit_shows_counts_more_than_a_persons_word(
    shown: dict[str, object], seen: object
) -> None:
    found = unit(FakeSession({"SysHaStatus": shown}), "ha_status").look([STATUS])[STATUS]

    assert found is not None
    assert found["effective_mode"] == seen
