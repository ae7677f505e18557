"""A file that is right, in one line."""

from hacfg.report.escape import shown
from hacfg.report.layout import count
from hacfg.topology.models import Topology


def valid_line(file: str, topology: Topology) -> str:
    """Return what a valid file declares."""
    units = count(len(topology.units), "unit")
    return f"{shown(file)}: valid: {shown(topology.name)}, {topology.mode}, {units}\n"
