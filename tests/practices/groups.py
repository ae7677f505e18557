"""Groups to judge: the examples as they are once built, then changed in one place."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hacfg.errors import Problem
from hacfg.findings import Finding, Outcome
from hacfg.fortimail.catalogue import load_catalogue
from hacfg.fortimail.compile import compile_topology
from hacfg.fortimail.reading import KindReading, Moving, Reading
from hacfg.plan.changes import Desired
from hacfg.plan.expected import expected_readings
from hacfg.practices.case import Case
from hacfg.practices.check import find
from hacfg.state import Address, Value
from hacfg.topology.load import Loaded
from tests.plan.simulated import blank_group
from tests.topology.documents import EXAMPLES, Edit, edited, load_text

TODAY = datetime.date(2026, 11, 25)
CATALOGUE = load_catalogue()
_EFFECTIVE = {
    ("active-passive", "primary"): "primary",
    ("active-passive", "secondary"): "secondary",
    ("config-only", "primary"): "config-primary",
    ("config-only", "secondary"): "config-secondary",
}


@dataclass(frozen=True)
class Judged:
    """A group that is judged: its file, and what its units say (nothing: the file alone)."""

    loaded: Loaded
    readings: Mapping[str, Reading]
    today: datetime.date = TODAY

    @property
    def case(self) -> Case:
        return Case(self.loaded.topology, self.loaded.places, self.today, self.readings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        return find(self.case)

    def named(self, *outcomes: Outcome) -> set[str]:
        """Return the rules that came out so anywhere."""
        return {one.id for one in self.findings if one.outcome in outcomes}

    def only(self, rule: str) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.id == rule)

    def with_value(self, unit: str, kind: str, key: str = "", /, **values: Value) -> "Judged":
        """Return the group with attributes of one unit changed; the row is made if need be."""

        def changed(found: KindReading) -> KindReading:
            address = Address(unit, kind, key)
            row = {**found.resources.get(address, {}), **values}
            return replace(found, resources={**found.resources, address: row})

        return self._with_kind(unit, kind, changed)

    def without_row(self, unit: str, kind: str, key: str) -> "Judged":
        gone = Address(unit, kind, key)
        return self._with_kind(
            unit,
            kind,
            lambda found: replace(
                found, resources={a: row for a, row in found.resources.items() if a != gone}
            ),
        )

    def unread(self, unit: str, *kinds: str) -> "Judged":
        """Return the group with kinds of a unit that could not be read; none named: the unit."""
        reading = self.readings[unit]
        why = Problem("HTTP 404", next="look there")
        if not kinds:
            return self._with(replace(reading, kinds={}, dialect=None, problems={"": why}))
        left = {name: found for name, found in reading.kinds.items() if name not in kinds}
        return self._with(replace(reading, kinds=left, problems=dict.fromkeys(kinds, why)))

    def with_fact(self, unit: str, **facts: Value) -> "Judged":
        reading = self.readings[unit]
        return self._with(replace(reading, facts={**reading.facts, **facts}))

    def with_moving(self, unit: str, moving: Moving) -> "Judged":
        return self._with(replace(self.readings[unit], moving=moving))

    def _with_kind(self, unit: str, kind: str, change: Any) -> "Judged":
        reading = self.readings[unit]
        return self._with(
            replace(reading, kinds={**reading.kinds, kind: change(reading.kinds[kind])})
        )

    def _with(self, reading: Reading) -> "Judged":
        return replace(self, readings={**self.readings, reading.unit: reading})


def declared(folder: Path, story: str, *edits: Edit) -> Judged:
    """Return an example, edited, to be judged by its file alone."""
    text = (EXAMPLES / story / "topology.yaml").read_text()
    return Judged(load_text(folder, edited(text, *edits)), {})


def built(folder: Path, story: str, *edits: Edit) -> Judged:
    """Return an example, edited, with units that are as it declares, in sync and acting so."""
    loaded = declared(folder, story, *edits).loaded
    topology = loaded.topology
    dialect = CATALOGUE.for_firmware(topology.firmwares[0])
    assert dialect is not None
    names = {unit.name: dialect for unit in topology.present_units}
    sheet = compile_topology(topology, loaded.places, names, topology.primary.name)
    desired = Desired(sheet.state, sheet.at, frozenset(sheet.owned), sheet.everywhere)
    group = Judged(loaded, expected_readings(blank_group(topology, dialect), desired))
    for unit in topology.units:
        group = group.with_value(
            unit.name,
            "ha_status",
            effective_mode=_EFFECTIVE[topology.mode, unit.role],
            in_sync=True,
            primary_heartbeat="up",
            secondary_heartbeat="up",
        )
    return group
