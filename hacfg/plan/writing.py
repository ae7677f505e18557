"""Turning what is pending into steps: `set` where hacfg may write, `manual` where it may not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from hacfg.fortimail.dialect import SURE
from hacfg.plan.carry import UNVERIFIED, unsure, why_manual
from hacfg.plan.dangers import guards_of
from hacfg.plan.draft import Draft, Expected
from hacfg.plan.gates import wait_for_hand
from hacfg.plan.pending import Pending
from hacfg.plan.procedures import Stage
from hacfg.plan.runbook import action_lines, set_lines
from hacfg.plan.steps import NO_EFFECT, ActionStep, ManualStep, SetStep
from hacfg.plan.titles import titles
from hacfg.state import UNKNOWN, Address, Secret, Value


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for the steps of one stage beside what the stage says."""

    temporary: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    relies: tuple[str, ...] = ()
    """Units, beside the one that is written to, whose roles the step relies on."""
    overwrites: tuple[str, ...] = ()
    """Units that may lose a configuration of their own from here on."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An action with its arguments, what is read after it, and what allows and asks for it."""

    action: str
    arguments: Mapping[str, Value]
    after: Expected
    guards: tuple[str, ...] = ()
    position: str | None = None
    relies: tuple[str, ...] = ()
    overwrites: tuple[str, ...] = ()


PLAINLY: Final = Terms()


@dataclass(frozen=True, slots=True)
class Order:
    """One write that is about to become a step, or part of one that a person does."""

    address: Address
    pending: Pending
    why_manual: str

    @property
    def after(self) -> Expected:
        """What is read once it took effect."""
        if self.pending.operation == "delete":
            return {self.address: None}
        values = self.pending.after.items()
        return {self.address: {n: v for n, v in values if not isinstance(v, Secret)}}


def take(
    draft: Draft,
    unit: str,
    stage: Stage,
    terms: Terms = PLAINLY,
    look: Callable[[], None] | None = None,
) -> None:
    """Add steps for all pending resources that a stage takes on a unit, and a `look` after each.

    What hacfg writes is a step for each resource; what a person does is typed in one go.
    """
    orders = list(_orders(draft, unit, stage))
    for by_hand, run in groupby(orders, key=lambda order: bool(order.why_manual)):
        together = list(run)
        # What has to be looked at after each write is not typed in one go.
        for part in [[order] for order in together] if look or not by_hand else [together]:
            if by_hand:
                _by_hand(draft, unit, part, stage, terms)
            else:
                _set(draft, unit, part[0], stage, terms)
            if look:
                look()


def _orders(draft: Draft, name: str, stage: Stage) -> Iterator[Order]:
    unit = draft.unit(name)
    for address in draft.pool.of(name, stage.takes):
        pending = draft.pool.pop(address, stage.takes[address.kind])
        if pending and (news := _news(draft, address, pending)):
            why = why_manual(unit, address, news.operation, news.after, draft.allowed)
            yield Order(address, news, why)


def _news(draft: Draft, address: Address, pending: Pending) -> Pending | None:
    """Leave out what the unit reads already at this point of the plan."""
    if pending.operation != "update":
        return pending
    known = draft.expected.get(address) or {}
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
        "before": relied_on(draft, unit, stage, deed.relies),
        "after": deed.after,
        "guards": list(deed.guards),
        "overwrites": list(deed.overwrites),
        "position": deed.position,
    }
    if spec.rest.provenance in SURE or UNVERIFIED in draft.allowed:
        arguments = dict(deed.arguments)
        draft.steps.append(ActionStep(**common, action=deed.action, arguments=arguments))
    else:
        lines = action_lines(spec, deed.arguments, draft.secret_words)
        why = unsure(spec.rest.provenance)
        typed = [v.slot for v in deed.arguments.values() if isinstance(v, Secret)]
        draft.steps.append(
            ManualStep(**common, action=deed.action, secrets=typed, lines=lines, why_manual=why)
        )
    draft.expect(deed.after)


def _set(draft: Draft, unit: str, order: Order, stage: Stage, terms: Terms) -> None:
    address, pending = order.address, order.pending
    draft.steps.append(
        SetStep(
            **_common(draft, unit, stage),
            **_effect(draft, unit, [order], stage, terms),
            inverse=None if stage.irreversible else _inverse(draft, order),
            kind=address.kind,
            key=address.key,
            operation=pending.operation,
            attributes=dict(pending.after),
        )
    )
    draft.expect(order.after)


def _by_hand(draft: Draft, unit: str, orders: list[Order], stage: Stage, terms: Terms) -> None:
    effect = _effect(draft, unit, orders, stage, terms)
    lines = [line for order in orders for line in _lines(draft, order)]
    why = "; ".join(dict.fromkeys(order.why_manual for order in orders))
    effect["inverse"] = None if stage.irreversible else {}
    values = [value for order in orders for value in order.pending.after.values()]
    typed = sorted({value.slot for value in values if isinstance(value, Secret)})
    step = ManualStep(
        **_common(draft, unit, stage), **effect, secrets=typed, lines=lines, why_manual=why
    )
    draft.steps.append(step)
    draft.expect(effect["after"])
    wait_for_hand(draft, unit, effect["after"], step.number)


def _lines(draft: Draft, order: Order) -> list[str]:
    address, pending = order.address, order.pending
    unit = draft.unit(address.owner)
    spec, reading = unit.dialect.kinds[address.kind], unit.reading.kinds.get(address.kind)
    if spec is None:
        return []
    number = reading.keys.get(address) if reading else None
    parent = address.key.rpartition("/")[0] if spec.parent else ""
    key = address.key if number is None else f"{parent}/{number}".removeprefix("/")
    return set_lines(spec, key, pending.operation, pending.after, draft.secret_words)


def _effect(
    draft: Draft, unit: str, orders: list[Order], stage: Stage, terms: Terms
) -> dict[str, Any]:
    """Return what steps that write have in common, for one write or for several done together."""
    relied = relied_on(draft, unit, stage, terms.relies)
    before: Expected = dict(relied)
    after: Expected = {}
    guards = [*terms.guards, *stage.guards]
    for order in orders:
        before[order.address] = _before(draft, order, relied.get(order.address))
        after |= order.after
        guards += guards_of(draft.unit(unit), order.address, order.pending)
    written = {name for attributes in after.values() for name in attributes or {}}
    return {
        "position": next((o.pending.position for o in orders if o.pending.position), None),
        "title": titles([(order.address, order.pending) for order in orders]),
        "before": before,
        "after": after,
        "temporary": [name for name in terms.temporary if name in written],
        "overwrites": list(terms.overwrites),
        "guards": list(dict.fromkeys(guards)),
    }


def _common(draft: Draft, unit: str, stage: Stage) -> dict[str, Any]:
    found = draft.unit(unit)
    return {
        "number": draft.number,
        "unit": unit,
        "procedure": draft.procedure,
        "reason": stage.reason,
        "mail": NO_EFFECT if found.idle else stage.mail,
        "outage": stage.outage and not found.idle,
        "blank": list(found.dialect.blank) if stage.irreversible and found.blank is True else [],
    }


def relied_on(draft: Draft, unit: str, stage: Stage, relies: tuple[str, ...] = ()) -> Expected:
    """Return the roles that a step of this stage on this unit relies on."""
    leading = draft.leaders[:1] if stage.relies_on_leader else []
    return draft.relied(unit, *leading, *relies)


def _before(draft: Draft, order: Order, relied: dict[str, Value] | None) -> dict[str, Value] | None:
    known, after = draft.expected.get(order.address), order.pending.after
    if known is None:
        return None
    names = known if order.pending.operation == "delete" else after
    compared = (name for name in names if not isinstance(after.get(name), Secret))
    return {**(relied or {}), **{name: known.get(name, UNKNOWN) for name in compared}}


def _inverse(draft: Draft, order: Order) -> dict[str, Value] | None:
    """Return the values that undo a write; a row that is gone takes its secrets along."""
    pending = order.pending
    if pending.operation == "create":
        return {}
    if pending.operation == "delete":
        spec = draft.unit(order.address.owner).dialect.kind(order.address.kind)
        lost = spec is None or any(field.type == "secret" for field in spec.fields.values())
        return None if lost or UNKNOWN in pending.before.values() else dict(pending.before)
    values = {n: v for n, v in pending.after.items() if not isinstance(v, Secret)}
    known = draft.expected.get(order.address) or pending.before
    undone = {name: known.get(name, UNKNOWN) for name in values}
    return None if UNKNOWN in undone.values() else undone
