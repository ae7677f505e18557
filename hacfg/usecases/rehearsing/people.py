"""What people do for a plan's gates, done to a lab instead; the rehearsal says so."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hacfg.lab.door import Door
from hacfg.plan.steps import Gate
from hacfg.state import UNKNOWN

Units = Mapping[str, Mapping[str, Any]]
"""The units as the door of a lab tells."""
_MARKED = re.compile(r"<secret: ([^>]*)>")


def answered(door: Door, gate: Gate, units: Units) -> str:
    """Do to the lab what a gate asks of people, and return it in words."""
    match gate.condition:
        case "drained":
            door.send_to_unit(gate.unit, sent=False)
            return f"no sender reaches {gate.unit} any more; its queue runs empty"
        case "opened":
            door.send_to_unit(gate.unit, sent=True)
            return f"senders reach {gate.unit}"
        case "senders":
            door.send_to_virtual_ips(gate.detail)
            return f"senders use {', '.join(gate.detail) or 'no virtual IP'}"
        case "data":
            door.see_to_data()
            return "mail data is moved to where it will be looked for"
        case "isolated":
            if gate.unit in units and units[gate.unit]["power"]:
                door.fault(gate.unit, "power-loss")
            return f"{gate.unit} is switched off"
        case _:
            return f"looks at {gate.unit}: {gate.wording}"


def looks_for(gate: Gate, units: Units) -> bool:
    """Tell whether what a gate awaits of roles, sync and queues is so, as a person would see it."""
    if gate.condition == "drained":
        return not units[gate.unit]["queue"]
    return all(
        _is_so(units.get(address.owner, {}), attributes or {})
        for address, attributes in gate.expect.items()
        if address.kind == "ha_status"
    )


def _is_so(unit: Mapping[str, Any], attributes: Mapping[str, object]) -> bool:
    seen = {"effective_mode": unit.get("effective"), "in_sync": unit.get("in_sync")}
    return all(
        name not in seen or value in {UNKNOWN, seen[name]} for name, value in attributes.items()
    )


def typed(lines: Sequence[str], secrets: Mapping[str, str]) -> list[str]:
    """Return the lines as a person types them, with secrets and without remarks."""
    return [
        _MARKED.sub(lambda found: secrets.get(found[1], ""), line).split("   # ")[0]
        for line in lines
    ]
