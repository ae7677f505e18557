"""Several things that are asked at once, of groups in any condition."""

from functools import partial

from tests.plan.units.conditions import PASSWORD, SPLIT
from tests.plan.units.declaring import every
from tests.rehearsal.scenarios import (
    Recipe,
    base_port,
    disband,
    fail_over,
    heartbeat_addresses,
    swap_roles,
)

TOGETHER: dict[str, dict[str, Recipe]] = {
    "roles and the heartbeat": {
        "swap roles, base port": Recipe(every(swap_roles, base_port)),
        "swap roles, heartbeat addresses": Recipe(every(swap_roles, heartbeat_addresses)),
        "swap roles, password": Recipe(swap_roles, named=PASSWORD),
        "split, mx2 counts, password": Recipe(
            happen=SPLIT, recover=True, named=PASSWORD, assume=("group.source=mx2",)
        ),
    },
    "a group that ends": {
        "failed over": Recipe(disband, fail_over),
        "failed over, mx1 off": Recipe(disband, partial(fail_over, former="off")),
        "split": Recipe(disband, SPLIT),
    },
}
"""By kind, then by name."""
