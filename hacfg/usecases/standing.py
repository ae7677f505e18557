"""How one group is now: its units are read by REST and SNMP, and nothing else is asked of them."""

import datetime
from collections.abc import Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from hacfg.apply.agents import target_of
from hacfg.fortimail.catalogue import Catalogue, load_catalogue
from hacfg.fortimail.client import UnitReader
from hacfg.fortimail.observe import observe
from hacfg.fortimail.reading import Reading
from hacfg.fortimail.snmp import SnmpReading, SnmpTarget, read_snmp
from hacfg.plan.agents import agent_of
from hacfg.topology.load import Loaded
from hacfg.topology.secrets import resolve_all
from hacfg.topology.slots import snmp_slots
from hacfg.usecases.connecting import base_of
from hacfg.usecases.options import StatusOptions
from hacfg.usecases.past import NO_PAST, Past
from hacfg.usecases.reading import open_readers
from hacfg.watch.condition import Condition, find_condition
from hacfg.watch.health import UnitHealth, unit_health

KINDS = frozenset({"ha", "ha_member", "ha_status", "ha_interface", "license"})


@dataclass(frozen=True, slots=True)
class VirtualIp:
    """An address that moves, and the units that answer for it by acting as primary."""

    port: str
    address: str
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One group as it is now; `past` is what is known of its runs."""

    group: str
    file: str
    mode: str
    now: datetime.datetime
    units: tuple[UnitHealth, ...]
    virtual_ips: tuple[VirtualIp, ...]
    condition: Condition
    past: Past = NO_PAST


class Group:
    """One group whose units stay logged in to, so that it can be looked at again and again."""

    def __init__(
        self,
        loaded: Loaded,
        catalogue: Catalogue,
        opened: Mapping[str, UnitReader],
        agents: list[SnmpTarget],
    ) -> None:
        self._loaded = loaded
        self._catalogue = catalogue
        self._opened = opened
        self._agents = agents

    def look(self, now: datetime.datetime, past: Past = NO_PAST) -> Standing:
        """Read all units and return how the group is."""
        with ThreadPoolExecutor(1, "snmp") as side:
            agents = side.submit(read_snmp, self._agents)
            readings = observe(self._opened, self._catalogue, KINDS)
            return standing_from(self._loaded, readings, agents.result(), now, past)


@contextmanager
def open_group(loaded: Loaded, options: StatusOptions) -> Generator[Group]:
    """Open sessions that only read; raise InvalidInput for what is needed to ask the units."""
    agents = _agents(loaded, options)
    with open_readers(loaded, options) as opened:
        yield Group(loaded, load_catalogue(options.dialects), opened, agents)


def standing_of(loaded: Loaded, options: StatusOptions) -> Standing:
    """Look at a group once."""
    with open_group(loaded, options) as group:
        return group.look(options.now, options.past.get(loaded.topology.name, NO_PAST))


def standing_from(
    loaded: Loaded,
    readings: Mapping[str, Reading],
    agents: Mapping[str, SnmpReading],
    now: datetime.datetime,
    past: Past = NO_PAST,
) -> Standing:
    """Return how a group is by what was read: the same input gives the same standing."""
    topology = loaded.topology
    units = tuple(
        unit_health(unit, readings[unit.name], agents.get(unit.name), now.date())
        for unit in topology.present_units
    )
    return Standing(
        group=topology.name,
        file=str(loaded.path),
        mode=topology.mode,
        now=now,
        units=units,
        virtual_ips=_virtual_ips(loaded, units),
        condition=find_condition(units, topology.mode, str(loaded.path)),
        past=past,
    )


def _virtual_ips(loaded: Loaded, units: tuple[UnitHealth, ...]) -> tuple[VirtualIp, ...]:
    holders = tuple(unit.name for unit in units if unit.effective.value == "primary")
    return tuple(
        VirtualIp(row.port, row.address.partition("/")[0], holders)
        for row in loaded.topology.virtual_ips
        if row.state == "present"
    )


def _agents(loaded: Loaded, options: StatusOptions) -> list[SnmpTarget]:
    slots = snmp_slots(loaded.topology)
    secrets = resolve_all(
        {name: (slot.ref, loaded.places.at(*slot.path)) for name, slot in slots.items()},
        base=base_of(loaded.path),
        environ=options.environ,
        allow_commands=options.allow_commands,
    )
    return [
        target_of(unit.name, agent, secrets)
        for unit in loaded.topology.present_units
        if (agent := agent_of(unit))
    ]
