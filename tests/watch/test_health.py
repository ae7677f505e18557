"""Which source tells each value of a unit, and in what words a group's state is told."""

import datetime

import pytest

from hacfg.errors import Problem
from hacfg.fortimail.roles import Role
from hacfg.fortimail.snmp import SnmpReading
from hacfg.state import UNKNOWN
from hacfg.usecases.past import NO_PAST, Past
from hacfg.usecases.standing import Standing, standing_from
from hacfg.watch.condition import TROUBLE
from tests.practices.groups import Judged, built
from tests.watch.groups import NOW

STORIES = ("pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6")


def standing(
    group: Judged, agents: dict[str, SnmpReading] | None = None, past: Past = NO_PAST
) -> Standing:
    return standing_from(group.loaded, group.readings, agents or {}, NOW, past)


def acting(group: Judged, **roles: str) -> Judged:
    for unit, role in roles.items():
        group = group.with_value(unit, "ha_status", effective_mode=role)
    return group


@pytest.fixture
def pair(tmp_path) -> Judged:
    return built(tmp_path, "pair-7.2")


@pytest.mark.parametrize("story", STORIES)
def test_a_group_that_acts_as_declared_is_healthy(story, tmp_path):
    found = standing(built(tmp_path, story))

    assert found.condition.name == "healthy"
    assert found.condition.steps == ()


def test_a_value_comes_with_its_source(pair):
    found = standing(pair, {"mx1": SnmpReading("mx1", "primary", "primary", {"default": 7})})

    unit = found.units[0]
    assert (unit.firmware.source, unit.firmware.inferred) == ("login", False)
    assert (unit.effective.source, unit.effective.inferred) == ("REST", True)
    assert (unit.queue.value, unit.queue.source) == (7, "SNMP")
    assert unit.licence_days.value == (datetime.date(2028, 1, 31) - NOW.date()).days


def test_snmp_tells_what_the_api_does_not(pair):
    agents = {"mx2": SnmpReading("mx2", "secondary", "secondary")}
    found = standing(pair.unread("mx2", "ha_status", "ha"), agents)

    unit = found.units[1]
    assert (unit.configured.value, unit.configured.source) == ("secondary", "SNMP")
    assert (unit.effective.value, unit.effective.source) == ("secondary", "SNMP")
    assert not unit.effective.inferred
    assert not unit.in_sync.is_known
    assert found.condition.name == "unknown"
    assert "whether mx2 is in sync is not told" in found.condition.words


def test_snmp_tells_the_roles_of_a_unit_whose_api_is_silent(pair):
    agents = {"mx1": SnmpReading("mx1", "primary", "primary")}
    found = standing(pair.unread("mx1"), agents)

    assert found.units[0].effective.source == "SNMP"
    assert found.condition.name == "unreachable"
    assert found.virtual_ips[0].holders == ("mx1",)


def test_two_sources_that_say_otherwise_are_both_told(pair):
    found = standing(pair, {"mx1": SnmpReading("mx1", "primary", "secondary")})

    assert found.units[0].effective.value == "primary"
    assert found.units[0].contradicted == "secondary"


@pytest.mark.parametrize("mode", ["failed", "hold-off"])
def test_snmp_has_no_number_for_failed_and_hold_off_and_does_not_contradict(mode, pair):
    agents = {"mx2": SnmpReading("mx2", "secondary", "off")}

    assert standing(acting(pair, mx2=mode), agents).units[1].contradicted == ""


def test_an_agent_that_does_not_answer_is_told_and_changes_nothing(pair):
    why = Problem("no answer", next="look")
    found = standing(pair, {"mx1": SnmpReading("mx1", problem=why)})

    assert found.units[0].snmp_problem == why
    assert found.condition.name == "healthy"


def test_a_split_brain_is_told_with_the_command_that_mends_it(tmp_path):
    found = standing(acting(built(tmp_path, "pair-7.6"), mx2="primary"))

    assert found.condition.name == "split brain"
    assert found.condition.name in TROUBLE
    assert "mx1 and mx2 act as primary at once" in found.condition.words
    assert found.condition.steps[0].startswith("reconnect the heartbeat")
    assert found.condition.steps[-1].startswith("hacfg plan --recover ")
    assert found.virtual_ips[0].holders == ("mx1", "mx2")


def test_a_failover_is_told_with_who_carries_the_mail(pair):
    found = standing(acting(pair, mx1="secondary", mx2="primary"))

    assert found.condition.name == "failed over"
    assert found.condition.words == "mx2 carries the mail in place of mx1"
    assert found.condition.steps[-1].startswith("hacfg plan --recover ")


def test_a_failover_from_a_dead_unit_is_told_before_that_it_is_silent(pair):
    found = standing(acting(pair, mx2="primary").unread("mx1"))

    assert found.condition.name == "failed over"
    assert found.condition.steps[0] == "mend what failed on mx1, then:"


def test_hold_off_is_told_with_what_it_waits_for(pair):
    found = standing(acting(pair, mx2="hold-off").unread("mx1"))

    assert found.condition.name == "hold-off"
    assert "the primary announced a reboot" in found.condition.words
    assert any("hacfg status --watch" in step for step in found.condition.steps)


def test_a_unit_that_failed_is_told(pair):
    assert standing(acting(pair, mx2="failed")).condition.name == "failed"


def test_a_group_without_a_primary_is_told(pair):
    found = standing(acting(pair, mx1="secondary"))

    assert found.condition.name == "no primary"
    assert found.virtual_ips[0].holders == ()


@pytest.mark.parametrize(
    ("units", "words"),
    [(["mx1", "mx2"], "HA is off on all units"), (["mx2"], "HA is off on mx2: no failover")],
)
def test_ha_that_is_off_is_told(units, words, pair):
    group = acting(pair, **dict.fromkeys(units, "off"))
    for unit in units:
        group = group.with_value(unit, "ha", mode="off")

    found = standing(group)

    assert (found.condition.name, found.condition.words) == ("HA off", words)


def test_a_link_that_is_down_is_told_with_what_is_left(pair):
    found = standing(pair.with_value("mx2", "ha_status", primary_heartbeat="down"))

    assert found.condition.name == "heartbeat down"
    assert found.condition.words == (
        "primary link: mx2 hears nothing: one more failure is a split brain"
    )


def test_a_secondary_that_is_behind_is_told(pair):
    found = standing(pair.with_value("mx2", "ha_status", in_sync=False))

    assert found.condition.name == "not in sync"


def test_a_role_that_no_source_tells_is_unknown_and_never_healthy(pair):
    found = standing(pair.with_value("mx1", "ha_status", effective_mode=UNKNOWN))

    assert found.condition.name == "unknown"
    assert "no source tells which role mx1 acts in" in found.condition.words


def test_a_role_that_is_not_declared_is_told(pair):
    group = acting(pair, mx1="off").with_value("mx1", "ha", mode="secondary")

    assert standing(group).condition.name == "not as declared"


ROLES: tuple[Role, ...] = ("off", "primary", "secondary", "failed", "hold-off")


@pytest.mark.parametrize("first", [*ROLES, None])
@pytest.mark.parametrize("second", [*ROLES, None])
def test_only_a_pair_that_acts_as_declared_is_healthy(first, second, pair):
    found = standing(acting(pair, mx1=first or UNKNOWN, mx2=second or UNKNOWN))  # type: ignore[arg-type]  # UNKNOWN too

    healthy = (first, second) == ("primary", "secondary")
    assert (found.condition.name == "healthy") is healthy
    assert found.condition.words
    assert bool(found.condition.steps) is not healthy
