"""REST sessions with units; the only package that imports requests."""

from hacfg.fortimail.client.endpoint import Endpoint, Trust
from hacfg.fortimail.client.reader import UnitReader
from hacfg.fortimail.client.session import UnitSession

__all__ = ["Endpoint", "Trust", "UnitReader", "UnitSession"]
