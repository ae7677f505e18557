"""Where senders may enter a group: as declared; undeclared, either way is a state of its own."""

from hacfg.fortimail.ha.state import BLANK, Group, Unit
from hacfg.plan.situation import Situation

BY_VIRTUAL_IP = "senders use the virtual IPs"
BY_UNIT = "senders use the units' own addresses"


def entries_of(situation: Situation) -> tuple[str, ...]:
    """Return the words of each way in that senders may use."""
    entry = situation.topology.mail_entry
    if entry is None:
        return (BY_VIRTUAL_IP, BY_UNIT)
    return (BY_VIRTUAL_IP,) if entry.kind == "virtual-ip" else (BY_UNIT,)


def with_senders(group: Group, entry: str) -> Group:
    """Return the group with its senders; a blank unit has none."""
    serving = [unit for unit in group.units if unit.conf != "off" and unit.cfg.lineage != BLANK]
    vips = frozenset(vip for unit in serving for vip in unit.cfg.vips)
    if entry == BY_VIRTUAL_IP and vips:
        return group._replace(sent=vips)
    units = tuple(unit._replace(sent=_is_used(group, unit)) for unit in group.units)
    return group._replace(units=units)


def _is_used(group: Group, unit: Unit) -> bool:
    if unit.cfg.lineage == BLANK:
        return False
    return unit.conf == "off" or unit.eff == "primary" or group.kind == "farm"
