"""The rules that a topology keeps beyond its form; each yields the problems that it finds."""

from collections.abc import Callable, Collection, Iterator, Sequence

from hacfg.errors import Problem
from hacfg.topology.models import Topology
from hacfg.topology.places import Places
from hacfg.topology.rules import alerts, farm, heartbeat, mail, members, ports, snmp
from hacfg.topology.rules.files import FILE_RULES
from hacfg.topology.rules.firmware import known_firmware

Rule = Callable[[Topology, Places], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    *members.RULES,
    *heartbeat.RULES,
    *ports.RULES,
    *mail.RULES,
    *farm.RULES,
    *alerts.RULES,
    *snmp.RULES,
)


def within_file(
    topology: Topology, places: Places, known_firmwares: Collection[str]
) -> Iterator[Problem]:
    """Yield every problem of one topology."""
    yield from known_firmware(topology, places, known_firmwares)
    for rule in RULES:
        yield from rule(topology, places)


def across_files(files: Sequence[tuple[Topology, Places]]) -> Iterator[Problem]:
    """Yield every problem between topologies of several files."""
    for rule in FILE_RULES:
        yield from rule(files)
