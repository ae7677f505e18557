"""How each unit of a group is: every value with the source that told it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from hacfg.errors import Problem
from hacfg.fortimail.reading import Reading
from hacfg.fortimail.roles import configured_role, effective_role, is_in_sync
from hacfg.fortimail.snmp import SnmpReading
from hacfg.practices.licences import SERVICES, expiry
from hacfg.state import UNKNOWN, Unknown, Value
from hacfg.topology.units import Unit

Source = Literal["login", "REST", "SNMP", ""]
"""What told a value; empty: nothing did."""

LINKS: Final = ("primary", "secondary")
_STATUS: Final = "ha_status"


@dataclass(frozen=True, slots=True)
class Told:
    """A value and its source; UNKNOWN where no source told it."""

    value: Value
    source: Source = ""
    inferred: bool = False
    """Whether it rests on names of the REST API that no document confirms."""

    @property
    def is_known(self) -> bool:
        """Tell whether some source told it."""
        return not isinstance(self.value, Unknown)


NOT_TOLD: Final = Told(UNKNOWN)


@dataclass(frozen=True, slots=True)
class UnitHealth:
    """One unit as it is now."""

    name: str
    declared: Literal["primary", "secondary"]
    problem: Problem | None
    """Why its API did not answer."""
    snmp_problem: Problem | None
    """Why its SNMP agent did not answer; None also if there is none to ask."""
    firmware: Told
    model: Told
    configured: Told
    effective: Told
    in_sync: Told
    links: Mapping[str, Told]
    """State of each heartbeat link: up, down or none."""
    licence_days: Told
    """Days until the first of its licences ends; negative: it has ended."""
    queue: Told
    """Messages in its mail queues."""
    contradicted: str = ""
    """What a second source says of the effective role, if it says otherwise."""

    @property
    def is_misconfigured(self) -> bool:
        """Tell whether it is known to have another role than is declared."""
        return self.configured.is_known and self.configured.value != self.declared

    @property
    def is_out_of_role(self) -> bool:
        """Tell whether it is known to act in another role than is declared."""
        return self.effective.is_known and self.effective.value != self.declared

    @property
    def is_reachable(self) -> bool:
        """Tell whether its API answered."""
        return self.problem is None


def unit_health(
    unit: Unit, reading: Reading, snmp: SnmpReading | None, today: datetime.date
) -> UnitHealth:
    """Return how a unit is: the API first, then SNMP for what the API does not tell."""
    agent = snmp or SnmpReading(unit.name)
    effective = _told(reading, _STATUS, "effective_mode", effective_role(reading))
    return UnitHealth(
        name=unit.name,
        declared=unit.role,
        problem=reading.problems.get(""),
        snmp_problem=agent.problem,
        firmware=_fact(reading, "firmware"),
        model=_fact(reading, "model"),
        configured=_or_snmp(
            _told(reading, "ha", "mode", configured_role(reading)), agent.configured
        ),
        effective=_or_snmp(effective, agent.effective),
        in_sync=_told(reading, _STATUS, "in_sync", is_in_sync(reading)),
        links={link: _link(reading, link) for link in LINKS},
        licence_days=_licence_days(reading, today),
        queue=Told(sum(agent.queues.values()), "SNMP") if agent.queues else NOT_TOLD,
        contradicted=_contradiction(effective, agent.effective),
    )


def _fact(reading: Reading, name: str) -> Told:
    value = reading.facts.get(name)
    return Told(value, "login") if isinstance(value, str) else NOT_TOLD


def _told(reading: Reading, kind: str, name: str, value: Value) -> Told:
    if isinstance(value, Unknown) or value is None:
        return NOT_TOLD
    spec = reading.dialect.kind(kind) if reading.dialect else None
    return Told(value, "REST", inferred=spec is None or not spec.is_sure(name, "read"))


def _or_snmp(told: Told, role: str | Unknown) -> Told:
    if told.is_known or isinstance(role, Unknown):
        return told
    return Told(role, "SNMP")


def _contradiction(told: Told, role: str | Unknown) -> str:
    """Return what SNMP says otherwise; it has no number for failed and hold-off."""
    hidden = told.value in {"failed", "hold-off"} and role == "off"
    if not told.is_known or isinstance(role, Unknown) or role == told.value or hidden:
        return ""
    return role


def _link(reading: Reading, link: str) -> Told:
    name = f"{link}_heartbeat"
    return _told(reading, _STATUS, name, reading.get(_STATUS, name))


def _licence_days(reading: Reading, today: datetime.date) -> Told:
    ends = [end for service in SERVICES if (end := expiry(reading, service))]
    if not ends:
        return NOT_TOLD
    days = (min(ends) - today).days
    return _told(reading, "license", f"{SERVICES[0]}_expires", days)
