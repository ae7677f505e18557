"""A plan in the making: what is pending, what each unit should read by now, the steps so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from hacfg.plan.assumed import Vouched
from hacfg.plan.changes import Desired
from hacfg.plan.pending import Pending, Pool
from hacfg.plan.situation import Situation, UnitSituation
from hacfg.plan.steps import AnyStep
from hacfg.source import Position
from hacfg.state import GROUP, UNKNOWN, Address, Attributes, Value

RELIED: Mapping[str, tuple[str, ...]] = {
    "ha": ("mode", "enabled"),
    "ha_status": ("effective_mode",),
}
"""What every step relies on of the unit it writes to: its configured and its effective role."""

ROLE: Final = ("ha_status", "effective_mode")
Expected = dict[Address, dict[str, Value] | None]
"""What should be read, by the unit that is read; None: the resource is not there."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """What a person gave a plan: guards, the way back, whose configuration counts, secrets."""

    allowed: frozenset[str] = frozenset()
    recover: bool = False
    source: str | None = None
    sends: frozenset[str] = frozenset()
    """Slots of secrets that are sent though nothing shows that they differ."""
    vouched: Vouched = frozenset()
    """What a person says of units that do not show it themselves."""


@dataclass(slots=True)
class Draft:
    """What the stages of a plan work on, one after the other."""

    situation: Situation
    desired: Desired
    pool: Pool
    mandate: Mandate
    secret_words: Callable[[str], str]
    expected: Expected = field(default_factory=dict)
    steps: list[AnyStep] = field(default_factory=list)
    procedure: str = ""
    is_farm: bool = False
    """Whether the group is a farm at this point of the plan."""
    ours: set[str] = field(default_factory=set)
    """Units whose configuration is the group's though HA is off: this plan took them out."""

    @property
    def allowed(self) -> frozenset[str]:
        """The guards that were allowed."""
        return self.mandate.allowed

    @property
    def becomes_farm(self) -> bool:
        """Tell whether it is a pair, and a farm is declared."""
        return not self.is_farm and self.situation.topology.mode == "config-only"

    @property
    def number(self) -> int:
        """The number of the next step."""
        return len(self.steps) + 1

    def unit(self, name: str) -> UnitSituation:
        """Return how a unit was found."""
        return self.situation.unit(name)

    def read(self, unit: str, kind: str, name: str, key: str = "") -> Value:
        """Return what an attribute should read at this point of the plan."""
        return (self.expected.get(Address(unit, kind, key)) or {}).get(name, UNKNOWN)

    def expect(self, after: Mapping[Address, Attributes | None]) -> None:
        """Predict what is read from here on."""
        for address, attributes in after.items():
            known = self.expected.get(address) or {}
            self.expected[address] = None if attributes is None else {**known, **attributes}

    def is_shared(self, unit: str) -> bool:
        """Tell whether a unit holds the group's shared HA document (7.6 and later)."""
        return self.unit(unit).dialect.generation == "shared"

    def unless_idle(self, unit: str, guard: str) -> tuple[str, ...]:
        """Return a guard, but none for a unit that carries no mail yet."""
        return () if self.unit(unit).idle else (guard,)

    def has_senders(self, unit: str) -> bool:
        """Tell whether senders may use a unit that leads: a blank one would take their mail."""
        return self.unit(unit).blank is not True

    def is_on(self, unit: str) -> bool:
        """Tell whether HA is on for a unit at this point of the plan."""
        if self.is_shared(unit):
            return self.read(unit, "ha", "enabled") is True
        return self.read(unit, "ha", "mode") not in {"off", UNKNOWN, None}

    def acts_as(self, unit: str) -> str:
        """Return the role that a unit should act in at this point of the plan."""
        word = self.read(unit, "ha_status", "effective_mode")
        return word.removeprefix("config-") if isinstance(word, str) else "unknown"

    @property
    def leaders(self) -> list[str]:
        """The units that should act as primary at this point of the plan."""
        names = (unit.name for unit in self.situation.everyone)
        return [name for name in names if self.acts_as(name) == "primary"]

    def is_in_sync(self, unit: str) -> bool:
        """Tell whether a unit has the primary's configuration at this point of the plan."""
        return self.read(unit, "ha_status", "in_sync") is True

    def follows(self, unit: str) -> bool:
        """Tell whether a unit is a secondary in sync at this point of the plan."""
        return self.acts_as(unit) == "secondary" and self.is_in_sync(unit)

    def word(self, role: str) -> str:
        """Return the word of a role: those of the public SNMP MIB, `config-` in a farm."""
        farm = self.is_farm and role in {"primary", "secondary"}
        return f"config-{role}" if farm else role

    def place(self, address: Address, name: str) -> Position | None:
        """Return where a value was declared."""
        return self.desired.places.get((address, name))

    def ask(self, address: Address, values: Mapping[str, Value]) -> None:
        """Make values pending that are no change of their own, or others than were asked for."""
        before = {name: (self.expected.get(address) or {}).get(name, UNKNOWN) for name in values}
        found = {name: self._declared_at(address, name) for name in values}
        places = {name: place for name, place in found.items() if place}
        self.pool.ask(address, Pending("update", before, dict(values), places))

    def _declared_at(self, address: Address, name: str) -> Position | None:
        shared = Address(GROUP, address.kind, address.key)
        return self.place(address, name) or self.place(shared, name)

    def roles(self) -> Expected:
        """Return the role that each unit should act in at this point, if it is one that lasts."""
        lasting = {self.word(role) for role in ("off", "primary", "secondary")}
        words = {u.name: self.read(u.name, *ROLE) for u in self.situation.everyone}
        return {
            Address(name, "ha_status"): {"effective_mode": word}
            for name, word in sorted(words.items())
            if word in lasting
        }

    def relied(self, *units: str) -> Expected:
        """Return the roles of these units as they should read at this point of the plan.

        The first is the one that is written to; of the others it counts whether they are in sync.
        """
        found: Expected = {}
        for unit in units:
            for kind, names in RELIED.items():
                values = {name: self.read(unit, kind, name) for name in names}
                seen: dict[str, Value] = {
                    name: value for name, value in values.items() if value is not UNKNOWN
                }
                if seen:
                    found[Address(unit, kind)] = dict(seen)
            if unit != units[0] and self.is_in_sync(unit):
                status = found.get(Address(unit, "ha_status")) or {}
                found[Address(unit, "ha_status")] = {**status, "in_sync": True}
        return found


def runs_as_farm(situation: Situation) -> bool:
    """Tell whether the group is a farm now; with HA off everywhere, whether it shall be one."""
    for unit in situation.everyone:
        mode = unit.reading.get("ha", "mode")
        if unit.configured not in {"off", UNKNOWN} and isinstance(mode, str):
            return mode.startswith("config-") or mode == "active-active"
    return situation.topology.mode == "config-only"


def as_read(situation: Situation) -> Expected:
    """Return what the units read now, by the unit that was read."""
    return {
        address: dict(attributes)
        for unit in situation.everyone
        for kind in unit.reading.kinds.values()
        for address, attributes in kind.resources.items()
    }
