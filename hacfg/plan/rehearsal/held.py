"""What one unit holds at a point of a plan: its reading, and what the steps before wrote to it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from hacfg.fortimail.dialect import Dialect, Generation, KindSpec
from hacfg.fortimail.reading import Reading
from hacfg.fortimail.sharing import SHARED, is_shared_table, shared_names
from hacfg.state import Address, Attributes, Value

Rows = Mapping[str, Attributes]


@dataclass(frozen=True, slots=True)
class Held:
    """The settings of one unit by our names; it is never changed, only replaced."""

    member: str
    dialect: Dialect
    kinds: Mapping[str, Rows]

    @property
    def generation(self) -> Generation:
        """How the unit holds its HA settings."""
        return self.dialect.generation

    def rows(self, kind: str) -> Rows:
        """Return the rows of a kind by key; a singleton has the key ""."""
        return self.kinds.get(kind, {})

    def value(self, kind: str, name: str, key: str = "") -> Value:
        """Return one attribute, or None."""
        return self.rows(kind).get(key, {}).get(name)

    def put(self, address: Address, attributes: Attributes | None) -> "Held":
        """Return what the unit holds once attributes are set, or a row is gone (None)."""
        rows = dict(self.rows(address.kind))
        if attributes is None:
            rows.pop(address.key, None)
        else:
            rows[address.key] = {**rows.get(address.key, {}), **attributes}
        return replace(self, kinds={**self.kinds, address.kind: rows})

    def synced(self, source: "Held", kinds: frozenset[str] | None = None) -> "Held":
        """Return what the unit holds once it has what the group shares from another one."""
        found = dict(self.kinds)
        for kind, spec in self.dialect.kinds.items():
            if spec is not None and kind in source.kinds and (kinds is None or kind in kinds):
                found[kind] = dict(_merged(self, source, kind, spec))
        return replace(self, kinds=found)


def held_of(reading: Reading, dialect: Dialect) -> Held:
    """Return what a unit holds as it was read."""
    kinds = {
        kind: {address.key: attributes for address, attributes in found.resources.items()}
        for kind, found in reading.kinds.items()
    }
    return Held(reading.unit, dialect, kinds)


def shared_parts(
    dialect: Dialect, address: Address, attributes: Attributes | None
) -> Iterator[str]:
    """Yield what the group shares of a write, as the CLI calls it; of a row that goes, its kind."""
    if attributes is not None:
        yield from shared_names(dialect, address.kind, attributes)
    elif is_shared_table(dialect, address.kind):
        yield address.kind


def _merged(own: Held, source: Held, kind: str, spec: KindSpec) -> Iterator[tuple[str, Attributes]]:
    if is_shared_table(own.dialect, kind):
        yield from source.rows(kind).items()
        return
    shared = {name for name, field in spec.fields.items() if field.scope in SHARED}
    for key, row in own.rows(kind).items():
        theirs = source.rows(kind).get(key, {})
        yield key, {**row, **{name: v for name, v in theirs.items() if name in shared}}
