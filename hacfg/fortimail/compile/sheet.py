"""Collecting declared values under the owner that the dialect gives them, with their places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from hacfg.errors import Problem
from hacfg.fortimail.dialect import Dialect
from hacfg.source import Position
from hacfg.state import GROUP, Address, Attributes, Value
from hacfg.topology.models import Topology
from hacfg.topology.places import Path, Places

Declared = Mapping[str, tuple[Value, Path]]
"""Attribute to value and path in the topology file."""


@dataclass(slots=True)
class Sheet:
    """What compiling has collected so far."""

    topology: Topology
    places: Places
    dialects: Mapping[str, Dialect]
    leader: str
    state: dict[Address, dict[str, Value] | None] = field(default_factory=dict)
    at: dict[tuple[Address, str], Position] = field(default_factory=dict)
    owned: set[tuple[str, str]] = field(default_factory=set)
    everywhere: dict[tuple[str, str], Attributes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def put(self, units: Iterable[str], kind: str, key: str, declared: Declared) -> None:
        """Declare attributes of one resource on these units, or on the group if they share it."""
        for unit in units:
            for name, (value, path) in declared.items():
                owner = self._owner(unit, kind, name, path)
                if owner is not None:
                    address = Address(owner, kind, key)
                    attributes = self.state.setdefault(address, {})
                    if attributes is not None:
                        attributes[name] = value
                    self.at[address, name] = self.places.at(*path)

    def remove(self, kind: str, key: str, path: Path, owner: str = GROUP) -> None:
        """Declare that a row shall not be there, by default one that is shared."""
        address = Address(owner, kind, key)
        self.state[address] = None
        self.at[address, ""] = self.places.at(*path)

    def own(self, kind: str, path: Path) -> None:
        """Declare that a shared table has no rows but the declared ones."""
        self.owned.add((GROUP, kind))
        self.at[Address(GROUP, kind), ""] = self.places.at(*path)

    def fix_everywhere(self, kind: str, attributes: Attributes) -> None:
        """Declare attributes for every row of a kind that is there, as the mode excludes them."""
        for unit in self.dialects:
            for name, value in attributes.items():
                spec = self._spec(unit, kind, name)
                if spec is not None:
                    owner = GROUP if spec == "group" else unit
                    known = self.everywhere.get((owner, kind), {})
                    self.everywhere[owner, kind] = {**known, name: value}
                    self.at[Address(owner, kind), name] = self.places.at("mode")

    def _spec(self, unit: str, kind: str, name: str) -> str | None:
        known = self.dialects[unit].kind(kind)
        spec = known.fields.get(name) if known else None
        return spec.scope if spec else None

    def _owner(self, unit: str, kind: str, name: str, path: Path) -> str | None:
        scope = self._spec(unit, kind, name)
        if scope is None:
            self._cannot(unit, kind, name, path)
            return None
        if scope != "group":
            return unit
        return GROUP

    def _cannot(self, unit: str, kind: str, name: str, path: Path) -> None:
        dialect = self.dialects[unit].dialect
        self.problems.append(
            Problem(
                f"dialect {dialect} of {unit} has no {name} of {kind}",
                where=self.places.at(*path),
                expected="something that this firmware knows",
                next="remove it here, or say how it is called: --dialect FILE",
            )
        )


def given(base: Path, **values: Value) -> Declared:
    """Return the attributes that are declared (not None), each at `base` and its own name."""
    return {name: (value, (*base, name)) for name, value in values.items() if value is not None}
