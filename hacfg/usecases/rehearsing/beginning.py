"""Where the units of a copy begin: their roles, whose configuration they have, who sends to them.

Of what units do not show it is one state that fits: where the proof has to look at every one, a
rehearsal is one run.
"""

from collections.abc import Mapping
from typing import Final

from hacfg.fortimail.ha.settings import store_of, virtual_ips_of
from hacfg.fortimail.ha.state import BLANK, Effective
from hacfg.fortimail.reading import Reading
from hacfg.fortimail.roles import configured_role, effective_role, is_blank, is_in_sync
from hacfg.lab.config import HaState, LabState
from hacfg.plan.document import PlanDocument
from hacfg.plan.rehearsal.held import Held
from hacfg.state import UNKNOWN

_OLDER: Final = -1
"""Version of a configuration that lacks changes."""
_FARM: Final = frozenset({"config-secondary", "active-active"})
_ACTING: Final[Mapping[object, Effective]] = {
    "off": "starting",
    "primary": "primary",
    "failed": "failed",
    "hold-off": "hold_off",
}
"""What a unit with HA on is in, by the word that it shows; a secondary has two."""


def source_of(document: PlanDocument, readings: Mapping[str, Reading]) -> str:
    """Return the unit whose configuration counts: who leads as configured, leads, or shall lead."""
    leads = [name for name, one in readings.items() if effective_role(one) == "primary"]
    right = [name for name in leads if configured_role(readings[name]) == "primary"]
    declared = [unit.name for unit in document.hacfg.units if unit.role == "primary"]
    return [*right, *leads, *declared, *readings][0]


def stand(reading: Reading, held: Held, source: str) -> HaState:
    """Return where a unit stands, in the terms of the model."""
    synced = is_in_sync(reading) is True
    if configured_role(reading) in {"off", UNKNOWN}:
        eff: Effective = "off"
    elif effective_role(reading) == "secondary":
        eff = "secondary" if synced else "joining"
    else:
        eff = _ACTING.get(effective_role(reading), "starting")
    blank = is_blank(reading) is True
    own = eff in {"off", "primary", "joining"}
    idle = blank or (eff == "secondary" and str(held.value("ha", "mode")) not in _FARM)
    return HaState(
        eff=eff,
        lineage=BLANK if blank else reading.unit if own else source,
        version=0 if own or synced else _OLDER,
        queue=not idle,
        kept="" if idle else store_of(held),
    )


def cut_links(readings: Mapping[str, Reading]) -> list[str]:
    """Return the heartbeat links that a unit in HA says are down, if every unit is in it."""
    if any(configured_role(one) == "off" for one in readings.values()):
        return []
    return [
        link
        for link in ("primary", "secondary")
        if any(one.get("ha_status", f"{link}_heartbeat") == "down" for one in readings.values())
    ]


def with_senders(document: PlanDocument, state: LabState, held: Mapping[str, Held]) -> LabState:
    """Return the copy with its senders; a blank unit has none.

    Where senders enter is as declared; undeclared, they use the virtual IPs if there are any.
    """
    stands = {name: one.ha for name, one in state.units.items() if one.ha}
    serving = [name for name, ha in stands.items() if ha.eff != "off" and ha.lineage != BLANK]
    vips = sorted({vip for name in serving for vip in virtual_ips_of(held[name])})
    if vips and document.hacfg.mail_entry in {None, "virtual-ip"}:
        return state.model_copy(update={"sent": vips})
    farm = document.hacfg.mode == "config-only"
    return state.model_copy(
        update={
            "units": {
                name: one.model_copy(
                    update={"ha": ha.model_copy(update={"sent": _is_used(ha, farm=farm)})}
                )
                for name, one in state.units.items()
                for ha in [stands[name]]
            }
        }
    )


def _is_used(ha: HaState, *, farm: bool) -> bool:
    return ha.lineage != BLANK and (ha.eff in {"off", "primary"} or farm)
