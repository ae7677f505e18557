"""What the gates of a plan mean in the model: when they are met, and what people do for them."""

from collections.abc import Callable, Sequence

from hacfg.fortimail.ha.state import Group, World, is_in_sync, shown
from hacfg.fortimail.ha.writes import cut_off, see_to_data, send_to_unit, send_to_virtual_ips
from hacfg.plan.steps import Gate

Met = Callable[[World, Group], bool]
Deed = Callable[[World, Group], Group]


def met_of(gate: Gate, index: int, names: Sequence[str]) -> Met:
    """Return when a gate lets a plan go on; `names` are the units in the order of the model."""
    match gate.condition:
        case "role":
            word = awaited_role(gate)
            return lambda _, group: _acts_as(group, index, word)
        case "in-sync":
            units = [names.index(address.owner) for address in gate.expect] or [index]
            return lambda world, group: all(
                group.units[one].eff == "secondary" and is_in_sync(world, group, one)
                for one in units
            )
        case "drained":
            return lambda _, group: not group.units[index].queue
        case "isolated":
            return lambda _, group: not group.units[index].up
        case _:
            return lambda _, __: True


def deed_of(gate: Gate, index: int) -> Deed | None:
    """Return what people do outside of the group for a gate, if it is theirs."""
    match gate.condition:
        case "drained":
            return lambda _, group: send_to_unit(group, index, sent=False)
        case "opened":
            return lambda _, group: send_to_unit(group, index, sent=True)
        case "senders":
            return lambda _, group: send_to_virtual_ips(group, frozenset(gate.detail))
        case "isolated":
            return lambda _, group: cut_off(group, index)
        case "data":
            return lambda _, group: see_to_data(group)
        case _:
            return None


def restores_mail(gate: Gate) -> bool:
    """Tell whether a gate shows that mail flows again after an announced outage."""
    return gate.condition == "in-sync" or (
        gate.condition == "role" and awaited_role(gate) == "primary"
    )


def _acts_as(group: Group, index: int, word: str) -> bool:
    unit = group.units[index]
    return unit.up and shown(unit) == word and (word != "off" or unit.conf == "off")


def awaited_role(gate: Gate) -> str:
    """Return the role that a gate waits for a unit to act in."""
    for attributes in gate.expect.values():
        word = (attributes or {}).get("effective_mode")
        if isinstance(word, str):
            return word.removeprefix("config-")
    return "off"
