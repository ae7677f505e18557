"""Simulated units from saved or declared settings, and settings to save from simulated units."""

from collections.abc import Mapping
from typing import cast

from hacfg.errors import InvalidInput, Problem
from hacfg.fortimail.ha import BLANK, Config, Unit
from hacfg.fortimail.ha.meaning import Meaning
from hacfg.fortimail.ha.state import Effective
from hacfg.fortimail.wire import MASK
from hacfg.lab.config import HaState, LabState, LabUnit, Plain, Resources, UnitState
from hacfg.lab.tree import Tree, blank_tree
from hacfg.state import Value

Secrets = Mapping[str, str]
"""Slot of a secret to its bytes."""


def secret_slot(kind: str, name: str, key: str) -> str:
    """Return the slot that holds a secret of a unit."""
    return f"snmp.{key}.{name}" if kind == "snmp_user" else f"{kind}.{name}"


def make_tree(unit: LabUnit, state: UnitState | None, secrets: Secrets) -> Tree:
    """Return the resources of a unit at the start of a lab."""
    tree = blank_tree(unit.dialect, unit.name, unit.ports)
    tree.kinds["system"][""].update(
        serial=unit.serial,
        firmware=unit.firmware,
        hostname=unit.name,
        operation_mode=unit.operation_mode,
    )
    for account in unit.accounts:
        tree.kinds.setdefault("admin", {}).setdefault(account, {})
    for kind, rows in (state.resources if state else {}).items():
        _fill(tree, kind, rows, secrets)
    return tree


def _fill(tree: Tree, kind: str, rows: Mapping[str, dict[str, Plain]], secrets: Secrets) -> None:
    spec = tree.dialect.kind(kind)
    if spec is None:
        raise InvalidInput(
            Problem(f"dialect {tree.dialect.dialect} of {tree.name} has no kind {kind}")
        )
    if spec.shape == "table" and spec.rows != "fixed":
        tree.kinds[kind] = {}
    for key, row in rows.items():
        values = {
            name: _value(value, secrets, secret_slot(kind, name, key))
            for name, value in row.items()
            if name in spec.fields
        }
        if key in tree.rows(kind):
            tree.update(kind, key, values)
        else:
            tree.create(kind, key, values)


def _value(value: Plain, secrets: Secrets, slot: str) -> Value:
    if isinstance(value, dict):
        return secrets.get(value.get("secret", ""))
    if value == MASK:
        return secrets.get(slot)
    return tuple(value) if isinstance(value, list) else value


def make_unit(tree: Tree, meaning: Meaning, state: HaState | None) -> Unit:
    """Return a unit of the HA model as its settings and, if there is one, its saved state say."""
    unit = Unit(
        conf=meaning.conf,
        hb=meaning.hb,
        on_failure=meaning.on_failure,
        backup=meaning.backup,
        watch=meaning.watch,
        account=tree.name,
    )
    config = Config(vips=meaning.vips, store=meaning.store)
    if state is None:
        lineage = BLANK if is_blank(tree) else tree.name
        eff: Effective = "off" if meaning.conf == "off" else "starting"
        return unit._replace(eff=eff, cfg=config._replace(lineage=lineage))
    return unit._replace(
        eff=cast("Effective", state.eff),
        cfg=config._replace(lineage=state.lineage, version=state.version),
        queue=state.queue,
        sent=state.sent,
        up=state.up,
        api=state.api,
        sound=state.sound,
        account=state.account or tree.name,
        kept=state.kept,
        brought=state.brought,
        stuck=state.stuck,
    )


def is_blank(tree: Tree) -> bool:
    """Tell whether a unit has no protected domain and no policy of its own."""
    return all(
        set(tree.rows(kind)) <= set(tree.spec(kind).factory_rows) for kind in tree.dialect.blank
    )


def save(
    trees: Mapping[str, Tree], units: Mapping[str, Unit], cut: list[str], sent: list[str]
) -> LabState:
    """Return everything worth saving of a lab; secrets are masked."""
    return LabState(
        units={
            name: UnitState(resources=resources_of(tree), ha=_ha(units[name]))
            for name, tree in trees.items()
        },
        cut=cut,
        sent=sent,
    )


def _ha(unit: Unit) -> HaState:
    return HaState(
        eff=unit.eff,
        lineage=unit.cfg.lineage,
        version=unit.cfg.version,
        queue=unit.queue,
        sent=unit.sent,
        up=unit.up,
        api=unit.api,
        sound=unit.sound,
        account=unit.account,
        kept=unit.kept,
        brought=unit.brought,
        stuck=unit.stuck,
    )


def resources_of(tree: Tree) -> Resources:
    """Return the settings of a unit by our names, secrets masked."""
    return {
        kind: {
            key: {name: _plain(tree, kind, name, value) for name, value in row.items()}
            for key, row in rows.items()
        }
        for kind, rows in tree.kinds.items()
        if kind not in {"system", "ha_status"}
    }


def _plain(tree: Tree, kind: str, name: str, value: Value) -> Plain:
    if tree.spec(kind).fields[name].type == "secret":
        return MASK if value else None
    return list(value) if isinstance(value, tuple) else cast("Plain", value)
