"""Whether hacfg may carry out a write itself, or a person has to; and who can say that it is so."""

from hacfg.fortimail.dialect import SURE, Dialect, Provenance
from hacfg.plan.situation import UnitSituation
from hacfg.plan.steps import Operation, Source
from hacfg.state import Address, Attributes

UNVERIFIED = "unverified-wire"


def unsure(provenance: Provenance) -> str:
    """Return why hacfg does not write a name of this provenance by itself."""
    known = {"sibling": "the REST names are documented for a sister product only"}
    why = known.get(provenance, "no public document confirms the REST names")
    return f"{why}; with --allow {UNVERIFIED} hacfg writes them"


def why_manual(
    unit: UnitSituation,
    address: Address,
    operation: Operation,
    attributes: Attributes,
    allowed: frozenset[str],
) -> str:
    """Return why a person has to do this write; empty: hacfg may."""
    spec = unit.dialect.kinds[address.kind]
    kind = unit.reading.kinds.get(address.kind)
    if spec is None or kind is None:
        return f"{address.resource} could not be read"
    guessed = [name for name in attributes if not spec.is_sure(name)]
    if (guessed or spec.provenance_of("", "write") not in SURE) and UNVERIFIED not in allowed:
        return unsure(spec.provenance_of("", "write"))
    held = kind.held.get(Address(unit.name, address.kind, address.key), kind.row_keys)
    if operation == "create" and not kind.resources:
        return ""
    missing = [
        spec.fields[name].wire
        for name in attributes
        if spec.fields[name].wire not in held and spec.fields[name].wire != spec.key
    ]
    if operation != "delete" and missing:
        return f"the unit's answer held no key {', '.join(missing)}"
    return ""


def source_of(dialect: Dialect, kinds: set[str], allowed: frozenset[str]) -> Source:
    """Return who says that a gate is met: the REST API only if its names may be relied on."""
    specs = [dialect.kinds.get(kind) for kind in kinds]
    sure = all(spec is not None and spec.provenance_of("", "read") in SURE for spec in specs)
    return "rest" if sure or UNVERIFIED in allowed else "person"
