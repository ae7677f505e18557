"""What state the group is in: each unit's roles, who leads, and the condition in a word."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from hacfg.fortimail.dialect import Dialect, Generation
from hacfg.fortimail.reading import Reading
from hacfg.fortimail.regroup import Leader
from hacfg.fortimail.roles import (
    Role,
    configured_role,
    effective_role,
    is_blank,
    is_in_sync,
)
from hacfg.state import GROUP, Address, Unknown
from hacfg.topology.models import Topology
from hacfg.topology.units import Unit

Condition = Literal[
    "off", "building", "healthy", "failed over", "split brain", "hold-off", "abnormal", "unknown"
]

WORDING: Mapping[Condition, str] = {
    "off": "HA is off on all units",
    "building": "the primary leads, not every unit has joined and is in sync",
    "healthy": "every unit acts as configured",
    "failed over": "another unit than the configured primary acts as primary",
    "split brain": "two units act as primary",
    "hold-off": "the primary announced a reboot, the others wait for it",
    "abnormal": "a unit does not act as configured",
    "unknown": "the roles of the units could not be read",
}


@dataclass(frozen=True, slots=True)
class UnitSituation:
    """One unit: what is declared of it and how it was found."""

    declared: Unit
    reading: Reading
    dialect: Dialect
    configured: Role | Unknown
    effective: Role | Unknown
    in_sync: bool | Unknown
    blank: bool | Unknown

    @property
    def name(self) -> str:
        """The unit's name."""
        return self.declared.name

    @property
    def idle(self) -> bool:
        """Tell whether it carries no mail yet: blank, and in no group."""
        return self.blank is True and self.configured == "off"

    @property
    def is_unlisted(self) -> bool:
        """Tell whether HA is on and nothing says in which role: its own row is not there (7.6)."""
        own = Address(self.name, "ha_member", self.name)
        table = self.reading.kinds.get("ha_member")
        is_on = self.reading.get("ha", "enabled") is True
        return is_on and table is not None and own not in table.resources

    @property
    def settled(self) -> bool:
        """Tell whether it acts as configured and, as a secondary, is in sync."""
        synced = self.configured != "secondary" or self.in_sync is True
        return self.effective == self.configured and synced


@dataclass(frozen=True, slots=True)
class Situation:
    """The group: its units, the primary first, who leads, and its condition."""

    topology: Topology
    units: tuple[UnitSituation, ...]
    leader: Leader
    condition: Condition
    leaving: tuple[UnitSituation, ...] = ()
    """Units that are to leave and were read; the lost ones were not."""

    @property
    def everyone(self) -> tuple[UnitSituation, ...]:
        """All units that were read: those that stay, then those that leave."""
        return (*self.units, *self.leaving)

    def unit(self, name: str) -> UnitSituation:
        """Return the unit of this name."""
        return next(unit for unit in self.everyone if unit.name == name)

    def holder(self, address: Address) -> UnitSituation:
        """Return the unit that is written to; for what the group shares, the one that leads."""
        return self.unit(self.leading if address.owner == GROUP else address.owner)

    @property
    def primary(self) -> UnitSituation:
        """The declared primary."""
        return self.unit(self.topology.primary.name)

    @property
    def leading(self) -> str:
        """The unit that shared values are read from and written to."""
        return self.leader.unit or self.topology.primary.name

    @property
    def generations(self) -> frozenset[Generation]:
        """How the units hold their HA settings."""
        return frozenset(unit.dialect.generation for unit in self.units)


def find_situation(
    topology: Topology,
    readings: Mapping[str, Reading],
    dialects: Mapping[str, Dialect],
    leader: Leader,
) -> Situation:
    """Return how the group was found; `dialects` stands in where a unit did not answer."""
    units = tuple(_found(unit, readings, dialects) for unit in topology.present_units)
    leaving = tuple(
        _found(unit, readings, dialects) for unit in topology.leaving_units if unit.name in readings
    )
    return Situation(topology, units, leader, _condition((*units, *leaving)), leaving)


def _found(
    unit: Unit, readings: Mapping[str, Reading], dialects: Mapping[str, Dialect]
) -> UnitSituation:
    reading = readings[unit.name]
    return UnitSituation(
        declared=unit,
        reading=reading,
        dialect=dialects[unit.name],
        configured=configured_role(reading),
        effective=effective_role(reading),
        in_sync=is_in_sync(reading),
        blank=is_blank(reading),
    )


def _condition(units: tuple[UnitSituation, ...]) -> Condition:
    acting = [unit for unit in units if unit.effective == "primary"]
    roles = [role for unit in units for role in (unit.configured, unit.effective)]
    synced = [unit.in_sync for unit in units if unit.configured == "secondary"]
    off = [unit.configured == "off" for unit in units]
    restless = [unit for unit in units if not unit.settled]
    conditions: tuple[tuple[Condition, bool], ...] = (
        ("split brain", len(acting) > 1),
        ("unknown", any(isinstance(role, Unknown) for role in (*roles, *synced))),
        ("off", all(off) and not restless),
        ("hold-off", not acting and any(unit.effective == "hold-off" for unit in units)),
        ("abnormal", not acting),
        ("failed over", any(unit.configured != "primary" for unit in acting)),
        ("healthy", not restless and not any(off)),
        ("building", all(u.effective == "secondary" for u in restless)),
    )
    found: list[Condition] = [condition for condition, holds in conditions if holds]
    return found[0] if found else "abnormal"
