"""Reading a unit's status by SNMP; the only package that imports an SNMP library."""

from hacfg.fortimail.snmp.target import SnmpReading, SnmpTarget, SnmpUser

__all__ = ["SnmpReading", "SnmpTarget", "SnmpUser", "read_snmp"]


def read_snmp(targets: "list[SnmpTarget]") -> "dict[str, SnmpReading]":
    """Read units side by side; what fails is in the reading, nothing is raised."""
    if not targets:
        return {}
    # Loaded only here: the library is heavy, and few groups declare SNMP.
    from hacfg.fortimail.snmp.client import read_all

    return read_all(targets)
