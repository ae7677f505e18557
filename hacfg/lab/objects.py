"""What a simulated unit says by SNMP (FORTINET-FORTIMAIL-MIB, revision 2013-06-28)."""

from collections.abc import Mapping

from hacfg.fortimail.snmp.mib import CONFIGURED, EFFECTIVE, MODES, QUEUE_COUNTS, QUEUE_NAMES, Oid
from hacfg.lab.group import LabGroup
from hacfg.lab.status import effective_word

_NUMBERS = {word: number for number, word in MODES.items()}


def objects_of(group: LabGroup, name: str) -> Mapping[Oid, int | str]:
    """Return the objects of a unit; failed and hold-off have no number, and read as off."""
    unit = group.group.units[group.index(name)]
    farm = group.group.kind == "farm"
    configured = f"config-{unit.conf}" if farm and unit.conf != "off" else unit.conf
    return {
        CONFIGURED: _NUMBERS.get(configured, 0),
        EFFECTIVE: _NUMBERS.get(effective_word(group, name), 0),
        (*QUEUE_NAMES, 1): "default",
        (*QUEUE_COUNTS, 1): int(unit.queue),
        (*QUEUE_NAMES, 2): "deferred",
        (*QUEUE_COUNTS, 2): 0,
    }
