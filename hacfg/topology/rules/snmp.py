"""Rules on reading status by SNMP."""

from collections.abc import Iterator

from hacfg.errors import Problem
from hacfg.topology.models import Topology
from hacfg.topology.places import Places

_BOTH = "both a community and a user"
_NEITHER = "neither a community nor a user"


def one_way_in(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require either a community or a user."""
    for index, unit in enumerate(topology.units):
        if unit.snmp and (unit.snmp.community is None) is (unit.snmp.user is None):
            yield Problem(
                f"snmp of {unit.name} has {_BOTH if unit.snmp.user else _NEITHER}",
                places.at("units", index, "snmp"),
                expected="`community` for SNMP version 2c, or `user` for version 3",
                next="write one of the two",
            )


def privacy_needs_authentication(topology: Topology, places: Places) -> Iterator[Problem]:
    """Require `auth` where traffic is encrypted, as SNMP version 3 does."""
    for index, unit in enumerate(topology.units):
        user = unit.snmp.user if unit.snmp else None
        if user and user.privacy and not user.auth:
            yield Problem(
                f"the SNMP user of {unit.name} encrypts, but does not prove who it is",
                places.at("units", index, "snmp", "user", "privacy"),
                expected="`auth` beside `privacy`",
                next="declare `auth`, or delete `privacy`",
            )


RULES = (one_way_in, privacy_needs_authentication)
