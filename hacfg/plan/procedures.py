"""The stages of the procedures as data: which changes each takes, why, and what it does to mail.

A stage takes the pending changes of some kinds on one unit; membership.py, leaving.py and
entry.py put stages in order. Sources: fortimail-ha facts C.1 to C.12 (vendor guides) and the
spike of the HA model (a join runs under restore-role; the secondary goes out of HA before the
heartbeat changes).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hacfg.plan.steps import NO_EFFECT

ALL: Final = None


@dataclass(frozen=True, slots=True)
class Stage:
    """Changes taken together: kinds with the attributes that count (ALL: every one)."""

    takes: Mapping[str, frozenset[str] | None]
    reason: str
    mail: str = NO_EFFECT
    """On a unit that carries mail; one that does not yet has none."""
    outage: bool = False
    """Whether no unit may take mail from this step to the next gate."""
    relies_on_leader: bool = False
    irreversible: bool = False
    """Whether it replaces what nothing brings back."""
    guards: tuple[str, ...] = ()
    """Guards that each of its steps falls under."""


ALERT_KINDS = ("snmp", "snmp_user", "snmp_user_host", "syslog", "alert_email")
HEARTBEAT = frozenset({"heartbeat", "peer_address"})
VIRTUAL_IP = frozenset({"virtual_ip", "virtual_ip_action", "virtual_ip_bridge"})

ALERTS = Stage(dict.fromkeys(ALERT_KINDS, ALL), "failover messages are heard from the start")
PORTS = Stage(
    {"interface": ALL}, "ports get addresses before HA looks for them", "sessions there break"
)
LINKS = Stage({"ha_interface": HEARTBEAT}, "the heartbeat has its links before HA starts")
SWITCH: Final = frozenset({"mode", "enabled"})
ROLES: Final = SWITCH | {"role"}
"""Attributes that a role is written to."""
LISTENING = frozenset({"password", "base_port", "lost_threshold"})
RETUNE = Stage(
    {"interface": ALL, "ha_interface": HEARTBEAT, "ha": LISTENING},
    "nobody listens now: the units cannot lose each other",
    "may stop briefly",
    outage=True,
)
"""What changes of how a unit listens while it leads alone: one write, one look at its role."""

MONITORS = Stage(
    {"ha_interface": frozenset({"port_monitor"}), "ha_service": ALL},
    "what is watched is known before HA starts",
)
PEERS = Stage({"ha_peer": ALL}, "the primary knows its peers before they join")
MEMBER = Stage({"ha_member": ALL}, "the group has its primary before HA starts")
ROWS = Stage({"ha_member": ALL}, "the document says how each member is heard")
LEAD = Stage(
    {"ha": ALL}, "the unit with the good configuration leads", "stops briefly", outage=True
)
MEMBER_ROLES = Stage({"ha_member": frozenset({"role"})}, "the document says who leads")
OWN_ROLE = Stage(
    {"ha_member": frozenset({"role"})},
    "the document says who leads",
    "stops briefly",
    outage=True,
)
RESTORE = Stage({}, "it is in sync, and takes its configured role", "stops briefly", outage=True)
OUT = Stage({"ha": SWITCH}, "", "no failover until it is back")
"""A unit leaves HA; why is said by who asks for it."""
OUT_FOR_GOOD = Stage({"ha": SWITCH}, "", "no failover from then on")
OUT_OF_FARM = Stage({"ha": SWITCH}, "")
OUT_LEADING = Stage({"ha": SWITCH}, "", "stops until another unit leads", outage=True)
OUT_LAST = Stage({"ha": SWITCH}, "", "ends at virtual IPs", outage=True)
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

HOLD_BESIDE = Stage(
    {"ha": frozenset({"on_failure"})},
    "of those that lead this one stays: after a fault it must not follow another",
)
HOLD_ALONE = Stage(
    {"ha": frozenset({"on_failure"})},
    "while no other unit takes over, a failure must not stop it for good",
)
SETTLE = Stage({"ha": frozenset({"on_failure"})}, "the declared value; every unit is in sync now")
LET_GO = Stage(
    {"ha": frozenset({"on_failure"})}, "the value from before, which it held for a while"
)

BUILD: tuple[Stage, ...] = (ALERTS, PORTS, LINKS, MONITORS, PEERS, MEMBER)
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

LEAVE_ROWS = Stage(
    {"ha_member": ALL, "ha_peer": ALL},
    "the unit itself has left: nothing believes in this row any more",
)
NEW_ADDRESS = Stage({"ha_interface": VIRTUAL_IP}, "senders use it, or will not miss it")
FIRST_STORE = Stage({"mail_storage": ALL}, "mail data has its place before units share it")
NEW_STORE = Stage({"mail_storage": ALL}, "mail data is there already", "not known")

STRUCTURE: Mapping[str, frozenset[str]] = {
    "ha": LISTENING | SWITCH | {"primary_address"},
    "ha_interface": HEARTBEAT,
    "ha_member": frozenset({"role", "address"}),
}
"""What the units may lose each other by while it differs: changed only with one unit in HA."""

NOT_COVERED: Mapping[str, str] = {
    "enabled": "whether the unit acts in the group is not settled",
    "mode": "whether the unit acts in the group is not settled",
    "role": "who leads is not settled",
}
"""Why an attribute is left over where no procedure took it."""
