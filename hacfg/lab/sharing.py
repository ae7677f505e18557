"""How a synchronisation copies what the units of a group share."""

from hacfg.fortimail.dialect import KindSpec, Scope
from hacfg.fortimail.sharing import is_shared_table
from hacfg.lab.tree import Row, Rows, Tree

HA_DOCUMENT = ("ha", "ha_member")
"""Kinds that joining copies at once (CLI reference 7.6.0, 706922; which ones is inferred)."""


def copy_shared(source: Tree, target: Tree, scopes: frozenset[Scope]) -> None:
    """Copy everything that the group shares from one unit to another."""
    for kind, spec in source.dialect.kinds.items():
        if spec is not None and kind in target.kinds:
            copy_kind(source, target, kind, scopes)


def copy_kind(source: Tree, target: Tree, kind: str, scopes: frozenset[Scope]) -> None:
    """Copy what the group shares of one kind."""
    if is_shared_table(source.dialect, kind, scopes):
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
