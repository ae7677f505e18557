"""What people do around a group: where senders send to, and what becomes of mail data."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from hacfg.fortimail.ha import is_in_sync
from hacfg.fortimail.ha.state import takes_mail
from hacfg.fortimail.ha.writes import see_to_data, send_to_unit, send_to_virtual_ips
from hacfg.lab.group import LabGroup
from hacfg.lab.simulation import Simulation

Asked = Mapping[str, Any]
Answer = dict[str, Any]


def mail_of(group: LabGroup, name: str) -> Answer:
    """Return what a unit has to do with mail at this moment."""
    world, index = group.engine.world, group.index(name)
    unit = group.group.units[index]
    return {
        "power": unit.up,
        "in_sync": unit.conf != "off" and is_in_sync(world, group.group, index),
        "takes_mail": takes_mail(world, group.group, index),
        "queue": unit.queue,
    }


def _send(lab: Simulation, asked: Asked) -> Answer:
    engine = lab.group.engine
    if "unit" in asked:
        index = lab.group.index(asked["unit"])
        engine.put(send_to_unit(engine.group, index, sent=asked["sent"] is True))
    else:
        engine.put(send_to_virtual_ips(engine.group, frozenset(map(str, asked["virtual_ips"]))))
    return {}


def _data(lab: Simulation, _: Asked) -> Answer:
    engine = lab.group.engine
    engine.put(see_to_data(engine.group))
    return {}


SENDERS: Final[Mapping[str, Callable[[Simulation, Asked], Answer]]] = {
    "send": _send,
    "data": _data,
}
"""What the door can be asked for of senders and mail data."""
