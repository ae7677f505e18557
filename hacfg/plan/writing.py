"""Turning what is pending into steps: `set` where hacfg may write, `manual` where it may not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from hacfg.fortimail.dialect import SURE
from hacfg.plan.carry import UNVERIFIED, why_manual
from hacfg.plan.draft import Draft, Expected
from hacfg.plan.gates import wait_for_hand
from hacfg.plan.pending import Pending
from hacfg.plan.procedures import Stage
from hacfg.plan.runbook import action_lines, set_lines
from hacfg.plan.steps import ActionStep, ManualStep, SetStep
from hacfg.state import UNKNOWN, Address, Attributes, Secret, Value


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for the steps of one stage beside what the stage says."""

    temporary: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """An action with its arguments, what is read after it, and what allows and asks for it."""

    action: str
    arguments: Mapping[str, Value]
    after: Expected
    guards: tuple[str, ...] = ()
    position: str | None = None


PLAINLY: Final = Terms()


def take(draft: Draft, unit: str, stage: Stage, terms: Terms = PLAINLY) -> None:
    """Add a step for each pending resource that a stage takes on a unit."""
    for address in draft.pool.of(unit, stage.takes):
        pending = draft.pool.pop(address, stage.takes[address.kind])
        if pending and (news := _news(draft, address, pending)):
            _write(draft, address, news, stage, terms)


def _news(draft: Draft, address: Address, pending: Pending) -> Pending | None:
    """Leave out what the unit reads already at this point of the plan."""
    if pending.operation != "update":
        return pending
    known = draft.expected.get(address, {})
    news, _ = pending.split(n for n, v in pending.after.items() if known.get(n, UNKNOWN) != v)
    return news if news.after else None


def act(
    draft: Draft,
    unit: str,
    stage: Stage,
    deed: Deed,
) -> None:
    """Add an action, or what a person has to type for it."""
    spec = draft.unit(unit).dialect.actions[deed.action]
    if spec is None:
        return
    common: dict[str, Any] = {
        **_common(draft, unit, stage),
        "title": f"ha {deed.action}",
        "before": relied_on(draft, unit, stage),
        "after": deed.after,
        "guards": list(deed.guards),
        "position": deed.position,
    }
    if spec.rest.provenance in SURE or UNVERIFIED in draft.allowed:
        arguments = dict(deed.arguments)
        draft.steps.append(ActionStep(**common, action=deed.action, arguments=arguments))
    else:
        lines = action_lines(spec, deed.arguments, draft.secret_words)
        why = f"the REST name of {deed.action} is {spec.rest.provenance}"
        draft.steps.append(ManualStep(**common, lines=lines, why_manual=why))
    draft.expect(deed.after)


def _write(draft: Draft, address: Address, pending: Pending, stage: Stage, terms: Terms) -> None:
    unit = draft.unit(address.owner)
    spec = unit.dialect.kinds[address.kind]
    if spec is None:
        return
    operation = pending.operation
    after: dict[str, Value] = {n: v for n, v in pending.after.items() if not isinstance(v, Secret)}
    left: Expected = {} if operation == "delete" else {address: after}
    called = title(address, pending)
    common: dict[str, Any] = {
        **_common(draft, unit.name, stage),
        "position": pending.position,
        "title": called,
        "before": _before(draft, address, pending, relied_on(draft, unit.name, stage)),
        "after": left,
        "inverse": _inverse(pending),
        "temporary": [name for name in terms.temporary if name in after],
        "guards": [*terms.guards, *_guards(unit.declared.api.url, address, pending)],
    }
    why = why_manual(unit, address, operation, pending.after, draft.allowed)
    if not why:
        common |= {"kind": address.kind, "key": address.key, "operation": operation}
        draft.steps.append(SetStep(**common, attributes=dict(pending.after)))
    else:
        lines = set_lines(spec, address.key, operation, pending.after, draft.secret_words)
        draft.steps.append(ManualStep(**common, lines=lines, why_manual=why))
    if operation == "delete":
        draft.expected.pop(address, None)
    draft.expect(left)
    if why:
        wait_for_hand(draft, unit.name, left, called)


def _common(draft: Draft, unit: str, stage: Stage) -> dict[str, Any]:
    return {
        "number": draft.number,
        "unit": unit,
        "procedure": draft.procedure,
        "reason": stage.reason,
        "mail": "no effect" if draft.unit(unit).blank is True else stage.mail,
    }


def relied_on(draft: Draft, unit: str, stage: Stage) -> Expected:
    """Return the roles that a step of this stage on this unit relies on."""
    leader = draft.situation.primary.name
    return draft.relied(unit, leader) if stage.relies_on_leader else draft.relied(unit)


def _before(draft: Draft, address: Address, pending: Pending, relied: Expected) -> Expected:
    known = draft.expected.get(address)
    if known is None:
        return {**relied, address: {}}
    names = known if pending.operation == "delete" else pending.after
    compared = (name for name in names if not isinstance(pending.after.get(name), Secret))
    written = {name: known.get(name, UNKNOWN) for name in compared}
    return {**relied, address: {**relied.get(address, {}), **written}}


def _guards(url: str, address: Address, pending: Pending) -> list[str]:
    guards = ["row-removal"] if pending.operation == "delete" else []
    own_address = str(pending.before.get("address", "")).split("/")[0]
    if address.kind == "interface" and own_address == urlsplit(url).hostname:
        guards.append("management-path")
    return guards


def _inverse(pending: Pending) -> Attributes | None:
    if pending.operation == "create":
        return {}
    undone = {name: pending.before.get(name, UNKNOWN) for name in pending.after}
    return None if UNKNOWN in undone.values() else undone


def title(address: Address, pending: Pending) -> str:
    """Return what a write does, in a few words."""
    role = next((name for name in ("mode", "enabled") if name in pending.after), None)
    if address.kind == "ha" and role:
        return f"ha {_word(pending.before.get(role))}->{_word(pending.after[role])}"
    verb = {"create": "new ", "update": "", "delete": "remove "}[pending.operation]
    return verb + address.resource.replace("_", " ")


def _word(value: Value) -> str:
    return ("on" if value else "off") if isinstance(value, bool) else str(value)
