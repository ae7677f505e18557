"""What a simulated unit says of its own HA status (kind and fields are inferred)."""

from hacfg.fortimail.ha import is_in_sync, shown
from hacfg.fortimail.ha.settings import heartbeat_ports
from hacfg.lab.group import LabGroup
from hacfg.lab.tree import Row, Rows
from hacfg.state import Value

STATUS_KIND = "ha_status"


def rows_of(group: LabGroup, name: str, kind: str) -> Rows:
    """Return the rows of a kind as the unit answers them, its status computed."""
    rows = group.trees[name].rows(kind)
    return rows if kind != STATUS_KIND else {"": {**rows.get("", {}), **_status(group, name)}}


def _status(group: LabGroup, name: str) -> Row:
    world, index = group.engine.world, group.index(name)
    unit = group.group.units[index]
    row: Row = {
        "effective_mode": effective_word(group, name),
        "in_sync": unit.conf != "off" and is_in_sync(world, group.group, index),
        "primary_heartbeat": "none",
        "secondary_heartbeat": "none",
    }
    for port, link in heartbeat_ports(group.trees[name]).items():
        if unit.conf != "off":
            heard: Value = "up" if group.hears_on(name, port) else "down"
            row[f"{link}_heartbeat"] = heard
    return row


def effective_word(group: LabGroup, name: str) -> str:
    """Return the effective mode in the words of the dialect."""
    unit = group.group.units[group.index(name)]
    mode = shown(unit)
    if mode == "hold_off":
        return "hold-off"
    farm = group.group.kind == "farm" and unit.conf != "off"
    return f"config-{mode}" if farm and mode in {"primary", "secondary"} else mode
