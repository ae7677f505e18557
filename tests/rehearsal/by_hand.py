"""Steps written by hand: what a person, or a worse planner, could come up with."""

from collections.abc import Mapping
from typing import Any

from hacfg.plan.steps import ActionStep, Condition, EffectStep, Gate, SetStep, WaitStep
from hacfg.state import Address, Secret, Value

PASSWORD = Secret("ha.password")
HEARTBEAT = {"mx1": "10.0.0.1", "mx2": "10.0.0.2", "mx3": "10.0.0.3", "mx4": "10.0.0.4"}
COMMON: dict[str, Any] = {"number": 1, "procedure": "by hand", "reason": "a person thinks so"}


def write(
    unit: str,
    kind: str,
    key: str = "",
    *,
    outage: bool = False,
    overwrites: tuple[str, ...] = (),
    **attributes: Value,
) -> SetStep:
    """Write attributes, whatever the unit is in."""
    plain = {n: v for n, v in attributes.items() if not isinstance(v, Secret)}
    return SetStep(
        **COMMON,
        unit=unit,
        kind=kind,
        key=key,
        operation="update",
        attributes=attributes,
        title=f"{kind} {key}".strip(),
        before={},
        after={Address(unit, kind, key): plain},
        outage=outage,
        overwrites=list(overwrites),
    )


def delete(unit: str, kind: str, key: str) -> SetStep:
    """Remove a row."""
    step = write(unit, kind, key)
    after = {Address(unit, kind, key): None}
    return step.model_copy(update={"operation": "delete", "after": after})


def off(firmware: str, unit: str, *, outage: bool = False) -> SetStep:
    """Switch HA off."""
    if firmware == "7.2":
        return write(unit, "ha", outage=outage, mode="off")
    return write(unit, "ha", outage=outage, enabled=False)


def lead(firmware: str, unit: str, *, outage: bool = False) -> SetStep:
    """Switch HA on, as primary of a pair."""
    if firmware == "7.2":
        return write(unit, "ha", outage=outage, mode="primary", password=PASSWORD)
    return write(unit, "ha", outage=outage, enabled=True, password=PASSWORD)


def follow(
    firmware: str, unit: str, leader: str = "mx1", *, farm: bool = False, loses: bool = False
) -> SetStep | ActionStep:
    """Let a unit join; `loses`: it is announced that it loses its configuration."""
    overwrites = [unit] if loses else []
    if firmware == "7.2":
        mode = "config-secondary" if farm else "secondary"
        return write(unit, "ha", overwrites=tuple(overwrites), mode=mode, password=PASSWORD)
    return ActionStep(
        **COMMON,
        unit=unit,
        title="ha join",
        action="join",
        arguments={"primary_ip": HEARTBEAT[leader], "password": PASSWORD, "unit": unit},
        before={},
        after={
            Address(unit, "ha"): {"enabled": True},
            Address(leader, "ha_member", unit): {"role": "secondary"},
        },
        overwrites=overwrites,
    )


def only_if(step: EffectStep, unit: str, role: str) -> EffectStep:
    """Let apply stop at a step unless a unit acts in a role."""
    before = {Address(unit, "ha_status"): {"effective_mode": role}}
    return step.model_copy(update={"before": before})


def restore(unit: str) -> ActionStep:
    """Return a unit to its configured role."""
    return ActionStep(
        **COMMON,
        unit=unit,
        title="ha restore",
        action="restore",
        arguments={},
        before={},
        after={},
    )


def acts(unit: str, role: str) -> WaitStep:
    """Wait until a unit acts in a role."""
    return _wait(unit, "role", {Address(unit, "ha_status"): {"effective_mode": role}})


def synced(unit: str) -> WaitStep:
    """Wait until a unit is in sync."""
    return _wait(unit, "in-sync", {Address(unit, "ha_status"): {"in_sync": True}})


def people(unit: str, condition: Condition, *detail: str) -> WaitStep:
    """Wait for what people do outside of the group."""
    return _wait(unit, condition, {}, *detail)


def _wait(
    unit: str, condition: Condition, expect: Mapping[Address, dict[str, Value]], *detail: str
) -> WaitStep:
    return WaitStep(
        **COMMON,
        unit=unit,
        gate=Gate(
            condition=condition,
            unit=unit,
            expect=dict(expect),
            detail=list(detail),
            timeout=60,
            source="rest" if expect else "person",
            wording=f"{unit} is {condition}",
        ),
    )
