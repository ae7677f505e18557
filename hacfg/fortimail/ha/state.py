"""The state of an HA group as far as roles, configuration and mail depend on it: plain tuples.

There is no clock in it: whatever may happen is a rule that may fire now, later or never.
"""

from typing import Final, Literal, NamedTuple

from hacfg.fortimail.dialect import Generation

Configured = Literal["off", "primary", "secondary"]
Effective = Literal[
    "off", "starting", "guard", "joining", "primary", "secondary", "hold_off", "failed"
]
"""What a unit does; `guard`: its first sync failed; `joining`: secondary, not yet synced."""
OnFailure = Literal["off", "restore-role", "become-secondary"]
Kind = Literal["pair", "farm"]

BLANK: Final = "blank"
"""Lineage of a configuration with no protected domain and no policy of its own."""

MAY_BE_LEFT: Final = "*"
"""Store of mail data that a person has seen to: moved, or not needed."""


class Heartbeat(NamedTuple):
    """How a unit listens: two units meet on a link whose words are equal and not empty."""

    password: str = ""
    port: int = 20000
    links: tuple[str, ...] = ("", "")


class Config(NamedTuple):
    """A configuration: where it began, how often it was edited, its virtual IPs and mail store."""

    lineage: str = BLANK
    version: int = 0
    vips: tuple[str, ...] = ()
    store: str = ""


class Unit(NamedTuple):
    """One unit; `queue`: it may hold mail; `sent`: senders reach it at its own address.

    `backup`: primary backup of a farm; `watch`: its ports or services are monitored; `account`:
    the unit whose administrator accounts it has ("": its own); `path`: the address that hacfg uses
    leads to it; `kept`: the store where its mail data lies ("": it has none); `brought`: mail from
    before HA was switched on lies in its queue; `stuck`: so it does, and nothing hands it on.
    """

    conf: Configured = "off"
    eff: Effective = "off"
    hb: Heartbeat = Heartbeat()
    cfg: Config = Config()
    on_failure: OnFailure = "off"
    queue: bool = False
    sent: bool = False
    up: bool = True
    api: bool = True
    sound: bool = True
    gone: bool = False
    backup: bool = False
    watch: bool = True
    account: str = ""
    path: bool = True
    kept: str = ""
    brought: bool = False
    stuck: bool = False


class Group(NamedTuple):
    """The units, which heartbeat links are up, the virtual IPs that senders use, and its kind."""

    units: tuple[Unit, ...]
    links: tuple[bool, ...] = (True, True)
    sent: frozenset[str] = frozenset()
    kind: Kind = "pair"


class World(NamedTuple):
    """What is fixed while a group lives: its generation, and the doubtful facts that hold."""

    generation: Generation = "per-unit"
    facts: frozenset[str] = frozenset()


_SHOWN: dict[Effective, Effective] = {"starting": "off", "guard": "off", "joining": "secondary"}


def shown(unit: Unit) -> Effective:
    """Return the effective mode as the unit shows it (FortiVoice 6.4 states, inferred)."""
    return _SHOWN.get(unit.eff, unit.eff)


def change(group: Group, index: int, **values: object) -> Group:
    """Return the group with some fields of one unit replaced."""
    unit = group.units[index]._replace(**values)  # type: ignore[arg-type]  # NamedTuple checks names
    return group._replace(units=(*group.units[:index], unit, *group.units[index + 1 :]))


def hears(world: World, group: Group, index: int, other: int) -> bool:
    """Tell whether two units hear each other's heartbeat (5.3 help, system_05_65)."""
    ours, theirs = group.units[index], group.units[other]
    return (
        (ours.up and theirs.up and index != other)
        and ours.hb.port == theirs.hb.port
        and (ours.hb.password == theirs.hb.password or "password-only-sync" in world.facts)
        and any(
            up and a == b != ""
            for up, a, b in zip(group.links, ours.hb.links, theirs.hb.links, strict=True)
        )
    )


def leader(world: World, group: Group, index: int) -> int | None:
    """Return the acting primary that this unit hears; every rule is about it."""
    for other, unit in enumerate(group.units):
        if unit.eff == "primary" and hears(world, group, index, other):
            return other
    return None


def may_sync(group: Group, index: int, other: int) -> bool:
    """Tell whether two units accept each other's configuration (7.6.0 CLI reference, 706922)."""
    return group.units[index].hb.password == group.units[other].hb.password


def is_in_sync(world: World, group: Group, index: int) -> bool:
    """Tell whether a unit has the configuration of the acting primary that it hears, or is it."""
    unit = group.units[index]
    if unit.eff == "primary":
        return True
    first = leader(world, group, index)
    return unit.eff == "secondary" and first is not None and unit.cfg == group.units[first].cfg


def processes_mail(world: World, group: Group, index: int) -> bool:
    """Tell whether a unit's mail services run (latest administration guide, 846008)."""
    unit = group.units[index]
    if not unit.up:
        return False
    if is_standalone(unit) or unit.eff == "primary":
        return True
    if group.kind == "pair":
        return False
    return unit.eff == "secondary" or (unit.eff == "joining" and "joining-serves" in world.facts)


def is_standalone(unit: Unit) -> bool:
    """Tell whether HA is off on a unit, and has ended there too."""
    return unit.conf == unit.eff == "off"


def takes_mail(world: World, group: Group, index: int) -> bool:
    """Tell whether a unit takes mail at an address that senders use."""
    unit = group.units[index]
    at_virtual_ip = (
        group.kind == "pair" and unit.eff == "primary" and not group.sent.isdisjoint(unit.cfg.vips)
    )
    reached = unit.sent or at_virtual_ip
    return reached and unit.sound and processes_mail(world, group, index)
