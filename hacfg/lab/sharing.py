"""What the units of a group share, and how a synchronisation copies it."""

from collections.abc import Iterator, Mapping

from hacfg.fortimail.dialect import KindSpec, Scope
from hacfg.lab.tree import Row, Rows, Tree
from hacfg.state import Value

HA_DOCUMENT = ("ha", "ha_member")
"""Kinds that joining copies at once (CLI reference 7.6.0, 706922; which ones is inferred)."""


def is_shared_table(tree: Tree, kind: str, scopes: frozenset[Scope]) -> bool:
    """Tell whether whole rows of a table are shared: settings, protected domains, policies."""
    spec = tree.dialect.kind(kind)
    if spec is None or spec.shape != "table" or spec.rows == "fixed":
        return False
    return kind in tree.dialect.blank or any(f.scope in scopes for f in spec.fields.values())


def shared_names(tree: Tree, kind: str, changes: Mapping[str, Value]) -> Iterator[str]:
    """Yield those of the attributes that the group shares, as the CLI calls them."""
    spec = tree.dialect.kind(kind)
    for name in changes:
        field = spec.fields.get(name) if spec else None
        if field is not None and field.scope == "group":
            yield field.cli or field.wire


def copy_shared(source: Tree, target: Tree, scopes: frozenset[Scope]) -> None:
    """Copy everything that the group shares from one unit to another."""
    for kind, spec in source.dialect.kinds.items():
        if spec is not None and kind in target.kinds:
            copy_kind(source, target, kind, scopes)


def copy_kind(source: Tree, target: Tree, kind: str, scopes: frozenset[Scope]) -> None:
    """Copy what the group shares of one kind."""
    if is_shared_table(source, kind, scopes):
        copied = {key: dict(row) for key, row in source.rows(kind).items()}
        target.kinds[kind] = {**copied, **_own_member(target, kind, copied)}
        return
    for key, row in source.rows(kind).items():
        if key in target.rows(kind):
            target.kinds[kind][key].update(_shared_part(source.spec(kind), row, scopes))


def _own_member(target: Tree, kind: str, copied: Rows) -> Rows:
    """Keep the unit's own row: one whose row was taken away still believes that it is a member."""
    own = target.rows(kind).get(target.member) if kind == "ha_member" else None
    return {target.member: own} if own and target.member not in copied else {}


def _shared_part(spec: KindSpec, row: Row, scopes: frozenset[Scope]) -> Row:
    return {
        name: value
        for name, value in row.items()
        if (field := spec.fields.get(name)) and field.scope in scopes and not field.read_only
    }
