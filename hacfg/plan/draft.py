"""A plan in the making: what is pending, what each unit should read by now, the steps so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hacfg.plan.pending import Pool
from hacfg.plan.situation import Situation, UnitSituation
from hacfg.plan.steps import AnyStep
from hacfg.state import UNKNOWN, Address, Attributes, Value

RELIED: Mapping[str, tuple[str, ...]] = {
    "ha": ("mode", "enabled"),
    "ha_status": ("effective_mode",),
}
"""What every step relies on of the unit it writes to: its configured and its effective role."""

Expected = dict[Address, dict[str, Value] | None]
"""What should be read, by the unit that is read; None: the resource is not there."""


@dataclass(slots=True)
class Draft:
    """What the stages of a plan work on, one after the other."""

    situation: Situation
    pool: Pool
    allowed: frozenset[str]
    secret_words: Callable[[str], str]
    expected: Expected = field(default_factory=dict)
    steps: list[AnyStep] = field(default_factory=list)
    procedure: str = ""

    @property
    def number(self) -> int:
        """The number of the next step."""
        return len(self.steps) + 1

    def unit(self, name: str) -> UnitSituation:
        """Return how a unit was found."""
        return self.situation.unit(name)

    def read(self, unit: str, kind: str, name: str) -> Value:
        """Return what an attribute of a singleton should read at this point of the plan."""
        return (self.expected.get(Address(unit, kind)) or {}).get(name, UNKNOWN)

    def expect(self, after: Mapping[Address, Attributes | None]) -> None:
        """Predict what is read from here on."""
        for address, attributes in after.items():
            known = self.expected.get(address) or {}
            self.expected[address] = None if attributes is None else {**known, **attributes}

    def relied(self, *units: str) -> Expected:
        """Return the roles of these units as they should read at this point of the plan."""
        found: Expected = {}
        for unit in units:
            for kind, names in RELIED.items():
                values = {name: self.read(unit, kind, name) for name in names}
                seen: dict[str, Value] = {
                    name: value for name, value in values.items() if value is not UNKNOWN
                }
                if seen:
                    found[Address(unit, kind)] = seen
        return found


def as_read(situation: Situation) -> Expected:
    """Return what the units read now, by the unit that was read."""
    return {
        address: dict(attributes)
        for unit in situation.units
        for kind in unit.reading.kinds.values()
        for address, attributes in kind.resources.items()
    }
