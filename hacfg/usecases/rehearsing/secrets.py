"""Made-up secrets: a copy needs none of the real ones, only to know which are the same."""

import json
from collections.abc import Mapping
from typing import Final

from hacfg.plan.document import PlanDocument
from hacfg.state import GROUP

FORMER: Final = "former ha.password"
"""Slot of the HA password of units that the plan sends another one."""


def made_up(document: PlanDocument) -> dict[str, str]:
    """Return a value for every slot; slots with one reference get one value."""
    words = {slot: json.dumps(ref, sort_keys=True) for slot, ref in document.hacfg.secrets.items()}
    numbers = {text: number for number, text in enumerate(dict.fromkeys(words.values()), 1)}
    return {FORMER: "made-up-0", **{slot: f"made-up-{numbers[t]}" for slot, t in words.items()}}


def variable(number: int) -> str:
    """Return the variable that a slot is found in while the rehearsal applies the plan."""
    return f"REHEARSED_{number}"


def pointers(secrets: Mapping[str, str], known: Mapping[str, object]) -> dict[str, dict[str, str]]:
    """Return references for every slot of a plan, to an environment of the rehearsal's own."""
    return {slot: {"env": variable(n)} for n, slot in enumerate(secrets) if slot in known}


def environment(secrets: Mapping[str, str]) -> dict[str, str]:
    """Return that environment."""
    return {variable(number): value for number, value in enumerate(secrets.values())}


def is_rotated(document: PlanDocument, unit: str) -> bool:
    """Tell whether the plan changes the HA password of a unit that is in HA."""
    return any(
        change.address.kind == "ha"
        and change.address.owner in {unit, GROUP}
        and change.action == "update"
        and any(attribute.name == "password" for attribute in change.attributes)
        for change in document.hacfg.changes
    )
