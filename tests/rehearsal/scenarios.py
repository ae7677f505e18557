"""Groups in every condition, and what is asked of them: one plan for each scenario."""

from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, partial

from hacfg.plan.guards import GUARDS
from hacfg.plan.rehearsal.held import held_of
from hacfg.state import Address
from tests.plan.groups import PARTS, Group, Json, Planned, declared, group, plan
from tests.plan.simulated import Rows
from tests.plan.worlds import FIRMWARES, built

ALLOWED = frozenset(GUARDS)
COMMAND = {"command": ["true", "{unit}"]}
ENTRY: dict[str, Json] = {
    "active-passive": {"kind": "virtual-ip"},
    "config-only": {"kind": "load-balancer", "drained": COMMAND, "opened": COMMAND},
}

Declare = Callable[[Json], object]
"""Changes what is declared."""
Happen = Callable[[Group, Rows], object]
"""Changes what the units hold and show."""


def _nothing(*_: object) -> None: ...


@dataclass(frozen=True)
class Recipe:
    """A group at rest, what happened to it since, and what is declared now."""

    declare: Declare = _nothing
    happen: Happen = _nothing
    size: int = 2
    farm: bool = False
    blank: bool = False
    """Whether the units are blank, with HA off, in place of a healthy group."""
    recover: bool = False
    named: frozenset[str] = frozenset()
    assume: tuple[str, ...] = ()
    allow: frozenset[str] = ALLOWED


def document(
    firmware: str,
    mode: str = "active-passive",
    size: int = 2,
    parts: frozenset[str] = PARTS,
    on_failure: str = "become-secondary",
) -> Json:
    """Return a topology, and how senders reach the group; it declares all that there is."""
    found = declared(firmware, mode, size, parts - {"entry"}, on_failure)
    return {**found, "mail_entry": deepcopy(ENTRY[mode])}


def healthy(one: Group) -> Rows:
    """Return what the units of a group hold that was built, with a mail domain, all in sync."""
    blank = one.blank()
    rows = built(one, blank, plan(one, one.readings(blank)).outline.steps)
    for unit in one.topology.units:
        use(rows, unit.name)
    return copied(one, rows, [unit.name for unit in one.topology.units[1:]])


def copied(one: Group, rows: Rows, units: Iterable[str]) -> Rows:
    """Return what the units hold once some have the configuration of mx1."""
    readings = one.readings(rows)
    leader = held_of(readings["mx1"], one.dialect)
    for unit in units:
        held = held_of(readings[unit], one.dialect).synced(leader)
        _forget(rows, unit)
        for kind, found in held.kinds.items():
            rows |= {Address(unit, kind, key): dict(row) for key, row in found.items()}
    return rows


@cache
def _at_rest(firmware: str, mode: str, size: int) -> Rows:
    return healthy(group(document(firmware, mode, size)))


def at_rest(firmware: str, mode: str, size: int) -> Rows:
    """Return a copy of what the units of a healthy group hold."""
    found = _at_rest(firmware, mode, size)
    return {address: dict(values) for address, values in found.items()}


def _forget(rows: Rows, unit: str) -> None:
    for address in [address for address in rows if address.owner == unit]:
        del rows[address]


def show(rows: Rows, unit: str, effective: str, *, in_sync: bool = False) -> None:
    """Let a unit show a role."""
    rows[Address(unit, "ha_status")] |= {"effective_mode": effective, "in_sync": in_sync}


def use(rows: Rows, unit: str, domain: str = "example.com") -> None:
    """Let a unit have a mail domain of its own."""
    rows[Address(unit, "domain", domain)] = {}


def fail_over(_: Group, rows: Rows, former: str = "secondary") -> None:
    """Let mx2 lead; `former` is what mx1 shows."""
    show(rows, "mx2", "primary")
    show(rows, "mx1", former, in_sync=former == "secondary")


def stop_both(_: Group, rows: Rows) -> None:
    """Let both units of a pair show HA as off."""
    show(rows, "mx1", "off")
    show(rows, "mx2", "off")


def replace_unit(one: Group, rows: Rows, unit: str, *, used: bool = False) -> None:
    """Put another unit in the place of one: a blank one, or one with a mail domain of its own."""
    _forget(rows, unit)
    rows |= {a: v for a, v in one.blank().items() if a.owner == unit}
    if used:
        use(rows, unit, "other.example")


def replace_primary(one: Group, rows: Rows) -> None:
    """Put a blank unit in the place of mx1, after mx2 took over."""
    replace_unit(one, rows, "mx1")
    show(rows, "mx2", "primary")


def forget_member(one: Group, rows: Rows, unit: str, key: str) -> None:
    """Let a unit never have been a member."""
    replace_unit(one, rows, unit)
    for address in (Address("mx1", "ha_peer", key), Address("mx1", "ha_member", unit)):
        rows.pop(address, None)


def heartbeat_addresses(found: Json) -> None:
    for number, unit in enumerate(found["units"], 1):
        unit["heartbeat"][0]["address"] = f"10.9.0.{number}/24"


def base_port(found: Json) -> None:
    found["ha"]["heartbeat"]["base_port"] = 21000


def move_virtual_ip(found: Json) -> None:
    found["virtual_ips"][0]["address"] = "198.51.100.77/24"


def move_storage(found: Json) -> None:
    found["mail_storage"]["host"] = "nas2.example.net"


def change_settings(found: Json) -> None:
    found["alerts"]["syslog"][0]["categories"] = ["ha"]
    if "services" in found["monitor"]:
        found["monitor"]["services"]["local-ports"]["interval"] = 33


def change_everything(found: Json) -> None:
    """Change all that can change of a pair at once."""
    for change in (base_port, heartbeat_addresses, move_virtual_ip, move_storage, change_settings):
        change(found)


def remove_virtual_ip(found: Json) -> None:
    found["virtual_ips"][0]["state"] = "absent"
    found["mail_entry"] = {"kind": "units"}


def swap_roles(found: Json) -> None:
    found["units"][0]["role"], found["units"][1]["role"] = "secondary", "primary"


def unit_is(number: int, **values: object) -> Declare:
    """Declare something of a unit, by its place."""
    return lambda found: found["units"][number].update(values)


def lose_primary(found: Json) -> None:
    found["units"][0].update(state="absent", lost=True, role="secondary")
    found["units"][1]["role"] = "primary"


def replace_and_swap(found: Json) -> None:
    found["units"][0]["replaced"] = True
    swap_roles(found)


def disband(found: Json) -> None:
    for unit in found["units"]:
        unit["state"] = "absent"


def change_mode(found: Json) -> None:
    mode = "config-only" if found["mode"] == "active-passive" else "active-passive"
    other = document(found["firmware"], mode)
    found.clear()
    found.update(other)


PAIRS: dict[str, Recipe] = {
    "build": Recipe(blank=True),
    "build around a used unit": Recipe(happen=lambda _, rows: use(rows, "mx1"), blank=True),
    "base port": Recipe(base_port),
    "password": Recipe(named=frozenset({"ha.password"})),
    "heartbeat addresses": Recipe(heartbeat_addresses),
    "move a virtual IP": Recipe(move_virtual_ip),
    "remove a virtual IP": Recipe(remove_virtual_ip),
    "settings": Recipe(change_settings),
    "storage": Recipe(move_storage),
    "everything": Recipe(change_everything, named=frozenset({"ha.password"})),
    "remove mx2": Recipe(unit_is(1, state="absent")),
    "disband": Recipe(disband),
    "to a farm": Recipe(change_mode),
    "swap roles": Recipe(swap_roles),
    "failed over": Recipe(happen=fail_over, recover=True),
    "failed over, mx1 off": Recipe(happen=partial(fail_over, former="off"), recover=True),
    "failed over, mx1 failed": Recipe(happen=partial(fail_over, former="failed"), recover=True),
    "split": Recipe(happen=partial(fail_over, former="primary"), recover=True),
    "split, mx2 counts": Recipe(
        happen=partial(fail_over, former="primary"), recover=True, assume=("group.source=mx2",)
    ),
    "stopped": Recipe(happen=stop_both, recover=True, assume=("group.source=mx1",)),
    "stopped, mx2 counts": Recipe(happen=stop_both, recover=True, assume=("group.source=mx2",)),
    "mx2 stopped": Recipe(happen=lambda _, rows: show(rows, "mx2", "off"), recover=True),
    "not in sync": Recipe(happen=lambda _, rows: show(rows, "mx2", "secondary")),
    "replace mx2": Recipe(unit_is(1, replaced=True), partial(replace_unit, unit="mx2")),
    "a used unit joins": Recipe(happen=partial(replace_unit, unit="mx2", used=True)),
    "replace mx1": Recipe(unit_is(0, replaced=True), replace_primary),
    "replace mx1, as secondary": Recipe(replace_and_swap, replace_primary),
    "lost mx1": Recipe(lose_primary, partial(fail_over, former="off")),
}

FARMS: dict[str, Recipe] = {
    "build a farm": Recipe(size=4, farm=True, blank=True),
    "build a farm around a used unit": Recipe(
        happen=lambda _, rows: use(rows, "mx1"), size=4, farm=True, blank=True
    ),
    "farm: base port": Recipe(base_port, size=4, farm=True),
    "farm: settings": Recipe(change_settings, size=4, farm=True),
    "farm: remove mx4": Recipe(unit_is(3, state="absent"), size=4, farm=True),
    "farm: lost mx4": Recipe(unit_is(3, state="absent", lost=True), size=4, farm=True),
    "farm: add mx4": Recipe(
        happen=partial(forget_member, unit="mx4", key="10.0.0.4"), size=4, farm=True
    ),
    "farm: a used unit joins": Recipe(
        happen=partial(replace_unit, unit="mx4", used=True), size=4, farm=True
    ),
    "farm: disband": Recipe(disband, size=3, farm=True),
    "farm: to a pair": Recipe(change_mode, farm=True),
}

RECIPES: dict[str, Recipe] = {**PAIRS, **FARMS}
SCENARIOS: list[tuple[str, str]] = [(name, firmware) for firmware in FIRMWARES for name in RECIPES]
"""Each scenario with each generation."""


def file_name(name: str) -> str:
    """Return a scenario's name as a file may be called on every system."""
    return name.replace(":", ",")


def prepared(name: str, firmware: str) -> Planned:
    """Return the plan of a scenario."""
    return planned(RECIPES[name], firmware)


def planned(recipe: Recipe, firmware: str) -> Planned:
    """Return the plan of a recipe."""
    mode = "config-only" if recipe.farm else "active-passive"
    wanted = document(firmware, mode, recipe.size)
    before = group(deepcopy(wanted))
    rows = before.blank() if recipe.blank else at_rest(firmware, mode, recipe.size)
    recipe.happen(before, rows)
    recipe.declare(wanted)
    one = group(wanted)
    return plan(
        one,
        one.readings(rows),
        recipe.allow,
        recipe.named,
        recover=recipe.recover,
        assume=recipe.assume,
    )
