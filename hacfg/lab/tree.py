"""The resources of one simulated unit, by our names; what a dialect knows, and nothing else."""

from collections.abc import Iterable, Mapping
from typing import Final

from hacfg.fortimail.dialect import Dialect, FieldSpec, Generation, KindSpec
from hacfg.fortimail.ha import RefusedByUnit
from hacfg.state import Value

Row = dict[str, Value]
Rows = dict[str, Row]

MISSING: Final = 3
"""errorType of what is not there (recorded)."""
INVALID: Final = 99
"""errorType of bad input; invented, as no such answer was ever recorded."""


class Tree:
    """All resources of a unit: kind, then key (`parent/key` in child tables), then attribute."""

    def __init__(self, dialect: Dialect, name: str, kinds: dict[str, Rows]) -> None:
        self.dialect = dialect
        self.name = name
        self.member = name
        self.kinds = kinds

    @property
    def generation(self) -> Generation:
        """How the unit holds its HA settings."""
        return self.dialect.generation

    def copy(self) -> "Tree":
        """Return a tree that can be changed without changing this one."""
        kinds = {
            kind: {key: dict(row) for key, row in rows.items()} for kind, rows in self.kinds.items()
        }
        tree = Tree(self.dialect, self.name, kinds)
        tree.member = self.member
        return tree

    def spec(self, kind: str) -> KindSpec:
        """Return what the dialect says of a kind."""
        spec = self.dialect.kind(kind)
        if spec is None:
            raise RefusedByUnit(f"no kind {kind} in dialect {self.dialect.dialect}", MISSING)
        return spec

    def rows(self, kind: str) -> Rows:
        """Return the rows of a kind; none if the dialect does not know it."""
        return self.kinds.get(kind, {})

    def value(self, kind: str, name: str, key: str = "") -> Value:
        """Return one attribute, or None."""
        return self.rows(kind).get(key, {}).get(name)

    def update(self, kind: str, key: str, changes: Mapping[str, Value]) -> None:
        """Set attributes of a resource that is there."""
        spec = self.spec(kind)
        if key not in self.rows(kind):
            raise RefusedByUnit(f"{kind} has no {key}", MISSING)
        for name in changes:
            if name not in spec.fields:
                raise RefusedByUnit(f"{kind} has no attribute {name}", INVALID)
        self.kinds[kind][key].update(changes)

    def create(self, kind: str, key: str, values: Mapping[str, Value]) -> str:
        """Add a row, return its key; `0` or `parent/0` takes the next number."""
        spec = self.spec(kind)
        rows = self.kinds[kind]
        parent, _, number = key.rpartition("/")
        prefix = f"{parent}/" if spec.parent else ""
        if spec.rows == "numbered" and (number if spec.parent else key) == "0":
            key = prefix + next_number(rows, prefix)
        if spec.shape != "table" or spec.rows == "fixed":
            raise RefusedByUnit(f"rows of {kind} cannot be made", INVALID)
        if key in rows:
            raise RefusedByUnit(f"{kind} {key} exists already", INVALID)
        if spec.parent and parent not in self.rows(spec.parent):
            raise RefusedByUnit(f"{spec.parent} has no {parent}", MISSING)
        if spec.max is not None and sum(old.startswith(prefix) for old in rows) >= spec.max:
            raise RefusedByUnit(f"{kind} holds at most {spec.max} rows", INVALID)
        rows[key] = new_row(spec, key.rpartition("/")[2] if spec.parent else key)
        self.update(kind, key, values)
        return key

    def delete(self, kind: str, key: str) -> None:
        """Take away a row with the rows below it."""
        spec = self.spec(kind)
        if spec.shape != "table" or spec.rows == "fixed":
            raise RefusedByUnit(f"rows of {kind} cannot be deleted", INVALID)
        if key not in self.rows(kind):
            raise RefusedByUnit(f"{kind} has no {key}", MISSING)
        del self.kinds[kind][key]
        for name, child in self.dialect.kinds.items():
            if child is not None and child.parent == kind:
                kept = {k: v for k, v in self.rows(name).items() if not k.startswith(f"{key}/")}
                self.kinds[name] = kept


def next_number(rows: Iterable[str], prefix: str) -> str:
    """Return the number after the highest one in a numbered table."""
    numbers = [int(key[len(prefix) :]) for key in rows if key.startswith(prefix)]
    return str(max(numbers, default=0) + 1)


def factory_value(spec: FieldSpec) -> Value:
    """Return an attribute's value on a blank unit."""
    return tuple(spec.factory) if isinstance(spec.factory, list) else spec.factory


def new_row(spec: KindSpec, key: str) -> Row:
    """Return a row with every attribute as on a blank unit."""
    row = {name: factory_value(field) for name, field in spec.fields.items()}
    return {
        name: key if field.wire == spec.key else row[name] for name, field in spec.fields.items()
    }


def blank_tree(dialect: Dialect, name: str, ports: Iterable[str] = ()) -> Tree:
    """Return the resources of a blank unit; `ports` are ports beyond the dialect's."""
    kinds: dict[str, Rows] = {}
    for kind, spec in dialect.kinds.items():
        if spec is None:
            continue
        keys = [""] if spec.shape != "table" else [*spec.factory_rows]
        if spec.rows == "fixed" and "port1" in spec.factory_rows:
            keys += [port for port in ports if port not in keys]
        kinds[kind] = {key: {**new_row(spec, key), **_factory(spec, key)} for key in keys}
    return Tree(dialect, name, kinds)


def _factory(spec: KindSpec, key: str) -> Row:
    given = spec.factory_rows.get(key, {})
    return {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
