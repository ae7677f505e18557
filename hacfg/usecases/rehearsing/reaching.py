"""From a plan to sessions with its units that can only read."""

from collections.abc import Collection, Mapping
from pathlib import Path

from pydantic import SecretStr, TypeAdapter

from hacfg.errors import Unreachable, raise_problems
from hacfg.fortimail.catalogue import Catalogue
from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.observe import observe
from hacfg.fortimail.reading import Reading
from hacfg.plan.document import PlanDocument
from hacfg.plan.terraform import JsonObject
from hacfg.topology.secretref import SecretRef, SecretSource
from hacfg.topology.secrets import resolve_all
from hacfg.usecases.connecting import login_slots, planned_reach, readers

OF_HA = frozenset(
    {
        "interface",
        "ha",
        "ha_interface",
        "ha_member",
        "ha_peer",
        "ha_service",
        "ha_status",
        "mail_storage",
    }
)
"""Kinds that a copy needs whatever the plan is about."""


def dialects_of(document: PlanDocument) -> dict[str, Dialect]:
    """Return the dialect that the plan speaks with each unit."""
    known = document.hacfg.dialects
    return {u.name: Dialect.model_validate(known[u.dialect or ""]) for u in document.hacfg.units}


def kinds_of(document: PlanDocument) -> frozenset[str]:
    """Return the kinds that a copy of the units needs for this plan."""
    found = {address.kind for address in document.hacfg.bound}
    for step in document.hacfg.steps:
        parts = [step.gate.expect] if step.type == "wait" else [step.before, step.after]
        found |= {address.kind for part in parts for address in part}
    blank = {kind for dialect in dialects_of(document).values() for kind in dialect.blank}
    return frozenset(found | blank | OF_HA)


def login_secrets(
    document: PlanDocument,
    secrets: Mapping[str, Mapping[str, object]],
    environ: Mapping[str, str],
    *,
    allow_commands: bool,
) -> dict[str, SecretStr]:
    """Resolve what logging in takes, and no other secret of the plan."""
    adapter: TypeAdapter[SecretSource] = TypeAdapter(SecretRef)
    pointed: dict[str, Mapping[str, object] | JsonObject] = {**document.hacfg.secrets, **secrets}
    needed = [slot for unit in document.hacfg.units for slot in login_slots(unit)]
    return resolve_all(
        {slot: (adapter.validate_python(pointed[slot]), None) for slot in needed},
        base=Path.cwd(),
        environ=environ,
        allow_commands=allow_commands,
    )


def read_units(
    document: PlanDocument, secrets: Mapping[str, SecretStr], environ: Mapping[str, str]
) -> dict[str, Reading]:
    """Read the units that a plan is about, with GETs only; raise Unreachable for a silent one."""
    found = observed(document, secrets, environ, kinds_of(document))
    silent = [reading.problems[""] for reading in found.values() if not reading.answered]
    raise_problems(Unreachable, silent)
    return found


def observed(
    document: PlanDocument,
    secrets: Mapping[str, SecretStr],
    environ: Mapping[str, str],
    kinds: Collection[str],
) -> dict[str, Reading]:
    """Read some kinds of every unit; a silent one says why."""
    dialects = {dialect.dialect: dialect for dialect in dialects_of(document).values()}
    reaches = {unit.name: planned_reach(unit, secrets, environ) for unit in document.hacfg.units}
    with readers(reaches) as opened:
        return observe(opened, Catalogue(tuple(dialects.values())), kinds)
