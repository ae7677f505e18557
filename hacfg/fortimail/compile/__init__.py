"""From the declared topology to desired State, in the terms of the units' firmware generation."""

from collections.abc import Callable, Mapping

from hacfg.errors import InvalidInput, raise_problems
from hacfg.fortimail.compile.common import alerts, monitored, ports, storage
from hacfg.fortimail.compile.generations import per_unit, shared
from hacfg.fortimail.compile.leaving import leave
from hacfg.fortimail.compile.sheet import Sheet
from hacfg.fortimail.dialect import Dialect, Generation
from hacfg.topology.models import Topology
from hacfg.topology.places import Places

PARTS: Mapping[Generation, tuple[Callable[[Sheet], None], ...]] = {
    "per-unit": (ports, per_unit, leave, monitored, storage, alerts),
    "shared": (ports, shared, leave, monitored, storage, alerts),
}


def compile_topology(
    topology: Topology, places: Places, dialects: Mapping[str, Dialect], leader: str
) -> Sheet:
    """Return what is declared, by owner; `dialects` is that of each unit that is not lost, by name.

    Raises InvalidInput where the units' firmware has no place for what is declared.
    """
    sheet = Sheet(topology, places, dialects, leader)
    # Of a group that is disbanded nothing is managed but that it ends.
    parts = PARTS[dialects[leader].generation] if topology.present_units else (leave,)
    for part in parts:
        part(sheet)
    raise_problems(InvalidInput, sheet.problems)
    return sheet


BLANK_KINDS = frozenset({"domain", "policy_ip", "policy_recipient"})
"""Kinds that tell a blank unit; a dialect's `blank` names some of them."""


def wanted_kinds(topology: Topology) -> frozenset[str]:
    """Return the kinds that have to be read for this topology, whatever the generation."""
    alerts_declared = topology.alerts
    wanted = {"interface", "ha", "ha_interface", "ha_status", "ha_member"}
    farm = topology.mode == "config-only"
    wanted |= {"ha_peer"} if farm else set()
    wanted |= {"ha_service"} if farm or topology.monitor.services.declared else set()
    wanted |= {"mail_storage"} if topology.mail_storage else set()
    wanted |= {"syslog"} if alerts_declared.syslog else set()
    wanted |= {"alert_email"} if alerts_declared.email else set()
    wanted |= {"snmp", "snmp_user", "snmp_user_host"} if alerts_declared.snmp else set()
    return BLANK_KINDS | wanted
