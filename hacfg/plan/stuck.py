"""Conditions of a group in which nothing is planned, and the way out of each."""

from collections.abc import Iterator
from typing import Final

from hacfg.plan.draft import Draft
from hacfg.plan.ours import Notice
from hacfg.plan.recovery import source_of
from hacfg.plan.situation import WORDING, Condition
from hacfg.state import UNKNOWN

STUCK = {
    "split brain": "reconnect the heartbeat, then: hacfg plan --recover",
    "hold-off": "wait until the primary is back, at most 15 minutes; then plan again",
    "unknown": "see what could not be read; plan again once every unit tells its role",
    "abnormal": "look at the status page of each unit, then: hacfg plan --recover",
}

MENDED: Final[frozenset[Condition]] = frozenset({"abnormal", "split brain"})
"""Those that `--recover` knows a way out of."""


def is_stuck(draft: Draft) -> bool:
    """Tell whether nothing is planned in this condition, nor anything that mends it."""
    return draft.situation.condition in STUCK and not _is_mended(draft)


def conditions(draft: Draft) -> Iterator[Notice]:
    """Yield why nothing is planned in this condition, and what to do."""
    condition = draft.situation.condition
    if not draft.situation.units:
        return
    if _is_mended(draft):
        if source_of(draft) is None:
            yield Notice(
                id="question",
                severity="error",
                message="no unit acts as primary: only a person knows whose configuration counts",
                where=draft.situation.leader.why,
                next=f"--assume group.source={draft.situation.primary.name}, or another unit",
            )
        return
    if condition in STUCK:
        unlisted = [unit.name for unit in draft.situation.everyone if unit.is_unlisted]
        yield Notice(
            id="condition",
            severity="error",
            message=f"{condition}: {WORDING[condition]}; nothing is planned on top of that",
            where=_not_listed(unlisted) if unlisted else draft.situation.leader.why,
            next=_OUT.format(unlisted[0]) if unlisted else f"{STUCK[condition]}{_vouch(draft)}",
        )


def _vouch(draft: Draft) -> str:
    """Return how a person says what a unit does not, if there is anything of that kind."""
    for unit in draft.situation.everyone:
        if unit.effective is UNKNOWN:
            return f"; or say what you know: --assume {unit.name}.effective_role=ROLE"
        if unit.in_sync is UNKNOWN and unit.configured == "secondary":
            return f"; or say what you know: --assume {unit.name}.in_sync=true"
    return ""


def _is_mended(draft: Draft) -> bool:
    return draft.mandate.recover and draft.situation.condition in MENDED


_OUT = "switch HA off on {} by hand, then plan again: it joins anew"


def _not_listed(names: list[str]) -> str:
    return f"{', '.join(names)}: HA is on, and the unit's own member table has no row for it"
