"""Rules on mail: operation mode, entry, monitoring, virtual IPs."""

from collections.abc import Iterator
from typing import Final

from hacfg.errors import Problem
from hacfg.topology.models import Topology
from hacfg.topology.places import Places
from hacfg.topology.rules.ports import virtual_ips
from hacfg.topology.rules.versions import release

SHARED_GENERATION: Final = (7, 6)
SERVER_ONLY: Final = ("remote-imap", "remote-pop")


def mailbox_services(topology: Topology, places: Places) -> Iterator[Problem]:
    """Allow IMAP and POP3 to be watched in server mode only."""
    for name, service in topology.monitor.services.declared.items():
        if (
            name in SERVER_ONLY
            and service.state == "present"
            and topology.operation_mode != "server"
        ):
            yield Problem(
                f"{name} is watched, but only server mode has mailboxes",
                places.at("monitor", "services", name),
                seen=f"operation_mode: {topology.operation_mode}",
                next=f"delete {name}; remote-smtp watches a {topology.operation_mode}",
            )


def bridge(topology: Topology, places: Places) -> Iterator[Problem]:
    """Allow a virtual IP to join the bridge in transparent mode only."""
    for index, row in virtual_ips(topology):
        if row.action == "bridge" and topology.operation_mode != "transparent":
            yield Problem(
                "only transparent mode has a bridge",
                places.at("virtual_ips", index, "action"),
                seen=f"operation_mode: {topology.operation_mode}",
                next="write `action: add`",
            )


def replacing_address(topology: Topology, places: Places) -> Iterator[Problem]:
    """Allow a virtual IP to replace the port's address only before 7.6."""
    newest = max(topology.firmwares, key=release)
    for index, row in virtual_ips(topology):
        if row.action == "set" and release(newest) >= SHARED_GENERATION:
            yield Problem(
                f"firmware {newest} cannot put a virtual IP in the place of a port's address",
                places.at("virtual_ips", index, "action"),
                seen="set",
                next="write `action: add`",
            )


def entry_by_virtual_ip(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require a virtual IP where senders enter by one."""
    entry = topology.mail_entry
    if topology.mode == "config-only":
        return  # A farm cannot have one: another rule says so.
    if entry is None or entry.kind != "virtual-ip" or any(virtual_ips(topology)):
        return
    yield Problem(
        "senders enter by a virtual IP, but none is declared",
        places.at("mail_entry", "kind"),
        next="declare it under `virtual_ips`, or write `kind: units` or `kind: load-balancer`",
    )


RULES = (mailbox_services, bridge, replacing_address, entry_by_virtual_ip)
