"""References to secrets as a plan file holds them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import SecretStr, TypeAdapter

from hacfg.errors import InvalidInput, Problem
from hacfg.topology.secretref import SecretRef, SecretSource
from hacfg.topology.secrets import resolve_all

Reference = Mapping[str, object]
_ADAPTER: Final[TypeAdapter[SecretSource]] = TypeAdapter(SecretRef)


def reference_of(data: Reference) -> SecretSource:
    """Return a reference as the topology would hold it."""
    return _ADAPTER.validate_python(data)


def pointed(
    known: Mapping[str, Reference], elsewhere: Mapping[str, Reference]
) -> dict[str, Reference]:
    """Return all references of a plan by slot, some of them pointed elsewhere.

    Raises InvalidInput for a slot that the plan has not.
    """
    unknown = sorted(set(elsewhere) - set(known))
    if unknown:
        told = ", ".join(sorted(known))
        raise InvalidInput(
            Problem(f"the plan has no secret {unknown[0]}", seen=unknown[0], expected=told)
        )
    return {**known, **elsewhere}


def resolved(
    references: Mapping[str, Reference], environ: Mapping[str, str], *, allow_commands: bool
) -> dict[str, SecretStr]:
    """Return the secrets that references lead to; paths start from the current folder."""
    return resolve_all(
        {slot: (reference_of(data), None) for slot, data in references.items()},
        base=Path.cwd(),
        environ=environ,
        allow_commands=allow_commands,
    )
