"""What the units of a group share of a kind, by its dialect."""

from collections.abc import Iterable, Iterator
from typing import Final

from hacfg.fortimail.dialect import Dialect, Scope

SHARED: Final[frozenset[Scope]] = frozenset({"group"})
"""The scope whose sharing is established."""


def is_shared_table(dialect: Dialect, kind: str, scopes: frozenset[Scope] = SHARED) -> bool:
    """Tell whether whole rows of a table are shared: settings, protected domains, policies."""
    spec = dialect.kind(kind)
    if spec is None or spec.shape != "table" or spec.rows == "fixed":
        return False
    return kind in dialect.blank or any(field.scope in scopes for field in spec.fields.values())


def shared_names(dialect: Dialect, kind: str, names: Iterable[str]) -> Iterator[str]:
    """Yield those of the attributes that the group shares, as the CLI calls them."""
    spec = dialect.kind(kind)
    for name in names:
        field = spec.fields.get(name) if spec else None
        if field is not None and field.scope in SHARED:
            yield field.cli or field.wire
