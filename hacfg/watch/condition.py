"""What state a group is in, in words, and the command that mends it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from shlex import quote
from typing import Final, Literal

from hacfg.practices.asking import listed
from hacfg.watch.health import UnitHealth

Name = Literal[
    "split brain",
    "failed over",
    "failed",
    "hold-off",
    "HA off",
    "not as declared",
    "no primary",
    "heartbeat down",
    "unreachable",
    "unknown",
    "not in sync",
    "healthy",
]
"""The worst first."""

TROUBLE: Final[frozenset[Name]] = frozenset({"split brain", "failed", "no primary"})
"""What needs somebody now."""


@dataclass(frozen=True, slots=True)
class Condition:
    """The state of a group: its name, what that means here, what mends it."""

    name: Name
    words: str
    steps: tuple[str, ...] = ()
    """What to do, in this order; commands stand alone in a line."""


def find_condition(units: Sequence[UnitHealth], mode: str, file: str) -> Condition:
    """Return the worst that holds of a group; what no source tells is `unknown`, never healthy."""
    farm, file = mode == "config-only", quote(file)
    for found in (
        _split(units, file, farm=farm),
        _failed_over(units, file, farm=farm),
        _failed(units, file),
        _hold_off(units, file),
        _off(units, file),
        _not_declared(units, file),
        _leaderless(units, file),
        _idle(units),
        _link_down(units),
        _silent(units, file),
        _unseen(units),
        _syncing(units),
    ):
        if found is not None:
            return found
    return Condition("healthy", "every unit acts as declared")


def _acting(units: Iterable[UnitHealth], role: str) -> list[UnitHealth]:
    return [unit for unit in units if unit.effective.value == role]


def _names(units: Iterable[UnitHealth]) -> str:
    return listed([unit.name for unit in units])


def _do(units: Sequence[UnitHealth], one: str, many: str) -> str:
    """Return names with the verb that fits their number: `mx1 waits`, `mx1 and mx2 wait`."""
    return f"{_names(units)} {one if len(units) == 1 else many}"


def _split(units: Sequence[UnitHealth], file: str, *, farm: bool) -> Condition | None:
    leading = _acting(units, "primary")
    if len(leading) <= 1:
        return None
    what = "configure the farm" if farm else "take mail for the same address"
    return Condition(
        "split brain",
        f"{_names(leading)} act as primary at once, and {what}",
        ("reconnect the heartbeat, then:", f"hacfg plan --recover {file}"),
    )


def _failed(units: Sequence[UnitHealth], file: str) -> Condition | None:
    broken = _acting(units, "failed")
    if not broken:
        return None
    return Condition(
        "failed",
        f"{_names(broken)} found a monitored port or service down, and stopped serving",
        (f"mend what it monitors; to see which: hacfg check --live {file}",),
    )


def _hold_off(units: Sequence[UnitHealth], file: str) -> Condition | None:
    waiting = _acting(units, "hold-off")
    if not waiting:
        return None
    return Condition(
        "hold-off",
        f"{_do(waiting, 'waits', 'wait')}: the primary announced a reboot (15 min at most)",
        (f"wait for the primary: hacfg status --watch {file}",),
    )


def _off(units: Sequence[UnitHealth], file: str) -> Condition | None:
    off = [unit for unit in units if unit.configured.value == "off"]
    if not off:
        return None
    if len(off) == len(units):
        return Condition("HA off", "HA is off on all units", (f"hacfg plan {file}",))
    words = f"HA is off on {_names(off)}: no failover"
    return Condition("HA off", words, (f"hacfg plan {file}",))


def _failed_over(units: Sequence[UnitHealth], file: str, *, farm: bool) -> Condition | None:
    stray = [unit for unit in _acting(units, "primary") if unit.declared != "primary"]
    if not stray:
        return None
    lost = [unit for unit in units if unit.declared == "primary"]
    carries = (
        ("leads the farm", "lead the farm") if farm else ("carries the mail", "carry the mail")
    )
    return Condition(
        "failed over",
        f"{_do(stray, *carries)} in place of {_names(lost)}",
        (f"mend what failed on {_names(lost)}, then:", f"hacfg plan --recover {file}"),
    )


def _not_declared(units: Sequence[UnitHealth], file: str) -> Condition | None:
    odd = [unit for unit in units if unit.is_misconfigured]
    if not odd:
        return None
    words = f"{_do(odd, 'has', 'have')} another role than is declared"
    return Condition("not as declared", words, (f"hacfg plan {file}",))


def _idle(units: Sequence[UnitHealth]) -> Condition | None:
    odd = [unit for unit in units if unit.is_out_of_role]
    if not odd:
        return None
    words = f"{_do(odd, 'acts', 'act')} as {odd[0].effective.value}, not as {odd[0].declared}"
    todo = "restart its HA: System > High Availability > Status, `restart the HA system`"
    return Condition("not as declared", words, (todo,))


def _leaderless(units: Sequence[UnitHealth], file: str) -> Condition | None:
    if any(not unit.effective.is_known for unit in units) or _acting(units, "primary"):
        return None
    words = "no unit acts as primary: nobody takes mail for the group"
    return Condition("no primary", words, (f"hacfg check --live {file}",))


def _link_down(units: Sequence[UnitHealth]) -> Condition | None:
    down = {link: [u for u in units if u.links[link].value == "down"] for link in units[0].links}
    broken = {link: found for link, found in down.items() if found}
    if not broken:
        return None
    told = "; ".join(
        f"{link} link: {_do(found, 'hears', 'hear')} nothing" for link, found in broken.items()
    )
    left = "one more failure is a split brain" if len(broken) == 1 else "a split brain is near"
    return Condition(
        "heartbeat down", f"{told}: {left}", ("check cable, ports and addresses of that link",)
    )


def _silent(units: Sequence[UnitHealth], file: str) -> Condition | None:
    silent = [unit for unit in units if not unit.is_reachable]
    if not silent:
        return None
    others = [unit for unit in units if unit.is_reachable]
    rest = f"; {_do(others, 'answers', 'answer')}" if others else ""
    words = f"no answer from the API of {_names(silent)}{rest}"
    return Condition("unreachable", words, (f"see why below, then: hacfg status {file}",))


def _unseen(units: Sequence[UnitHealth]) -> Condition | None:
    unseen = [unit for unit in units if not unit.effective.is_known]
    if not unseen:
        return None
    return Condition(
        "unknown",
        f"no source tells which role {_do(unseen, 'acts', 'act')} in",
        ("give it an `snmp` block, or say what its API calls it: --dialect FILE",),
    )


def _syncing(units: Sequence[UnitHealth]) -> Condition | None:
    members = [unit for unit in units if unit.declared == "secondary"]
    behind = [unit for unit in members if unit.in_sync.value is False]
    if behind:
        words = (
            f"{_do(behind, 'is', 'are')} not in sync: what was changed last may be missing there"
        )
        return Condition("not in sync", words, ("wait; if it stays so: diagnose system ha sync",))
    unseen = [unit for unit in members if not unit.in_sync.is_known]
    if unseen:
        words = (
            f"every unit acts as declared; whether {_do(unseen, 'is', 'are')} in sync is not told"
        )
        return Condition("unknown", words, ("look at System > High Availability > Status",))
    return None
