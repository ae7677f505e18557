"""Whether what is read is what a step expects before it, or leaves after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from hacfg.apply.live import VOUCHED, Seen, Vouched
from hacfg.plan.steps import ActionStep, EffectStep
from hacfg.plan.values import PlanState
from hacfg.state import UNKNOWN, Address, Attributes, Value

Verdict = Literal["go on", "took effect", "differs"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One attribute that is not as expected; attribute "" is the resource itself."""

    address: Address
    attribute: str
    seen: Value
    expected: Value

    def __str__(self) -> str:
        what = f"{self.address.owner} {self.address.resource} {self.attribute}".rstrip()
        return f"{what} is {in_words(self.seen)}, expected {in_words(self.expected)}"


def judge(
    step: EffectStep, seen: Seen, *, intended: bool = False
) -> tuple[Verdict, tuple[Difference, ...]]:
    """Tell whether to carry a step out: its `before` holds, its `after` holds already, or neither.

    A step that took effect is skipped only if everything else that its `before` says holds too;
    one that was `intended` by this very run may have moved that since.
    """
    before = tuple(differences(step.before, seen))
    unseen = tuple(_only_vouched_for(step.after, seen))
    took_effect = not unseen and not tuple(differences(step.after, seen))
    if intended and unseen and isinstance(step, ActionStep):
        # A person may vouch for a role, and not for what was sent by a process that died.
        return "differs", unseen
    if intended and took_effect and is_told(step):
        return "took effect", ()
    if not before:
        return "go on", ()
    if took_effect and all(_is_written(step, difference) for difference in before):
        return "took effect", ()
    return "differs", before


def is_told(step: EffectStep) -> bool:
    """Tell whether a unit's answer can show that a step took effect: a secret is never shown."""
    return any(
        attributes is None or address not in step.before or _changes(step, address, attributes)
        for address, attributes in step.after.items()
    )


def differences(expected: Mapping[Address, Attributes | None], seen: Seen) -> Iterator[Difference]:
    """Yield what is not as expected; None: the resource shall not be there.

    What the plan did not know passes, and what a person vouches for.
    """
    for address, attributes in expected.items():
        found = seen.get(address)
        if attributes is None or found is None:
            if attributes is not found:
                there = ("there", "not there")
                yield Difference(address, "", there[found is None], there[attributes is None])
            continue
        for name, value in attributes.items():
            now = found.get(name, UNKNOWN)
            if value is not UNKNOWN and not isinstance(now, Vouched) and now != value:
                yield Difference(address, name, now, value)


def _only_vouched_for(after: PlanState, seen: Seen) -> Iterator[Difference]:
    """Yield what a step leaves and no unit shows."""
    for address, attributes in after.items():
        found = seen.get(address) or {}
        for name, value in (attributes or {}).items():
            if found.get(name) is VOUCHED:
                yield Difference(address, name, UNKNOWN, value)


def _changes(step: EffectStep, address: Address, after: Attributes) -> bool:
    before = step.before[address]
    return before is None or any(before.get(name, UNKNOWN) != after[name] for name in after)


def _is_written(step: EffectStep, difference: Difference) -> bool:
    if difference.address not in step.after:
        return False
    after = step.after[difference.address]
    return not difference.attribute or after is None or difference.attribute in after


def in_words(value: Value) -> str:
    """Return a value as people say it."""
    match value:
        case None:
            return "not set"
        case bool():
            return "yes" if value else "no"
        case tuple():
            return " ".join(value) or "empty"
        case _ if value is UNKNOWN:
            return "not readable"
        case _:
            return str(value)
