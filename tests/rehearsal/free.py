"""What turned out free: a plan is safe without it, and why it stays all the same."""

from collections.abc import Mapping

SETTINGS = frozenset(
    {
        "alert_email",
        "alert_syslog",
        "ha settings",
        "ha_member",
        "ha_peer",
        "ha_service",
        "heartbeat port",
        "interface",
        "mail_storage",
        "snmp",
        "snmp_user",
        "syslog",
        "virtual ip",
    }
)
ANY_ORDER = (
    "a unit that is out, or alone, takes its settings in any order: they stand as one reads them"
)
ENDING = (
    "a unit on which HA is being switched off takes no role any more in the model; that it has "
    "ended there is what the steps after it rely on"
)
SAME = (
    "neither unit has a configuration that the other one lacks, or a fault costs it by itself as "
    "in a split brain; that is not so wherever this procedure runs"
)
CLAIM = "nothing that the model knows of relies on it: it is what is claimed to be so in the end"
DELIVERED = (
    "in a farm each unit delivers its own mail, and mail that was stuck before the plan is "
    "inherent; where neither holds it is needed"
)
REFUSED = "the next write needs the same and would stop apply; so it is waited for, not run into"
ROWS = "what a row does to a unit that comes back from the dead is not in the model"
APART = "the two belong to blocks that leave each other alone; blocks stay whole"
SENDERS = "senders find another unit meanwhile: it is for their sake, and for the claim"
NEXT = "roles are for the next plan where a condition is mended first, and that one would do it"
UNSEEN = "a secret is left out: nothing that is read shows it, and HA itself has the same"
FIRST = "no unit is in the group yet: it starts with whichever of the two comes last"
BROUGHT = "joining brings it: a unit that is taken out again needs it until then"

SPLIT = (
    "a split brain suffers the same of that fault by itself, so that it counts as inherent: it is "
    "cut short all the same"
)

FREE: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "no wait role off",
            "lead < wait role off",
            "listening < wait role off",
            "off < wait role off",
            "on_failure < wait role off",
            "wait drained < wait role off",
            "wait opened < wait role off",
            "wait role primary < wait role off",
        ),
        ENDING,
    ),
    **dict.fromkeys(
        ("no on_failure", "join < on_failure", "on_failure < wait in-sync"),
        SAME,
    ),
    **dict.fromkeys(
        ("no wait in-sync", "no wait senders", "wait in-sync < wait in-sync"),
        CLAIM,
    ),
    **dict.fromkeys(
        (
            "no wait drained",
            "join < wait drained",
            "off < wait drained",
            "wait drained < on_failure",
        ),
        DELIVERED,
    ),
    **dict.fromkeys(
        (
            "no wait role primary",
            "lead < wait role primary",
            "listening < wait role primary",
            "on_failure < wait role primary",
            "wait role primary < lead",
            "wait role primary < on_failure",
            "wait role primary < listening",
            "wait role primary < restore",
        ),
        REFUSED,
    ),
    "no wait isolated": ROWS,
    "no lead": NEXT,
    "no ha_member": NEXT,
    "off < on_failure": SPLIT,
    "no listening": UNSEEN,
    "no snmp": BROUGHT,
    **dict.fromkeys(
        (
            "wait data < wait drained",
            "wait drained < wait role primary",
            "wait in-sync < join",
            "wait in-sync < on_failure",
            "wait senders < on_failure",
            "wait senders < wait in-sync",
        ),
        APART,
    ),
    **dict.fromkeys(
        (
            "no wait opened",
            "join < wait opened",
            "listening < wait opened",
            "wait opened < wait in-sync",
        ),
        SENDERS,
    ),
}
"""What was done to a plan, where it does no harm, to why the plan does it otherwise."""

AROUND: Mapping[str, str] = {
    "wait data": APART,
    "wait drained": DELIVERED,
    "wait in-sync": CLAIM,
    "wait isolated": ROWS,
    "wait opened": SENDERS,
    "wait role off": ENDING,
    "wait role primary": REFUSED,
    "wait senders": APART,
    "join": APART,
    "lead": FIRST,
    "off": APART,
    "on_failure": APART,
}
"""Why a setting stands before or after another step, where it could stand on the other side."""


def reason(label: str) -> str:
    """Return why something that is free stays; raise KeyError if nobody has thought of it."""
    first, _, second = label.partition(" < ")
    if {first, second} <= SETTINGS:
        return ANY_ORDER
    if first in SETTINGS:
        return AROUND[second]
    if second in SETTINGS:
        return AROUND[first]
    return FREE[label]
