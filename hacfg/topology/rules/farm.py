"""Rules on what only a farm, or only a pair, can have."""

from collections.abc import Iterator

from hacfg.errors import Problem
from hacfg.topology.mail import NasStorage
from hacfg.topology.models import Topology
from hacfg.topology.places import Path, Places
from hacfg.topology.rules.members import ACTIVE_ACTIVE
from hacfg.topology.rules.ports import virtual_ips
from hacfg.topology.rules.versions import release


def _pair_only(topology: Topology) -> Iterator[tuple[str, Path]]:
    """Yield what is declared that only an active-passive group has."""
    ha = topology.ha
    if ha.on_failure not in (None, "off"):
        yield "on_failure", ("ha", "on_failure")
    if ha.heartbeat.remote_services:
        yield "remote_services", ("ha", "heartbeat", "remote_services")
    if ha.synchronize.mail_data:
        yield "synchronising mail data", ("ha", "synchronize", "mail_data")
    if ha.synchronize.mail_queue:
        yield "synchronising the mail queue", ("ha", "synchronize", "mail_queue")
    for index, _ in virtual_ips(topology):
        yield "a virtual IP", ("virtual_ips", index)
    for name, service in topology.monitor.services.declared.items():
        if service.state == "present":
            yield f"service monitoring ({name})", ("monitor", "services", name)
    if topology.mail_entry and topology.mail_entry.kind == "virtual-ip":
        yield "entry by a virtual IP", ("mail_entry", "kind")


def pair_only(topology: Topology, places: Places) -> Iterator[Problem]:
    """Refuse in a farm what belongs to failover."""
    if topology.mode != "config-only":
        return
    for what, path in _pair_only(topology):
        yield Problem(
            f"a config-only group has no failover, and so not {what}",
            places.at(*path),
            next="delete it, or write `mode: active-passive` if this is a pair",
        )


def server_farm_needs_nas(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require a NAS for the mailboxes of a farm of mail servers."""
    if topology.mode != "config-only" or topology.operation_mode != "server":
        return
    if not isinstance(topology.mail_storage, NasStorage):
        yield Problem(
            "a farm in server mode needs its mailboxes on a NAS (HA-08)",
            places.at("mail_storage" if topology.mail_storage else "operation_mode"),
            expected="mail_storage: {kind: nas, protocol: nfs, host: ..., directory: ...}",
            next="declare the NAS under `mail_storage`",
        )


def primary_backup(topology: Topology, places: Places) -> Iterator[Problem]:
    """Allow one primary backup, on a secondary of a farm from 7.4."""
    backups = [index for index, unit in enumerate(topology.units) if unit.primary_backup]
    for index in backups:
        unit = topology.units[index]
        reasons = (
            (topology.mode != "config-only", "only a config-only group has a primary backup"),
            (
                all(release(version) < ACTIVE_ACTIVE for version in topology.firmwares),
                "a primary backup needs firmware 7.4 or later",
            ),
            (unit.role == "primary", f"{unit.name} is the primary, not its backup"),
            (
                unit.state == "absent",
                f"{unit.name} is to leave, and cannot be the primary's backup",
            ),
            (index != backups[0], "two units are primary backup"),
        )
        for broken, message in reasons:
            if broken:
                yield Problem(
                    message,
                    places.at("units", index, "primary_backup"),
                    expected="at most one, on a secondary",
                    next=f"delete `primary_backup` of {unit.name}",
                )


RULES = (pair_only, server_farm_needs_nas, primary_backup)
