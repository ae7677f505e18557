"""The procedures as data: which changes each stage takes, in which order, and why.

A procedure is a list of stages; a stage takes the pending changes of some kinds on one unit. What
a stage says of mail flow and its reason are shown to people. Sources: fortimail-ha facts C.1 to
C.4 (vendor guides) and the spike of the HA model (a join runs under restore-role).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

ALL: Final = None


@dataclass(frozen=True, slots=True)
class Stage:
    """Changes taken together: kinds with the attributes that count (ALL: every one)."""

    takes: Mapping[str, frozenset[str] | None]
    reason: str
    mail: str = "no effect"
    """On a unit that carries mail; one that does not yet has none."""
    relies_on_leader: bool = False
    irreversible: bool = False
    """Whether it replaces what nothing brings back."""


ALERT_KINDS = ("snmp", "snmp_user", "snmp_user_host", "syslog", "alert_email")
HEARTBEAT = frozenset({"heartbeat", "peer_address"})
VIRTUAL_IP = frozenset({"virtual_ip", "virtual_ip_action", "virtual_ip_bridge"})

ALERTS = Stage(dict.fromkeys(ALERT_KINDS, ALL), "failover messages are heard from the start")
STORAGE = Stage({"mail_storage": ALL}, "mail data has its place before units share it", "not known")
PORTS = Stage(
    {"interface": ALL}, "ports get addresses before HA looks for them", "sessions there break"
)
LINKS = Stage({"ha_interface": HEARTBEAT}, "the heartbeat has its links before HA starts")
MONITORS = Stage(
    {"ha_interface": frozenset({"port_monitor"}), "ha_service": ALL},
    "what is watched is known before HA starts",
)
PEERS = Stage({"ha_peer": ALL}, "the primary knows its peers before they join")
MEMBER = Stage({"ha_member": ALL}, "the group has its primary before HA starts")
LEAD = Stage({"ha": ALL}, "the unit with the good configuration leads", "stops briefly")
ADDRESSES = Stage({"ha_interface": VIRTUAL_IP}, "the address that senders use follows the primary")
COPIES = Stage({"snmp": ALL}, "this setting may not be synchronised")
JOIN = Stage(
    {"ha": ALL},
    "joins, takes the primary's configuration",
    "stops there",
    relies_on_leader=True,
    irreversible=True,
)
HOLD = Stage(
    {"ha": frozenset({"on_failure"})},
    "a reboot of the primary before the first sync must not let the joining unit lead for good",
)
"""A join runs under restore-role: found by the model of HA, in no vendor text."""

SETTLE = Stage({"ha": frozenset({"on_failure"})}, "the declared value; every unit is in sync now")

BUILD: tuple[Stage, ...] = (ALERTS, STORAGE, PORTS, LINKS, MONITORS, PEERS, MEMBER)
"""What the declared primary gets before it leads."""

PREPARE: tuple[Stage, ...] = (PORTS, LINKS, MONITORS, COPIES)
"""What a unit gets before it joins."""

SHARED_SETTINGS = Stage(
    {
        **dict.fromkeys(ALERT_KINDS, ALL),
        "ha": frozenset({"on_failure", "remote_services", "mail_data_sync", "mail_queue_sync"}),
    },
    "the acting primary holds it, and hands on what is shared",
)
LOCAL_PORTS = Stage(
    {"interface": ALL}, "each unit has addresses of its own", "sessions there break"
)
LOCAL_SETTINGS = Stage(
    {
        "ha_interface": frozenset({"port_monitor"}),
        "ha_service": ALL,
        "snmp": ALL,
        "ha": frozenset({"on_failure", "remote_services", "mail_data_sync", "mail_queue_sync"}),
    },
    "each unit holds this setting itself",
)

NOT_COVERED: Mapping[str, str] = {
    "mode": "the role of a unit in a running group changes only by its own procedure",
    "enabled": "the role of a unit in a running group changes only by its own procedure",
    "password": "units with different HA passwords lose each other: two primaries",
    "base_port": "units with different heartbeat ports lose each other: two primaries",
    "lost_threshold": "units with different thresholds judge a lost heartbeat differently",
    "heartbeat": "a heartbeat link that only one unit has is a lost link",
    "peer_address": "a heartbeat link that only one unit has is a lost link",
    "virtual_ip": "senders use this address while it moves",
    "virtual_ip_action": "senders use this address while it moves",
    "virtual_ip_bridge": "senders use this address while it moves",
    "kind": "mail data would lie in two places",
    "role": "the role of a unit in a running group changes only by its own procedure",
    "interface": "a heartbeat port whose address changes is a lost link",
}
"""Why an attribute, or a kind, is not changed in a running group without its own procedure."""
