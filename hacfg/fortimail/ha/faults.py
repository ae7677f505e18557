"""What can break in a group, one fault at a time."""

from collections.abc import Callable, Collection, Iterator
from typing import Literal, NamedTuple

from hacfg.fortimail.ha.facts import Mark
from hacfg.fortimail.ha.state import Group, Unit, World, change, hears

FaultName = Literal[
    "loses-power",
    "announces-reboot",
    "port-fails",
    "false-alarm",
    "api-stops",
    "link-fails",
    "links-fail",
    "lost-for-good",
]


class Fault(NamedTuple):
    """One fault: what, and which unit or link by its index."""

    name: FaultName
    number: int = 0


class Kind(NamedTuple):
    """What a fault is in the words of a person, and where it is known from."""

    words: str
    source: str
    mark: Mark


_HELP = "FortiMail 5.3 online help, "
_HEARTBEAT = "FortiMail 6.0.5, primary heartbeat failure in FortiMail HA"

FAULTS: dict[FaultName, Kind] = {
    "loses-power": Kind("a unit has no power for a while", _HEARTBEAT, "documented"),
    "announces-reboot": Kind(
        "a unit reboots, and tells its peer before", _HELP + "system_05_69", "documented"
    ),
    "port-fails": Kind("the mail port of a unit fails", _HELP + "system_05_66", "documented"),
    "false-alarm": Kind(
        "monitoring takes a sound acting primary for failed",
        "inferred: what is monitored over a network can be lost on the way",
        "inferred",
    ),
    "api-stops": Kind(
        "the API of a unit stops answering", "inferred: any service can stop", "inferred"
    ),
    "link-fails": Kind("one heartbeat link fails", _HELP + "system_05_65", "documented"),
    "links-fail": Kind("all heartbeat links fail at once", _HEARTBEAT, "documented"),
    "lost-for-good": Kind(
        "a unit is lost and never comes back", "inferred: hardware can break", "inferred"
    ),
}
"""All faults by name."""

REPORTED_ONLY: frozenset[FaultName] = frozenset({"lost-for-good"})
"""Faults that never end: what they stop is reported, and refuses no plan."""


def faults(group: Group) -> Iterator[Fault]:
    """Yield every fault that can happen now."""
    for index, unit in enumerate(group.units):
        yield from (Fault(name, index) for name in _of_unit(group, unit))
    up = [index for index, is_up in enumerate(group.links) if is_up]
    yield from (Fault("link-fails", index) for index in up)
    if len(up) > 1:
        yield Fault("links-fail")


def _of_unit(group: Group, unit: Unit) -> Iterator[FaultName]:
    if not unit.up:
        return
    yield "loses-power"
    yield "announces-reboot"
    if unit.sound and group.kind == "pair":
        yield "port-fails"
        if unit.watch and unit.eff == "primary":
            yield "false-alarm"
    if unit.api:
        yield "api-stops"
    yield "lost-for-good"


def strike(world: World, group: Group, fault: Fault) -> Group:
    """Return the group after a fault."""
    return _EFFECTS[fault.name](world, group, fault.number)


def _down(group: Group, index: int) -> Group:
    return change(group, index, up=False, eff="off")


def _hold_off(world: World, group: Group, index: int) -> Group:
    """Let the secondary wait for a primary that announced its reboot (help system_05_69)."""
    if group.kind == "farm" or group.units[index].eff != "primary":
        return group
    for other, unit in enumerate(group.units):
        if unit.eff in {"secondary", "joining"} and hears(world, group, index, other):
            group = change(group, other, eff="hold_off")
    return group


def _reboot(world: World, group: Group, index: int) -> Group:
    return _down(_hold_off(world, group, index), index)


def _alarm(group: Group, index: int) -> Group:
    """Let monitoring take a sound primary for failed (help system_05_66); it recovers as one."""
    lasting = group.units[index].on_failure == "off"
    return change(group, index, eff="off" if lasting else "failed")


def _cut(group: Group, cut: Collection[int]) -> Group:
    return group._replace(
        links=tuple(up and index not in cut for index, up in enumerate(group.links))
    )


_EFFECTS: dict[FaultName, Callable[[World, Group, int], Group]] = {
    "loses-power": lambda _, group, index: _down(group, index),
    "announces-reboot": _reboot,
    "port-fails": lambda _, group, index: change(group, index, sound=False),
    "false-alarm": lambda _, group, index: _alarm(group, index),
    "api-stops": lambda _, group, index: change(group, index, api=False),
    "link-fails": lambda _, group, index: _cut(group, {index}),
    "links-fail": lambda _, group, __: _cut(group, range(len(group.links))),
    "lost-for-good": lambda _, group, index: change(_down(group, index), index, gone=True),
}
