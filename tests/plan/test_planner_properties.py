"""What holds for every plan, whatever is declared and wherever the units stand."""

import ipaddress
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hacfg.plan.guards import GUARDS
from hacfg.plan.steps import ActionStep, AnyStep, SetStep, WaitStep
from hacfg.state import Address, Secret
from tests.plan.groups import PARTS, WIRE, Group, Planned, declared, group, plan
from tests.plan.simulated import Rows, carry_out
from tests.plan.worlds import FIRMWARES, at_rest, built, groups, on_units, other_value

BLANK_CASES = [
    pytest.param(firmware, mode, size, id=f"{firmware}-{mode}-{size}")
    for firmware in FIRMWARES
    for mode, size in (("active-passive", 2), ("config-only", 2), ("config-only", 4))
]
EVERYTHING = frozenset(GUARDS)


def effects(steps: Iterable[AnyStep]) -> list[SetStep | ActionStep]:
    return [step for step in steps if isinstance(step, SetStep | ActionStep)]


def writes(steps: Iterable[AnyStep], kind: str, *names: str) -> list[int]:
    """Return the numbers of the steps that write any of these attributes of a kind."""
    return [
        step.number
        for step in steps
        if isinstance(step, SetStep) and step.kind == kind and (set(names) & set(step.attributes))
    ]


def joins(one: Group, steps: Iterable[AnyStep]) -> list[SetStep | ActionStep]:
    """Return the steps that make a unit a secondary."""
    primary = one.topology.primary.name
    return [
        step
        for step in effects(steps)
        if (isinstance(step, ActionStep) and step.action == "join")
        or (
            isinstance(step, SetStep)
            and step.kind == "ha"
            and step.unit != primary
            and "mode" in step.attributes
        )
    ]


def leads(one: Group, steps: Iterable[AnyStep]) -> int | None:
    """Return the number of the gate after which the declared primary leads."""
    for step in steps:
        if isinstance(step, WaitStep) and step.gate.condition == "role":
            assert step.unit == one.topology.primary.name
            return step.number
    return None


def converges(one: Group, rows: Rows, allow: frozenset[str] = WIRE) -> Planned:
    """Plan, carry out, and hold that nothing is left to do; return the plan."""
    found = plan(one, one.readings(rows), allow)
    assert found.outline.lacking == ()
    again = plan(one, one.readings(built(one, rows, found.outline.steps)))
    assert (again.situation.condition, again.changes, again.outline.steps) == ("healthy", (), ())
    assert again.outline.lacking == ()
    return found


@given(groups())
def test_what_a_plan_builds_from_blank_units_needs_no_further_plan(one: Group) -> None:
    converges(one, one.blank())


@given(groups(), st.data())
def test_a_build_that_was_killed_anywhere_is_gone_on_with(one: Group, data: st.DataObject) -> None:
    steps = plan(one, one.readings(one.blank())).outline.steps
    done = data.draw(st.integers(0, len(steps)), label="steps done")
    synced = data.draw(st.booleans(), label="synced by itself meanwhile")
    halfway = carry_out(one.blank(), steps[:done])

    converges(one, at_rest(one, halfway, synced=synced))


@given(groups(), st.data())
def test_a_unit_that_does_not_act_as_configured_yet_is_not_planned_on(
    one: Group, data: st.DataObject
) -> None:
    steps = plan(one, one.readings(one.blank())).outline.steps
    # 7.6: what was settled is waited for too, by a group that is healthy meanwhile.
    turns = [
        step.number
        for step in steps
        if isinstance(step, WaitStep) and step.gate.expect and step.procedure != "settle"
    ]
    halfway = carry_out(one.blank(), steps[: data.draw(st.sampled_from(turns)) - 1])

    found = plan(one, one.readings(halfway))

    assert found.situation.condition == "abnormal"
    assert found.outline.steps == ()
    assert found.lacking == ["condition"]
    assert not found.document.applyable


@given(groups())
def test_steps_are_numbered_from_one_without_a_gap(one: Group) -> None:
    steps = plan(one, one.readings(one.blank())).outline.steps

    assert [step.number for step in steps] == list(range(1, len(steps) + 1))


@given(groups(), st.data())
def test_only_declared_values_and_the_announced_temporary_one_are_written(
    one: Group, data: st.DataObject
) -> None:
    steps = plan(one, one.readings(one.blank())).outline.steps
    done = data.draw(st.integers(0, len(steps)), label="steps done")
    rows = at_rest(one, carry_out(one.blank(), steps[:done]))
    found = plan(one, one.readings(rows))
    leader = one.topology.primary.name
    wanted = {(a, n): v for a, n, v in on_units(one, found.desired.state, leader)}

    for step in effects(found.outline.steps):
        if isinstance(step, ActionStep):
            continue
        for name, value in step.attributes.items():
            address = Address(step.unit, step.kind, step.key)
            spec = one.dialect.kinds[step.kind]
            assert spec is not None
            if name in spec.identity or spec.fields[name].wire == spec.key:
                assert step.operation == "create"
            elif name in step.temporary:
                assert (step.kind, name, value) == ("ha", "on_failure", "restore-role")
            elif isinstance(value, Secret):
                assert spec.fields[name].type == "secret"
            else:
                assert wanted[address, name] == value


@given(groups())
def test_a_temporary_value_is_set_to_the_declared_one_by_a_later_step(one: Group) -> None:
    steps = plan(one, one.readings(one.blank())).outline.steps

    for step in effects(steps):
        for name in step.temporary:
            later = [
                other.attributes[name]
                for other in steps[step.number :]
                if isinstance(other, SetStep)
                and (other.unit, other.kind) == (step.unit, "ha")
                and name in other.attributes
            ]
            assert later[-1:] == [one.topology.ha.on_failure]


@given(groups())
def test_a_unit_joins_only_once_the_primary_leads(one: Group) -> None:
    steps = plan(one, one.readings(one.blank())).outline.steps
    leading = leads(one, steps)

    assert leading is not None
    assert all(step.number > leading for step in joins(one, steps))
    assert len(joins(one, steps)) == len(one.topology.units) - 1


@given(groups(), st.data())
def test_a_pair_joins_under_restore_role(one: Group, data: st.DataObject) -> None:
    steps = plan(one, one.readings(one.blank())).outline.steps
    done = data.draw(st.integers(0, len(steps)), label="steps done")
    rows = at_rest(one, carry_out(one.blank(), steps[:done]), synced=False)
    primary = Address(one.topology.primary.name, "ha")

    steps = plan(one, one.readings(rows)).outline.steps

    if one.topology.mode == "config-only":
        assert writes(steps, "ha", "on_failure") == []
    first = [s for s in steps if s.procedure.partition(" ")[0] in {"join", "await"}]
    gates = [s for s in first if isinstance(s, WaitStep) and s.gate.condition == "in-sync"]
    for number in [step.number for step in (*joins(one, steps), *gates)]:
        held = carry_out(rows, steps[: number - 1])[primary]["on_failure"]
        assert one.topology.mode == "config-only" or held == "restore-role"


@given(groups())
def test_a_gate_follows_every_join_before_anything_else_happens(one: Group) -> None:
    steps = plan(one, one.readings(one.blank())).outline.steps

    for step in joins(one, steps):
        gate = steps[step.number]
        assert isinstance(gate, WaitStep)
        assert (gate.gate.condition, gate.unit) == ("in-sync", step.unit)
        status = gate.gate.expect[Address(step.unit, "ha_status")] or {}
        assert status["in_sync"] is True


@given(groups())
def test_no_unit_is_touched_between_the_first_step_of_a_join_and_its_gate(one: Group) -> None:
    steps = plan(one, one.readings(one.blank())).outline.steps
    blocks = [step.procedure for step in steps if step.procedure.startswith("join ")]

    assert blocks == sorted(blocks, key=list(dict.fromkeys(blocks)).index)
    for step in steps:
        if step.procedure.startswith("join ") and not isinstance(step, WaitStep):
            assert step.unit in {step.procedure.split()[1], one.topology.primary.name}


@given(groups())
def test_heartbeat_and_ports_come_before_ha_on_the_same_unit(one: Group) -> None:
    steps = plan(one, one.readings(one.blank())).outline.steps
    switched = {step.unit: step.number for step in joins(one, steps)}
    primary = one.topology.primary.name
    switched[primary] = writes(steps, "ha", "mode", "enabled")[0]

    for step in effects(steps):
        if isinstance(step, SetStep) and (
            step.kind == "interface" or {"heartbeat", "peer_address"} & set(step.attributes)
        ):
            assert step.number < switched[step.unit]


@given(groups())
def test_a_virtual_ip_comes_once_the_primary_leads_and_before_any_join(one: Group) -> None:
    steps = plan(one, one.readings(one.blank())).outline.steps
    written = writes(steps, "ha_interface", "virtual_ip")

    assert len(written) == len(one.topology.virtual_ips)
    for number in written:
        assert (leads(one, steps) or 0) < number
        assert all(number < step.number for step in joins(one, steps))


@given(groups(), st.data())
def test_drift_of_a_running_group_is_undone_or_refused_for_its_condition(
    one: Group, data: st.DataObject
) -> None:
    whole = plan(one, one.readings(one.blank()))
    rows = built(one, one.blank(), whole.outline.steps)
    leader = one.topology.primary.name
    known = sorted(on_units(one, whole.desired.state, leader), key=lambda item: item[:2])
    drifted = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True))
    for address, name, value in drifted:
        spec = one.dialect.kinds[address.kind]
        assert spec is not None
        rows[address][name] = other_value(spec.fields[name], value)

    found = plan(one, one.readings(rows), EVERYTHING)
    again = plan(one, one.readings(rows), EVERYTHING)

    assert found.outline == again.outline
    assert set(found.lacking) <= {"condition"}
    if found.lacking:
        assert found.outline.steps == ()
    if found.situation.condition != "healthy":
        return  # A role that drifted alone, while the unit acts as before: a failover, or worse.
    touched = {(change.address.kind, change.address.key) for change in found.changes}
    for step in effects(found.outline.steps):
        if isinstance(step, SetStep) and step.kind != "ha":
            assert (step.kind, step.key) in touched
    rest = plan(one, one.readings(built(one, rows, found.outline.steps)), EVERYTHING)
    assert (rest.changes, rest.outline.steps, rest.lacking) == ((), (), [])


@given(groups(), st.data())
def test_a_group_that_failed_over_gets_settings_only_and_shared_ones_from_its_acting_primary(
    one: Group, data: st.DataObject
) -> None:
    if one.topology.mode == "config-only":
        return
    whole = plan(one, one.readings(one.blank()))
    rows = built(one, one.blank(), whole.outline.steps)
    rows[Address("mx2", "ha_status")] |= {"effective_mode": "primary", "in_sync": False}
    rows[Address("mx1", "ha_status")] |= {
        "effective_mode": data.draw(st.sampled_from(["off", "secondary", "failed"]))
    }
    for address, values in rows.items():
        if address.kind in {"syslog", "snmp_user"}:
            values["categories" if address.kind == "syslog" else "trap_events"] = ()
    # The configuration was synchronised before: the acting primary holds it too.
    for address in list(rows):
        if address.owner == "mx1" and address.kind in {
            "syslog", "snmp_user", "snmp_user_host", "alert_email", "mail_storage"
        }:  # fmt: skip  # one list
            rows[Address("mx2", address.kind, address.key)] = dict(rows[address])

    found = plan(one, one.readings(rows))

    assert found.situation.condition == "failed over"
    shared = [
        step
        for step in effects(found.outline.steps)
        if isinstance(step, SetStep) and step.kind in {"syslog", "snmp_user"}
    ]
    assert bool(shared) == bool(one.topology.alerts.syslog)
    assert {step.unit for step in shared} <= {"mx2"}
    for step in shared:
        acting = step.before[Address("mx2", "ha_status")]
        assert acting == {"effective_mode": "primary"}
    assert {step.procedure for step in found.outline.steps} <= {"shared settings", "unit settings"}
    assert all(isinstance(step, SetStep) for step in found.outline.steps)


STUCK: dict[str, dict[str, str | None]] = {
    "split brain": {"mx1": "primary", "mx2": "primary"},
    "abnormal": {"mx1": "failed", "mx2": "secondary"},
    "unknown": {"mx1": "primary", "mx2": None},
}


@pytest.mark.parametrize("condition", STUCK)
@pytest.mark.parametrize("firmware", FIRMWARES)
def test_nothing_is_planned_on_top_of_a_stuck_group(firmware: str, condition: str) -> None:
    one = group(declared(firmware))
    rows = built(one, one.blank(), plan(one, one.readings(one.blank())).outline.steps)
    for unit, role in STUCK[condition].items():
        rows[Address(unit, "ha_status")]["effective_mode"] = role
    rows[Address("mx1", "ha_service", "local-ports")]["interval"] = 99
    rows[Address("mx1", "mail_storage")]["host"] = "elsewhere"

    found = plan(one, one.readings(rows))

    assert found.situation.condition == condition
    assert found.outline.steps == ()
    assert found.lacking == ["condition"]
    assert not found.document.applyable


@pytest.mark.parametrize(("firmware", "mode", "size"), BLANK_CASES)
def test_blank_units_trip_no_guard_but_that_of_the_wire(
    firmware: str, mode: str, size: int
) -> None:
    one = group(declared(firmware, mode, size, PARTS))

    found = plan(one, one.readings(one.blank()), frozenset())

    assert found.lacking == []
    assert {guard for s in found.outline.steps if s.type != "wait" for guard in s.guards} == set()
    for address in (unit.heartbeat[0].address for unit in one.topology.units):
        assert ipaddress.ip_interface(address)
