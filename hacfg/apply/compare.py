"""Whether what is read is what a step expects before it, or leaves after it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from hacfg.apply.live import Seen
from hacfg.plan.steps import EffectStep, ManualStep, SetStep
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


def judge(step: EffectStep, seen: Seen) -> tuple[Verdict, tuple[Difference, ...]]:
    """Tell whether to carry a step out: its `before` holds, its `after` holds already, or neither.

    A step that took effect is skipped only if everything else that its `before` says holds too.
    """
    before = tuple(differences(step.before, seen, gone=_made(step)))
    if not before:
        return "go on", ()
    if took_effect(step, seen) and all(_written(step, difference) for difference in before):
        return "took effect", ()
    return "differs", before


def took_effect(step: EffectStep, seen: Seen) -> bool:
    """Tell whether everything that a step leaves is read; a removed row is not there."""
    if (removed := removed_row(step)) is not None:
        return seen.get(removed) is None
    return not tuple(differences(step.after, seen))


def differences(
    expected: Mapping[Address, Attributes], seen: Seen, *, gone: Address | None = None
) -> Iterator[Difference]:
    """Yield what is not as expected; UNKNOWN passes; `gone` shall not be there."""
    for address, attributes in expected.items():
        found = seen.get(address)
        if address == gone:
            if found is not None:
                yield Difference(address, "", "there", "not there")
        elif found is None:
            yield Difference(address, "", "not there", "there")
        else:
            for name, value in attributes.items():
                if value is not UNKNOWN and found.get(name, UNKNOWN) != value:
                    yield Difference(address, name, found.get(name, UNKNOWN), value)


def _made(step: EffectStep) -> Address | None:
    """Return the row that a step makes: before it, the row is not there."""
    if isinstance(step, ManualStep):
        return next((a for a in step.after if step.before.get(a) == {}), None)
    if isinstance(step, SetStep) and step.operation == "create":
        return Address(step.unit, step.kind, step.key)
    return None


def removed_row(step: EffectStep) -> Address | None:
    """Return the row that a step removes."""
    if isinstance(step, SetStep) and step.operation == "delete":
        return Address(step.unit, step.kind, step.key)
    return None


def _written(step: EffectStep, difference: Difference) -> bool:
    removed = removed_row(step)
    if removed is not None:
        return difference.address == removed
    after = step.after.get(difference.address)
    return after is not None and (difference.attribute in after or not difference.attribute)


def in_words(value: Value) -> str:
    """Return a value as people say it."""
    match value:
        case None:
            return "not set"
        case bool():
            return "on" if value else "off"
        case tuple():
            return " ".join(value) or "empty"
        case _ if value is UNKNOWN:
            return "not readable"
        case _:
            return str(value)
