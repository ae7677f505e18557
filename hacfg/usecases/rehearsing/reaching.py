"""From a plan to sessions with its units that can only read."""

from collections.abc import Collection, Mapping

from pydantic import SecretStr

from hacfg.errors import Unreachable, raise_problems
from hacfg.fortimail.catalogue import Catalogue
from hacfg.fortimail.observe import observe
from hacfg.fortimail.reading import Reading
from hacfg.plan.document import PlanDocument
from hacfg.usecases.connecting import login_slots, planned_reaches, readers
from hacfg.usecases.dialects import planned_dialects
from hacfg.usecases.references import Reference, pointed, resolved

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


def kinds_of(document: PlanDocument) -> frozenset[str]:
    """Return the kinds that a copy of the units needs for this plan."""
    found = {address.kind for address in document.hacfg.bound}
    for step in document.hacfg.steps:
        parts = [step.gate.expect] if step.type == "wait" else [step.before, step.after]
        found |= {address.kind for part in parts for address in part}
    blank = {kind for dialect in planned_dialects(document).values() for kind in dialect.blank}
    return frozenset(found | blank | OF_HA)


def login_secrets(
    document: PlanDocument,
    secrets: Mapping[str, Reference],
    environ: Mapping[str, str],
    *,
    allow_commands: bool,
) -> dict[str, SecretStr]:
    """Resolve what logging in takes, and no other secret of the plan.

    Raises InvalidInput for a slot that the plan has not, as apply does.
    """
    known = pointed(document.hacfg.secrets, secrets)
    slots = [slot for unit in document.hacfg.units for slot in login_slots(unit)]
    return resolved({slot: known[slot] for slot in slots}, environ, allow_commands=allow_commands)


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
    dialects = {dialect.dialect: dialect for dialect in planned_dialects(document).values()}
    with readers(planned_reaches(document, secrets, environ)) as opened:
        return observe(opened, Catalogue(tuple(dialects.values())), kinds)
