"""The picture of a plan: the group as it shall be, and what of it changes."""

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_interface
from typing import Any

from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import ChangeView
from hacfg.report.drawing.picture import ENTRIES, Joint, Mark, Picture, UnitBox
from hacfg.report.plan_header import role_text
from hacfg.report.style import SIGNS
from hacfg.state import GROUP

Values = Mapping[str, Any]
_IDLE = (None, False, "disable")
"""What a port says that carries no heartbeat, in either generation."""


def picture_of_plan(document: PlanDocument) -> Picture:
    """Return the picture of the group as the plan makes it."""
    ours = document.hacfg
    planned = _Planned(document)
    units = tuple(
        UnitBox(
            unit.name,
            unit.role,
            seen=role_text(unit),
            ports=planned.ports(unit.name),
            mark=_mark(change for change in ours.changes if change.address.owner == unit.name),
        )
        for unit in ours.units
    )
    joints = (*planned.entries(), *planned.heartbeats(), *planned.storage())
    return Picture(ours.group, ours.mode, units, joints)


class _Planned:
    """The resources of a plan as they shall be, by owner and kind."""

    def __init__(self, document: PlanDocument) -> None:
        self.document = document
        self.units = [unit.name for unit in document.hacfg.units]
        self.rows: dict[tuple[str, str], dict[str, Values]] = {}
        for resource in document.planned_values.root_module.resources:
            place = (resource.name, resource.type.removeprefix("fortimail_"))
            self.rows.setdefault(place, {})[resource.index or ""] = resource.values

    def ports(self, unit: str) -> tuple[str, ...]:
        """Return the ports of a unit with their addresses."""
        rows = self.rows.get((unit, "interface"), {})
        return tuple(f"{port} {values.get('address', '')}" for port, values in sorted(rows.items()))

    def entries(self) -> Iterator[Joint]:
        """Yield the virtual IPs, and where senders enter otherwise."""
        for port, values in sorted(self.rows.get((GROUP, "ha_interface"), {}).items()):
            if address := values.get("virtual_ip"):
                ends = dict.fromkeys(self.units, port)
                mark = self._marked(GROUP, "ha_interface", port)
                yield Joint("entry", f"virtual IP {address}", ends, mark)
        if words := ENTRIES.get(self.document.hacfg.mail_entry or ""):
            yield Joint("entry", words, dict.fromkeys(self.units, ""))

    def heartbeats(self) -> Iterator[Joint]:
        """Yield the heartbeat links: ports in one network are cabled together."""
        links: dict[str, dict[str, str]] = {}
        marks: dict[str, list[Mark]] = {}
        for unit in self.units:
            for port, values in sorted(self.rows.get((unit, "ha_interface"), {}).items()):
                if values.get("heartbeat") in _IDLE:
                    continue
                link = self._network(unit, port)
                links.setdefault(link, {})[unit] = port
                marks.setdefault(link, []).append(self._marked(unit, "ha_interface", port))
        for link, ends in links.items():
            yield Joint("heartbeat", f"heartbeat {link}", ends, _first(marks[link]))

    def storage(self) -> Iterator[Joint]:
        """Yield the network storage, if mail lies on one."""
        for values in self.rows.get((GROUP, "mail_storage"), {}).values():
            if values.get("kind") == "nas":
                place = f"{values.get('host', '')}:{values.get('directory', '')}".removesuffix(":")
                ends = dict.fromkeys(self.units, "")
                yield Joint("storage", f"NAS {place}", ends, self._marked(GROUP, "mail_storage"))

    def _network(self, unit: str, port: str) -> str:
        address = self.rows.get((unit, "interface"), {}).get(port, {}).get("address")
        try:
            return str(ip_interface(str(address)).network)
        except ValueError:
            return port

    def _marked(self, owner: str, kind: str, key: str = "") -> Mark:
        place = (owner, kind, key)
        changes = self.document.hacfg.changes
        return _mark(
            c for c in changes if (c.address.owner, c.address.kind, c.address.key) == place
        )


def _first(marks: Iterable[Mark]) -> Mark:
    for mark in marks:
        if mark:
            return mark
    return ""


def _mark(changes: Iterator[ChangeView]) -> Mark:
    """Return what happens as a whole: a unit whose resources come and go changes."""
    signs: set[str] = {SIGNS[change.action][0] for change in changes}
    match sorted(signs):
        case []:
            return ""
        case ["+"]:
            return "+"
        case ["-"]:
            return "-"
        case _:
            return "~"
