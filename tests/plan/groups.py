"""Declared groups of both kinds and both generations, and planning for them without a network."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from hacfg.fortimail.catalogue import Catalogue, load_catalogue
from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.reading import Reading
from hacfg.plan.assumed import parse_assumptions
from hacfg.plan.changes import Change, Desired
from hacfg.plan.compose import Origin, compose
from hacfg.plan.document import PlanDocument
from hacfg.plan.draft import Mandate
from hacfg.plan.made import Made
from hacfg.plan.making import Material, make, prove
from hacfg.plan.planner import Outline
from hacfg.plan.proof import Proof
from hacfg.plan.situation import Situation
from hacfg.source import Position
from hacfg.state import Actual
from hacfg.topology.models import Topology
from hacfg.topology.places import Path, Places
from tests.plan.simulated import Rows, blank_group, reading_of, rows_of

WIRE = frozenset({"unverified-wire"})
PARTS = frozenset(
    {"alerts", "entry", "owned", "ports", "second-link", "services", "storage", "vip"}
)
PAIR_ONLY = frozenset({"services", "vip"})
FILE = "group.yaml"

Json = dict[str, Any]


def declared(
    firmware: str = "7.2",
    mode: str = "active-passive",
    size: int = 2,
    parts: frozenset[str] = PARTS,
    on_failure: str | None = "become-secondary",
) -> Json:
    """Return a topology as its file would hold it."""
    pair = mode == "active-passive"
    parts = parts if pair else parts - PAIR_ONLY
    ha: Json = {
        "password": {"env": "HA_PASSWORD"},
        "heartbeat": {"base_port": 20001, "lost_threshold": 10},
    }
    if pair:
        ha["heartbeat"]["remote_services"] = True
        ha["synchronize"] = {"mail_data": True, "mail_queue": False}
        ha |= {"on_failure": on_failure} if on_failure else {}
    found: Json = {
        "version": 1,
        "name": "mail-east",
        "firmware": firmware,
        "operation_mode": "gateway",
        "mode": mode,
        "ha": ha,
        "units": [_unit(number, parts) for number in range(1, size + 1)],
    }
    for part in sorted(parts & OPTIONAL.keys()):
        for name, value in deepcopy(OPTIONAL[part]).items():
            found[name] = {**found.get(name, {}), **value} if isinstance(value, dict) else value
    if {"alerts", "owned"} <= parts:
        rows = found["alerts"]["email"]
        found["alerts"] = {**found["alerts"], "email": {"owned": True, "rows": rows}}
    return found


OPTIONAL: Mapping[str, Json] = {
    "alerts": {
        "alerts": {
            "syslog": [{"server": "192.0.2.50", "categories": ["system", "ha"]}],
            "email": [{"address": "noc@example.net"}, {"address": "mail@example.net"}],
            "snmp": {
                "enabled": True,
                "users": [
                    {
                        "name": "nms",
                        "security_level": "authnopriv",
                        "auth_protocol": "sha256",
                        "auth_password": {"env": "NMS_PASSWORD"},
                        "trap_events": ["system", "ha"],
                        "hosts": ["192.0.2.60", "192.0.2.61"],
                    }
                ],
            },
        }
    },
    "entry": {
        "mail_entry": {"kind": "load-balancer", "opened": {"command": ["./opened", "{unit}"]}}
    },
    "ports": {"monitor": {"ports": ["port1"]}},
    "services": {
        "monitor": {
            "services": {
                "remote-smtp": {
                    "address": "198.51.100.25",
                    "port": 25,
                    "interval": 60,
                    "timeout": 10,
                    "retries": 4,
                },
                "local-ports": {"interval": 20, "retries": 5},
            }
        }
    },
    "storage": {
        "mail_storage": {
            "kind": "nas",
            "protocol": "iscsi",
            "host": "nas1.example.net",
            "directory": "/vol/mail",
            "port": 3260,
            "username": "mail",
            "password": {"env": "NAS_PASSWORD"},
        }
    },
    "vip": {"virtual_ips": [{"port": "port1", "address": "198.51.100.25/24", "action": "add"}]},
}


def _unit(number: int, parts: frozenset[str]) -> Json:
    links = [("primary", "port5", f"10.0.0.{number}/24")]
    if "second-link" in parts:
        links.append(("secondary", "port6", f"10.0.1.{number}/24"))
    return {
        "name": f"mx{number}",
        "role": "primary" if number == 1 else "secondary",
        "api": {
            "url": f"https://192.0.2.{number}",
            "username": "hacfg",
            "password": {"env": "UNIT_PASSWORD"},
        },
        "interfaces": {"port1": {"address": f"198.51.100.{number}/24"}},
        "heartbeat": [
            {"port": port, "address": address, "link": link, "path": "crossover"}
            for link, port, address in links
        ],
    }


def places_of(document: Json) -> Places:
    """Return places in which every path of a document has a line of its own."""
    paths = list(_paths(document))
    return Places(FILE, {path: Position(FILE, line) for line, path in enumerate(paths, 2)})


def _paths(node: Json | list[Any], above: Path = ()) -> Iterator[Path]:
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for name, value in items:
        yield (*above, name)
        if isinstance(value, dict | list):
            yield from _paths(value, (*above, name))


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


@dataclass(frozen=True, repr=False)
class Group:
    """A declared group, its dialect, and its places."""

    document: Json
    topology: Topology
    dialect: Dialect
    places: Places

    def __repr__(self) -> str:
        one = self.topology
        parts = sorted(self.document.keys() - {"version", "name", "operation_mode", "units"})
        return f"<{one.mode} {one.firmware}, {len(one.units)} units, {one.ha.on_failure}, {parts}>"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # noqa: FBT001  # hypothesis calls it so
        printer.text(repr(self))

    def blank(self) -> Rows:
        """Return what the units hold when they are all blank."""
        return rows_of(blank_group(self.topology, self.dialect).values())

    def readings(self, rows: Rows) -> dict[str, Reading]:
        """Return readings of the units that hold these rows."""
        return {
            unit.name: reading_of(unit.name, self.dialect, rows, f"FE{unit.name.upper()}")
            for unit in self.topology.units
        }


def group(document: Json) -> Group:
    """Return the group that a document declares."""
    topology = Topology.model_validate(document)
    dialect = catalogue().for_firmware(topology.firmwares[0])
    assert dialect is not None
    return Group(document, topology, dialect, places_of(document))


@dataclass(frozen=True, repr=False)
class Planned:
    """All that planning found."""

    material: Material
    readings: Mapping[str, Reading]
    made: Made
    origin: Origin

    @property
    def situation(self) -> Situation:
        """How the group was found."""
        return self.made.situation

    @property
    def desired(self) -> Desired:
        """What was declared."""
        return self.made.desired

    @property
    def actual(self) -> Actual:
        """What was read."""
        return self.made.actual

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs."""
        return self.made.changes

    @property
    def outline(self) -> Outline:
        """The steps, and what stands in their way."""
        return self.made.outline

    @cached_property
    def document(self) -> PlanDocument:
        """The plan file's content, without a proof."""
        return compose(self.origin, self.made, [])

    @cached_property
    def proof(self) -> Proof | None:
        """What a rehearsal of the plan shows."""
        return prove(self.material, self.made, self.readings)

    @property
    def titles(self) -> list[str]:
        """What the steps do: `mx1 ha off->primary`."""
        return [
            f"{step.unit} {step.gate.wording if step.type == 'wait' else step.title}"
            for step in self.outline.steps
        ]

    @property
    def lacking(self) -> list[str]:
        """The ids of what the plan lacks."""
        return [notice.id for notice in self.outline.lacking]


def plan(  # as tests name them
    one: Group,
    readings: Mapping[str, Reading],
    allow: frozenset[str] = WIRE,
    named: frozenset[str] = frozenset(),
    timestamp: str = "2026-11-01T00:00:00Z",
    *,
    recover: bool = False,
    assume: tuple[str, ...] = (),
) -> Planned:
    """Plan as the use case does, from readings."""
    topology = one.topology
    units = frozenset(unit.name for unit in topology.units)
    assumptions = parse_assumptions(assume, units, farm=topology.mode == "config-only")
    material = Material(
        topology=topology,
        places=one.places,
        dialects={unit.name: one.dialect for unit in topology.units if not unit.lost},
        secret_words=lambda slot: f"env {slot}",
        mandate=Mandate(allow, recover=recover, source=assumptions.source),
        named_secrets=named,
        assumptions=assumptions,
    )
    origin = Origin(FILE, allow, recover, named, (), {}, {}, timestamp, {})
    return Planned(material, readings, make(material, readings), origin)
