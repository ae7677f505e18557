"""How a unit listens for the others: changed only while it leads alone."""

from collections.abc import Iterator

from hacfg.plan import procedures
from hacfg.plan.draft import Draft
from hacfg.plan.gates import wait_for_role
from hacfg.plan.joining import made_by_joining
from hacfg.plan.services import wait_for_service
from hacfg.plan.writing import Terms, take
from hacfg.state import Address


def retune(draft: Draft, name: str) -> None:
    """Change how a unit that leads alone listens: it may restart HA at each write."""

    def look() -> None:
        wait_for_role(draft, name, "primary")

    before = draft.number
    with draft.pool.without(_other_ports(draft, name)):
        guards = draft.unless_idle(name, "heartbeat-change")
        take(draft, name, procedures.RETUNE, Terms(guards=guards), look)
    if draft.number > before:
        wait_for_service(draft, name)
    with draft.pool.without(made_by_joining(draft, name)):
        take(draft, name, procedures.ROWS)


def _other_ports(draft: Draft, name: str) -> Iterator[Address]:
    """Yield the pending interfaces that carry no heartbeat."""
    ports = set(heartbeat_ports(draft, name))
    for address in draft.pool.by_address:
        if address.owner == name and address.kind == "interface" and address.key not in ports:
            yield address


def heartbeat_ports(draft: Draft, name: str) -> Iterator[str]:
    """Yield the ports of a unit that carry the heartbeat, as declared or as read."""
    unit = draft.unit(name)
    yield from (link.port for link in unit.declared.heartbeat)
    found = unit.reading.kinds.get("ha_interface")
    for address, values in (found.resources if found else {}).items():
        if values.get("heartbeat") not in {None, False, "disable"}:
            yield address.key
