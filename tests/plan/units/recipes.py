"""What is asked of healthy groups, and of new ones, beside the scenarios of the rehearsal."""

from functools import partial

from tests.plan.units.conditions import ALONE, CONDITIONS, ON_RESTORE_ROLE
from tests.plan.units.declaring import (
    asking,
    blank,
    both,
    by_units,
    differs_on,
    every,
    first_virtual_ip_goes,
    ha_is,
    heartbeat_port_address,
    hides,
    local_storage,
    lost_threshold,
    mail_port_of,
    no_directory,
    on_failure_left_open,
    reads,
    second_virtual_ip,
    virtual_ip_is,
    without,
)
from tests.plan.units.failing import FAILING
from tests.plan.units.together import TOGETHER
from tests.rehearsal.scenarios import (
    ALLOWED,
    RECIPES,
    Recipe,
    base_port,
    change_mode,
    fail_over,
    forget_member,
    move_storage,
    move_virtual_ip,
    replace_unit,
    swap_roles,
    use,
)

BY_HAND = ALLOWED - {"unverified-wire"}

WISHES: dict[str, dict[str, Recipe]] = {
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
    "settings": {
        "what the group shares": Recipe(happen=differs_on("mx1")),
        "what mx2 holds itself": Recipe(happen=differs_on("mx2")),
        "lost threshold": Recipe(lost_threshold),
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
}
"""By kind, then by name; what the scenarios are called that a rehearsal proves is in RECIPES."""

FILES: dict[str, dict[str, Recipe]] = {
    **{name: {"": recipe} for name, recipe in RECIPES.items()},
    **{
        f"more: {kind}": recipes
        for kind, recipes in (WISHES | CONDITIONS | FAILING | TOGETHER).items()
    },
}
"""What stands in each golden file."""
