"""More groups, and what is asked of them: what the scenarios of the rehearsal do not tell apart."""

from functools import partial

from tests.plan.units.declaring import (
    asking,
    blank,
    both,
    by_units,
    every,
    first_virtual_ip_goes,
    ha_is,
    heartbeat_port_address,
    hides,
    local_storage,
    mail_port_of,
    no_directory,
    on_failure_left_open,
    reads,
    second_heartbeat_moves,
    second_virtual_ip,
    shows,
    switched_off,
    unlisted,
    virtual_ip_is,
    without,
)
from tests.rehearsal.scenarios import (
    ALLOWED,
    RECIPES,
    Recipe,
    base_port,
    change_mode,
    change_settings,
    disband,
    fail_over,
    forget_member,
    heartbeat_addresses,
    lose_primary,
    move_storage,
    move_virtual_ip,
    replace_unit,
    stop_both,
    swap_roles,
    unit_is,
    use,
)

BY_HAND = ALLOWED - {"unverified-wire"}
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

KINDS: dict[str, dict[str, Recipe]] = {
    "on_failure": {
        "build, restore-role": Recipe(ha_is(on_failure="restore-role"), blank=True),
        "build, left open": Recipe(on_failure_left_open, blank=True),
        "base port, restore-role": Recipe(
            every(base_port, ha_is(on_failure="restore-role")),
            ON_RESTORE_ROLE,
        ),
        "swap roles, restore-role": Recipe(
            every(swap_roles, ha_is(on_failure="restore-role")), ON_RESTORE_ROLE
        ),
        "swap roles, restore-role before": Recipe(swap_roles, ON_RESTORE_ROLE),
        "swap roles, left open": Recipe(every(swap_roles, on_failure_left_open)),
        "left on hold": Recipe(happen=reads("mx1", "ha", on_failure="restore-role")),
    },
    "mail service has to answer": {
        "build around a used unit": Recipe(asking, lambda _, rows: use(rows, "mx1"), blank=True),
        "base port": Recipe(every(base_port, asking)),
        "base port, by units": Recipe(every(base_port, by_units)),
        "move a virtual IP": Recipe(every(move_virtual_ip, asking)),
        "failed over": Recipe(asking, fail_over, recover=True),
        "failed over, mx1 off": Recipe(asking, partial(fail_over, former="off"), recover=True),
        "farm: add mx4": Recipe(
            asking, partial(forget_member, unit="mx4", key="10.0.0.4"), size=4, farm=True
        ),
        "farm: a new unit joins a blank one": Recipe(
            asking, both(ALONE, blank("mx1")), size=2, farm=True
        ),
        "to a pair": Recipe(every(change_mode, asking), farm=True),
        "to a pair with two virtual IPs": Recipe(
            every(change_mode, second_virtual_ip, asking), farm=True
        ),
        "to a pair without a virtual IP": Recipe(
            every(change_mode, without("virtual_ips"), by_units), farm=True
        ),
        "to a pair of blank units": Recipe(
            every(change_mode, asking), blank("mx1", "mx2"), farm=True
        ),
        "to a farm": Recipe(every(change_mode, by_units)),
    },
    "by hand": {
        "base port": Recipe(base_port, allow=BY_HAND),
        "a used unit joins": Recipe(
            happen=partial(replace_unit, unit="mx2", used=True), allow=BY_HAND
        ),
        "failed over": Recipe(happen=fail_over, recover=True, allow=BY_HAND),
    },
    "virtual IPs": {
        "one more": Recipe(every(second_virtual_ip, asking)),
        "one of two moves": Recipe(
            every(second_virtual_ip, move_virtual_ip),
            reads("mx1", "ha_interface", "port2", virtual_ip="203.0.113.25/24"),
        ),
        "two move": Recipe(
            every(
                second_virtual_ip,
                virtual_ip_is(0, "198.51.100.77"),
                virtual_ip_is(1, "203.0.113.77"),
            ),
            reads("mx1", "ha_interface", "port2", virtual_ip="203.0.113.25/24"),
        ),
        "one without prefix moves": Recipe(
            happen=reads("mx1", "ha_interface", "port1", virtual_ip="198.51.100.30")
        ),
        "none changes, but the port is monitored again": Recipe(
            happen=reads("mx1", "ha_interface", "port1", port_monitor=False)
        ),
        "the only one goes": Recipe(first_virtual_ip_goes),
        "one moves, nobody says who uses it": Recipe(every(move_virtual_ip, without("mail_entry"))),
        "one moves on blank units": Recipe(every(move_virtual_ip, asking), blank("mx1", "mx2")),
        "one moves while mx2 has not joined": Recipe(move_virtual_ip, ALONE),
        "one is new while mx2 has not joined": Recipe(second_virtual_ip, ALONE),
    },
    "storage": {
        "on the units": Recipe(local_storage),
        "on blank units": Recipe(move_storage, blank("mx1", "mx2")),
        "no directory is known": Recipe(
            every(move_storage, no_directory), reads("mx1", "mail_storage", directory=None)
        ),
        "a used unit joins, its store is not read": Recipe(
            happen=both(partial(replace_unit, unit="mx2", used=True), hides("mx2", "mail_storage"))
        ),
        "a used unit joins, nothing is declared": Recipe(
            without("mail_storage"), partial(replace_unit, unit="mx2", used=True)
        ),
    },
    "addresses of mx2": {
        "of a port": Recipe(mail_port_of("mx2")),
        "of its second heartbeat": Recipe(heartbeat_port_address),
        "of both while it has not joined": Recipe(
            every(mail_port_of("mx2"), heartbeat_port_address), ALONE
        ),
    },
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
"""By kind, then by name; what the scenarios are called that a rehearsal proves is in RECIPES."""

FILES: dict[str, dict[str, Recipe]] = {
    **{name: {"": recipe} for name, recipe in RECIPES.items()},
    **{f"more: {kind}": recipes for kind, recipes in KINDS.items()},
}
"""What stands in each golden file."""
