"""The objects of FORTINET-FORTIMAIL-MIB that status is read from (revision 2013-06-28)."""

from collections.abc import Mapping
from typing import Final

from hacfg.fortimail.roles import Role

Oid = tuple[int, ...]

BASE: Final[Oid] = (1, 3, 6, 1, 4, 1, 12356, 105, 1)
CONFIGURED: Final[Oid] = (*BASE, 200, 1, 0)
"""fmlHAMode."""
EFFECTIVE: Final[Oid] = (*BASE, 200, 2, 0)
"""fmlHAEffectiveMode; failed and hold-off have no number of their own, and are likely off."""
QUEUE_NAMES: Final[Oid] = (*BASE, 103, 2, 1, 2)
QUEUE_COUNTS: Final[Oid] = (*BASE, 103, 2, 1, 3)
"""Columns of the table of mail queues; a row is numbered."""

MODES: Final[Mapping[int, str]] = {
    0: "off",
    1: "primary",
    2: "secondary",
    3: "config-primary",
    4: "config-secondary",
}
"""off, master, slave, configMaster, configSlave."""
ROLES: Final[Mapping[int, Role]] = {
    0: "off",
    1: "primary",
    2: "secondary",
    3: "primary",
    4: "secondary",
}
