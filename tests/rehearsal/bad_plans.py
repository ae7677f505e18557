"""Plans that are wrong: each written by hand, with the rule that it breaks and by what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from hacfg.plan.rehearsal.hazards import Danger
from hacfg.plan.steps import AnyStep
from hacfg.state import Address
from tests.plan.groups import Group, Json
from tests.plan.simulated import Rows
from tests.plan.worlds import FIRMWARES
from tests.rehearsal.by_hand import (
    PASSWORD,
    acts,
    delete,
    follow,
    lead,
    off,
    only_if,
    people,
    restore,
    synced,
    write,
)
from tests.rehearsal.scenarios import (
    Recipe,
    disband,
    fail_over,
    lose_primary,
    move_storage,
    move_virtual_ip,
    show,
    unit_is,
)

ROLES = ("primary", "secondary")
OLD, NEW = "198.51.100.25", "198.51.100.77"


@dataclass(frozen=True)
class BadPlan:
    """Steps that are wrong for a group, and what is wrong with them."""

    name: str
    firmware: str
    recipe: Recipe
    steps: Sequence[AnyStep]
    danger: Danger


def switched_off(
    one: Group,
    rows: Rows,
    units: tuple[str, ...] = ("mx1", "mx2"),
    blank: str = "",
    own: str = "",
) -> None:
    """Let units be set up, but with HA off; one is blank, or has a configuration of its own."""
    for unit in units:
        word = {"mode": "off"} if one.topology.firmwares[0] == "7.2" else {"enabled": False}
        rows[Address(unit, "ha")] |= word
        show(rows, unit, "off")
    for name in (blank, own):
        rows.pop(Address(name, "domain", "example.com"), None)
    if own:
        rows[Address(own, "domain", "other.example")] = {}


def fall_behind(_: Group, rows: Rows) -> None:
    """Let mx2 lead, and mx1 follow without its configuration."""
    show(rows, "mx2", "primary")
    show(rows, "mx1", "secondary")


def through_virtual_ip(found: Json) -> None:
    found["units"][0]["api"]["url"] = f"https://{OLD}"


def through_own_port(found: Json) -> None:
    for number, unit in enumerate(found["units"], 1):
        unit["api"]["url"] = f"https://198.51.100.{number}"


def other_account(found: Json) -> None:
    found["units"][1]["api"]["username"] = "hacfg-2"


HEALTHY = Recipe()
FARM = Recipe(size=4, farm=True)
MX2_BLANK = Recipe(happen=partial(switched_off, blank="mx2"))
MX1_BLANK = Recipe(happen=partial(switched_off, blank="mx1"))
MX2_USED = Recipe(happen=partial(switched_off, own="mx2"))
OTHER_ACCOUNT = Recipe(other_account, partial(switched_off, blank="mx2"))
FAILED_OVER = Recipe(happen=fail_over)
BEHIND = Recipe(happen=fall_behind)


def restore_role(value: str = "restore-role") -> AnyStep:
    return write("mx1", "ha", on_failure=value)


def taken_out(fw: str) -> Iterator[AnyStep]:
    """Yield how the secondary is taken out well."""
    yield only_if(off(fw, "mx2"), "mx1", "primary")
    yield acts("mx2", "off")


def joining(fw: str) -> AnyStep:
    """Return how a unit joins well, as far as that is one step."""
    return only_if(follow(fw, "mx2", loses=True), "mx1", "primary")


def building(fw: str) -> Iterator[tuple[str, Recipe, Sequence[AnyStep], Danger]]:
    """Yield wrong ways to build a pair."""
    leads: list[AnyStep] = [lead(fw, "mx1", outage=True), acts("mx1", "primary")]
    settle = restore_role("become-secondary")
    joins: list[AnyStep] = [joining(fw), synced("mx2")]
    yield (
        "the secondary before the primary",
        MX2_BLANK,
        [follow(fw, "mx2"), *leads, synced("mx2")],
        "overwritten" if fw == "7.2" else "unfinished",
    )
    yield (
        "a blank unit as primary",
        MX1_BLANK,
        [*leads, restore_role(), follow(fw, "mx2"), synced("mx2"), settle],
        "overwritten",
    )
    yield "a join under become-secondary", MX2_BLANK, [*leads, *joins], "overwritten"
    yield (
        "a join under off",
        HEALTHY,
        [*taken_out(fw), restore_role("off"), *joins, settle],
        "mail-ends",
    )
    yield (
        "on_failure settled before the unit is in sync",
        MX2_BLANK,
        [*leads, restore_role(), joins[0], settle, joins[1]],
        "overwritten",
    )
    yield (
        "the temporary on_failure never set back",
        MX2_BLANK,
        [*leads, restore_role(), *joins],
        "not-as-declared",
    )
    yield (
        "a used unit joins unannounced",
        MX2_USED,
        [
            *leads,
            restore_role(),
            people("mx2", "drained"),
            follow(fw, "mx2"),
            synced("mx2"),
            settle,
        ],
        "overwritten",
    )
    yield (
        "a used unit joins with its mail",
        MX2_USED,
        [*leads, restore_role(), *joins, settle],
        "queue-stranded",
    )
    yield (
        "a unit joins that lets hacfg in by another account",
        OTHER_ACCOUNT,
        [*leads, restore_role(), *joins, settle],
        "astray",
    )
    if fw == "7.2":
        yield (
            "both units as primary",
            MX2_BLANK,
            [*leads, lead(fw, "mx2"), acts("mx2", "primary")],
            "unfinished",
        )


def changing(fw: str) -> Iterator[tuple[str, Recipe, Sequence[AnyStep], Danger]]:
    """Yield wrong ways to change the heartbeat of a pair."""
    if fw == "7.2":
        yield (
            "the password on both sides with HA on",
            Recipe(named=frozenset({"ha.password"})),
            [
                write("mx1", "ha", outage=True, password=PASSWORD),
                write("mx2", "ha", password=PASSWORD),
                synced("mx2"),
            ],
            "two-primaries",
        )
        yield (
            "the base port on the secondary first, with HA on",
            HEALTHY,
            [
                write("mx2", "ha", base_port=21000),
                write("mx1", "ha", base_port=21000),
                synced("mx2"),
            ],
            "two-primaries",
        )
    yield (
        "the base port of the primary with HA on",
        HEALTHY,
        [write("mx1", "ha", outage=True, base_port=21000), acts("mx1", "primary")],
        "two-primaries",
    )
    yield "one heartbeat link at a time", HEALTHY, [*_link_by_link(fw)], "two-primaries"
    yield (
        "a heartbeat port loses its address",
        HEALTHY,
        [acts("mx1", "primary"), write("mx1", "interface", "port5", address=None)],
        "unfinished",
    )
    yield (
        "the acting primary is taken out after a failover",
        FAILED_OVER,
        [off(fw, "mx2"), acts("mx2", "off"), write("mx1", "ha", base_port=21000)],
        "no-mail",
    )
    yield (
        "a secondary is waited for that was taken out",
        HEALTHY,
        [*taken_out(fw), write("mx1", "ha", base_port=21000), synced("mx2")],
        "unfinished",
    )


def _link_by_link(fw: str) -> Iterator[AnyStep]:
    for port, net in (("port5", "10.9.0"), ("port6", "10.9.1")):
        for number, unit in enumerate(("mx1", "mx2"), 1):
            yield write(unit, "interface", port, outage=True, address=f"{net}.{number}/24")
            if fw == "7.2":
                peer = f"{net}.{3 - number}"
                yield write(unit, "ha_interface", port, outage=True, peer_address=peer)
        yield acts("mx1", "primary")
        yield synced("mx2")


def serving(fw: str) -> Iterator[tuple[str, Recipe, Sequence[AnyStep], Danger]]:
    """Yield wrong ways to change what senders and mail depend on."""
    move = write("mx1", "ha_interface", "port1", virtual_ip=f"{NEW}/24")
    out: list[AnyStep] = [*taken_out(fw)]
    back: list[AnyStep] = [joining(fw), synced("mx2")]
    both, new = people("mx1", "senders", OLD, NEW), people("mx1", "senders", NEW)
    yield (
        "a virtual IP inside the block of the secondary",
        HEALTHY,
        [*out, both, move, new, *back],
        "mail-ends",
    )
    yield "senders go to the new virtual IP first", HEALTHY, [new, move, synced("mx2")], "no-mail"
    yield "a virtual IP moves under its senders", HEALTHY, [move, synced("mx2"), new], "no-mail"
    yield (
        "senders leave the old virtual IP before the secondary has the new one",
        HEALTHY,
        [both, move, new],
        "mail-ends",
    )
    yield (
        "a virtual IP is removed under its senders",
        HEALTHY,
        [write("mx1", "ha_interface", "port1", virtual_ip=None), synced("mx2")],
        "no-mail",
    )
    yield (
        "the mail store changes, and nobody saw to the data",
        HEALTHY,
        [write("mx1", "mail_storage", host="nas2.example.net"), synced("mx2")],
        "data-stranded",
    )
    yield (
        "a shared setting is written on the secondary",
        HEALTHY,
        [acts("mx2", "secondary"), write("mx2", "ha_interface", "port1", virtual_ip=f"{NEW}/24")],
        "unfinished",
    )
    yield (
        "apply ends before a change is synchronised",
        HEALTHY,
        [write("mx1", "mail_storage", port=3261)],
        "edit-lost",
    )
    yield (
        "the port that hacfg uses changes first",
        Recipe(through_own_port),
        [write("mx2", "interface", "port1", address="198.51.100.202/24"), *out, *back],
        "astray",
    )
    yield (
        "hacfg reaches a unit by a virtual IP",
        Recipe(through_virtual_ip),
        [write("mx1", "mail_storage", port=3261), synced("mx2")],
        "astray",
    )


def leaving(fw: str) -> Iterator[tuple[str, Recipe, Sequence[AnyStep], Danger]]:
    """Yield wrong ways to take units out, and to make one primary that is not."""
    remove = Recipe(unit_is(1, state="absent"))
    leaves = Recipe(unit_is(3, state="absent"), size=4, farm=True)
    row = delete("mx1", "ha_peer", "10.0.0.4") if fw == "7.2" else delete("mx1", "ha_member", "mx4")
    out: list[AnyStep] = [only_if(off(fw, "mx4"), "mx1", "primary"), acts("mx4", "off")]
    if fw == "7.6":
        yield (
            "a pair's member row is deleted first",
            remove,
            [delete("mx1", "ha_member", "mx2"), off(fw, "mx2"), acts("mx2", "off")],
            "edit-lost",
        )
        yield (
            "a unit is told to lead before the other one has stopped",
            HEALTHY,
            [off(fw, "mx1", outage=True), write("mx2", "ha_member", "mx2", role="primary")],
            "unfinished",
        )
    yield (
        "a split is mended from the wrong side",
        Recipe(happen=partial(fail_over, former="primary")),
        [restore("mx1"), synced("mx2")],
        "unfinished",
    )
    yield "a farm's unit leaves with its mail", leaves, [*out, row], "leaves-with-mail"
    yield "a farm's unit leaves at once", leaves, [row, *out], "leaves-with-mail"
    yield (
        "the primary leaves first",
        remove,
        [off(fw, "mx1"), acts("mx1", "off"), off(fw, "mx2"), acts("mx2", "off")],
        "no-mail",
    )
    yield (
        "a pair is ended with senders at its virtual IP",
        HEALTHY,
        [*taken_out(fw), off(fw, "mx1", outage=True), acts("mx1", "off")],
        "mail-ends",
    )
    yield (
        "both are switched off, then on",
        HEALTHY,
        [off(fw, "mx1"), off(fw, "mx2"), lead(fw, "mx1"), follow(fw, "mx2"), synced("mx2")],
        "no-mail",
    )
    yield (
        "a role is given back to a unit that is not in sync",
        BEHIND,
        [restore("mx1"), acts("mx1", "primary"), synced("mx2")],
        "overwritten",
    )
    yield (
        "a lost unit was never ruled out",
        Recipe(lose_primary, partial(fail_over, former="off")),
        [*_take_over(fw)],
        "two-primaries",
    )
    yield (
        "a farm's unit joins, and senders come before it is in sync",
        Recipe(happen=partial(switched_off, units=("mx4",), blank="mx4"), size=4, farm=True),
        [follow(fw, "mx4", farm=True), people("mx4", "opened"), synced("mx4")],
        "blank-serves",
    )
    if fw == "7.6":
        yield (
            "a join with HA on",
            HEALTHY,
            [acts("mx2", "secondary"), follow(fw, "mx2")],
            "unfinished",
        )
    else:
        yield (
            "a second primary is configured beside the first",
            HEALTHY,
            [lead(fw, "mx2"), acts("mx2", "primary"), follow(fw, "mx1"), synced("mx1")],
            "two-primaries",
        )
        yield (
            "a pair becomes a farm with both units in HA",
            HEALTHY,
            [
                write("mx1", "ha", mode="config-primary"),
                write("mx2", "ha", mode="config-secondary"),
            ],
            "no-mail",
        )


def _take_over(fw: str) -> Iterator[AnyStep]:
    if fw == "7.2":
        yield lead(fw, "mx2", outage=True)
    else:
        yield write("mx2", "ha_member", "mx1", role="secondary")
        yield write("mx2", "ha_member", "mx2", outage=True, role="primary")
    yield acts("mx2", "primary")


BAD: list[BadPlan] = [
    BadPlan(name, firmware, recipe, steps, danger)
    for firmware in FIRMWARES
    for family in (building, changing, serving, leaving)
    for name, recipe, steps, danger in family(firmware)
]


def done_right(fw: str) -> Iterator[tuple[str, Recipe, Sequence[AnyStep]]]:
    """Yield the same changes done right, by hand too: what is wrong above is what differs."""
    held, settle = restore_role(), restore_role("become-secondary")
    leads: list[AnyStep] = [lead(fw, "mx1", outage=True), acts("mx1", "primary")]
    ends: list[AnyStep] = [synced("mx2"), settle, synced("mx2")]
    yield "build", MX2_BLANK, [*leads, held, joining(fw), *ends]
    drained = people("mx2", "drained")
    yield "build with a used unit", MX2_USED, [*leads, held, drained, joining(fw), *ends]
    moves: list[AnyStep] = [
        people("mx1", "senders", OLD, NEW),
        write("mx1", "ha_interface", "port1", virtual_ip=f"{NEW}/24"),
        synced("mx2"),
        people("mx1", "senders", NEW),
    ]
    back: list[AnyStep] = [joining(fw), synced("mx2")]
    moved = Recipe(move_virtual_ip)
    yield "a virtual IP moves", moved, moves
    yield "a virtual IP moves before the secondary goes", moved, [*moves, *taken_out(fw), *back]
    yield "a virtual IP moves once the secondary is back", moved, [*taken_out(fw), *back, *moves]
    yield (
        "the mail store changes",
        Recipe(move_storage),
        [
            people("mx1", "data", "nas2.example.net:/vol/mail"),
            write("mx1", "mail_storage", host="nas2.example.net"),
            synced("mx2"),
        ],
    )
    yield (
        "a pair ends",
        Recipe(disband),
        [*taken_out(fw), people("mx1", "opened"), off(fw, "mx1", outage=True)],
    )


GOOD = [
    (name, firmware, recipe, steps)
    for firmware in FIRMWARES
    for name, recipe, steps in done_right(firmware)
]
