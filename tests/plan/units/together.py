"""Several things that are asked at once, of groups in any condition."""

from functools import partial

from hacfg.state import Address
from tests.plan.groups import Group
from tests.plan.simulated import Rows
from tests.plan.units.conditions import PASSWORD, SPLIT
from tests.plan.units.declaring import both, every, ha_is, on_failure_left_open, reads, switched_off
from tests.plan.units.failing import on
from tests.rehearsal.scenarios import (
    PAIRS,
    Recipe,
    base_port,
    change_mode,
    disband,
    fail_over,
    heartbeat_addresses,
    swap_roles,
)


def roles_changed(one: Group, rows: Rows) -> None:
    """Let both units be configured in each other's role."""
    for holder in ("mx1", "mx2"):
        for unit, role in (("mx1", "secondary"), ("mx2", "primary")):
            if one.dialect.generation == "shared":
                rows[Address(holder, "ha_member", unit)]["role"] = role
            elif unit == holder:
                rows[Address(unit, "ha")]["mode"] = role


MX2_COUNTS = ("group.source=mx2",)

TOGETHER: dict[str, dict[str, Recipe]] = {
    "roles and the heartbeat": {
        "swap roles, base port": Recipe(every(swap_roles, base_port)),
        "swap roles, heartbeat addresses": Recipe(every(swap_roles, heartbeat_addresses)),
        "swap roles, password": Recipe(swap_roles, named=PASSWORD),
        "split after roles changed, mx2 counts": Recipe(
            happen=both(SPLIT, roles_changed), recover=True, assume=MX2_COUNTS
        ),
        "split, mx2 counts, password": Recipe(
            happen=SPLIT, recover=True, named=PASSWORD, assume=MX2_COUNTS
        ),
    },
    "a group that ends": {
        "failed over": Recipe(disband, fail_over),
        "failed over, mx1 off": Recipe(disband, partial(fail_over, former="off")),
        "split": Recipe(disband, SPLIT),
        "mx2 alone is on restore-role": Recipe(
            disband, reads("mx2", "ha", on_failure="restore-role")
        ),
        "on_failure is declared otherwise": Recipe(every(disband, ha_is(on_failure="off"))),
        "split, on_failure left open": Recipe(every(disband, on_failure_left_open), SPLIT),
    },
    "a pair that shall be a farm": {
        "split": Recipe(change_mode, SPLIT, recover=True),
        "on off": on("off", PAIRS["to a farm"]),
    },
    "HA is off, mx2 counts": {
        "a pair": Recipe(happen=both(switched_off("mx1"), switched_off("mx2")), assume=MX2_COUNTS),
        "a blank pair": Recipe(blank=True, assume=MX2_COUNTS),
        "a farm": Recipe(
            happen=both(*(switched_off(unit) for unit in ("mx1", "mx2", "mx3"))),
            size=3,
            farm=True,
            assume=MX2_COUNTS,
        ),
    },
}
"""By kind, then by name."""
