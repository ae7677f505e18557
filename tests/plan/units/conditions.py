"""Groups in every condition: units that leave, lead in place of another, or have stopped."""

from functools import partial

from tests.plan.units.declaring import (
    blank,
    both,
    every,
    ha_is,
    mail_port_of,
    on_failure_left_open,
    reads,
    second_heartbeat_moves,
    shows,
    switched_off,
    unlisted,
)
from tests.rehearsal.scenarios import (
    Recipe,
    base_port,
    change_settings,
    disband,
    fail_over,
    forget_member,
    heartbeat_addresses,
    lose_primary,
    move_storage,
    move_virtual_ip,
    stop_both,
    swap_roles,
    unit_is,
)

SPLIT = partial(fail_over, former="primary")
PASSWORD = frozenset({"ha.password"})
ALONE = partial(forget_member, unit="mx2", key="10.0.0.2")
"""mx2 has not joined yet."""
OF_FARM = both(
    shows("mx1", "off"), shows("mx2", "config-primary"), shows("mx3", "config-secondary")
)
"""A farm whose primary stopped, and another unit leads."""

ON_RESTORE_ROLE = both(*(reads(unit, "ha", on_failure="restore-role") for unit in ("mx1", "mx2")))
"""Both units take their role back after a failure."""

CONDITIONS: dict[str, dict[str, Recipe]] = {
    "the primary shows that it is in sync": {
        "everything": Recipe(
            every(move_virtual_ip, move_storage, change_settings),
            shows("mx1", "primary", in_sync=True),
        ),
        "farm: remove mx4": Recipe(
            unit_is(3, state="absent"),
            shows("mx1", "config-primary", in_sync=True),
            size=4,
            farm=True,
        ),
    },
    "units that leave": {
        "mx2, already off": Recipe(unit_is(1, state="absent"), switched_off("mx2")),
        "mx1, which leads": Recipe(every(swap_roles, unit_is(0, state="absent"))),
        "mx3 and mx4 of a farm": Recipe(
            every(unit_is(2, state="absent"), unit_is(3, state="absent")), size=4, farm=True
        ),
        "mx3 and mx4 of a farm, lost": Recipe(
            every(unit_is(2, state="absent", lost=True), unit_is(3, state="absent", lost=True)),
            size=4,
            farm=True,
        ),
        "mx2, lost": Recipe(unit_is(1, state="absent", lost=True)),
        "mx3 of a farm, all off": Recipe(unit_is(2, state="absent"), size=3, farm=True, blank=True),
        "mx3 of a farm, off and not listed": Recipe(
            unit_is(2, state="absent"),
            both(switched_off("mx3"), unlisted("mx3")),
            size=3,
            farm=True,
        ),
        "mx1, lost, mx2 on off": Recipe(
            lose_primary,
            both(partial(fail_over, former="off"), reads("mx2", "ha", on_failure="off")),
        ),
        "all, blank ones": Recipe(disband, blank("mx1", "mx2")),
        "all, mx2 already off": Recipe(disband, switched_off("mx2")),
        "all, nobody leads": Recipe(disband, stop_both),
        "all, all off": Recipe(disband, blank=True),
        "mx1, lost, nobody leads": Recipe(
            lose_primary, shows("mx2", "off"), recover=True, assume=("group.source=mx2",)
        ),
    },
    "members": {
        "another primary backup": Recipe(unit_is(1, primary_backup=True), size=3, farm=True),
        "mx2 is not listed": Recipe(happen=unlisted("mx2")),
        "mx2 of a farm is not listed": Recipe(happen=unlisted("mx2"), size=3, farm=True),
        "base port while mx2 has not joined": Recipe(base_port, ALONE),
        "heartbeat addresses while mx2 has not joined": Recipe(heartbeat_addresses, ALONE),
        "base port of a farm that mx3 has not joined": Recipe(
            base_port, partial(forget_member, unit="mx3", key="10.0.0.3"), size=3, farm=True
        ),
        "lost threshold of mx3 alone while mx2 has not joined": Recipe(
            happen=both(ALONE, reads("mx3", "ha", lost_threshold=99)), size=3, farm=True
        ),
        "the row of mx2 says another address": Recipe(
            happen=reads("mx1", "ha_member", "mx2", address="10.0.0.99/24"), size=3, farm=True
        ),
        "the row of mx2 says another address, and it is off": Recipe(
            happen=both(
                switched_off("mx2"), reads("mx1", "ha_member", "mx2", address="10.0.0.99/24")
            ),
            size=3,
            farm=True,
        ),
        "no heartbeat of mx1 is declared": Recipe(unit_is(0, heartbeat=[]), blank=True),
        "lost threshold of mx2 alone": Recipe(happen=reads("mx2", "ha", lost_threshold=99)),
        "mx1 is off": Recipe(happen=both(switched_off("mx1"), switched_off("mx2"))),
    },
    "ports": {
        "of mail, and the heartbeat's base port": Recipe(every(base_port, mail_port_of("mx1"))),
        "of a former heartbeat": Recipe(second_heartbeat_moves),
        "of the heartbeat, another unit leads": Recipe(heartbeat_addresses, fail_over),
    },
    "another unit leads": {
        "mx1 off, other heartbeat addresses": Recipe(
            heartbeat_addresses, partial(fail_over, former="off"), recover=True
        ),
        "mx1 off, on_failure left open": Recipe(
            on_failure_left_open, partial(fail_over, former="off"), recover=True
        ),
        "mx2 is to lead and has not joined": Recipe(swap_roles, ALONE),
        "settings": Recipe(change_settings, fail_over),
        "and mx1 is off": Recipe(happen=both(fail_over, switched_off("mx1")), recover=True),
        "swap roles of a farm": Recipe(swap_roles, size=3, farm=True),
        "swap roles of a farm, the row of mx1 says another address": Recipe(
            swap_roles,
            both(*(reads(u, "ha_member", "mx1", address="10.0.0.99/24") for u in ("mx1", "mx2"))),
            size=3,
            farm=True,
        ),
        "of a farm, mx1 follows": Recipe(
            happen=both(OF_FARM, shows("mx1", "config-secondary", in_sync=True)),
            size=3,
            farm=True,
            recover=True,
        ),
        "of a farm, mx1 stopped": Recipe(happen=OF_FARM, size=3, farm=True, recover=True),
        "and is declared so": Recipe(swap_roles, fail_over, recover=True),
    },
    "split": {
        "mx2 on restore-role": Recipe(
            happen=both(SPLIT, reads("mx2", "ha", on_failure="restore-role")), recover=True
        ),
        "restore-role is declared": Recipe(
            ha_is(on_failure="restore-role"),
            both(SPLIT, ON_RESTORE_ROLE),
            recover=True,
        ),
        "left open": Recipe(on_failure_left_open, SPLIT, recover=True),
        "mx1 is blank": Recipe(happen=both(SPLIT, blank("mx1")), recover=True),
        "both are blank": Recipe(happen=both(SPLIT, blank("mx1", "mx2")), recover=True),
        "another password": Recipe(happen=SPLIT, recover=True, named=PASSWORD),
        "the roles are swapped": Recipe(swap_roles, SPLIT, recover=True),
        "the roles are swapped, mx1 on restore-role": Recipe(
            swap_roles, both(SPLIT, reads("mx1", "ha", on_failure="restore-role")), recover=True
        ),
        "a farm": Recipe(
            happen=both(shows("mx2", "config-primary"), shows("mx3", "config-secondary")),
            size=3,
            farm=True,
            recover=True,
        ),
    },
    "stopped": {
        "nobody says whose configuration counts": Recipe(happen=stop_both, recover=True),
        "a farm, mx2 counts": Recipe(
            happen=both(*(shows(unit, "off") for unit in ("mx1", "mx2", "mx3"))),
            size=3,
            farm=True,
            recover=True,
            assume=("group.source=mx2",),
        ),
        "a farm, mx1 counts, mx3 off": Recipe(
            happen=both(*(shows(unit, "off") for unit in ("mx1", "mx2")), switched_off("mx3")),
            size=3,
            farm=True,
            recover=True,
            assume=("group.source=mx1",),
        ),
        "mx2 counts, other heartbeat addresses": Recipe(
            heartbeat_addresses, stop_both, recover=True, assume=("group.source=mx2",)
        ),
        "mx2 of a farm alone": Recipe(happen=shows("mx2", "off"), size=3, farm=True, recover=True),
        "mx2 alone, on restore-role": Recipe(
            happen=both(shows("mx2", "off"), reads("mx2", "ha", on_failure="restore-role")),
            recover=True,
        ),
        "mx2 alone, another password": Recipe(
            happen=shows("mx2", "off"), recover=True, named=PASSWORD
        ),
    },
}
"""By kind, then by name."""
