"""Which guards a write falls under."""

from collections.abc import Callable, Mapping
from ipaddress import ip_address, ip_interface
from typing import Final
from urllib.parse import urlsplit

from hacfg.plan.pending import Pending
from hacfg.plan.situation import UnitSituation
from hacfg.state import Address

Danger = Callable[[UnitSituation, Address, Pending], bool]


def guards_of(unit: UnitSituation, address: Address, pending: Pending) -> list[str]:
    """Return the guards that a write falls under."""
    return [guard for guard, holds in DANGERS.items() if holds(unit, address, pending)]


def _removes(_unit: UnitSituation, _address: Address, pending: Pending) -> bool:
    return pending.operation == "delete"


def _moves_storage(unit: UnitSituation, address: Address, _pending: Pending) -> bool:
    return address.kind == "mail_storage" and not unit.idle


def _moves_address(unit: UnitSituation, address: Address, pending: Pending) -> bool:
    """Tell whether an address that senders may use goes away: a virtual IP, or one it replaces."""
    if address.kind != "ha_interface" or unit.idle:
        return False
    replaces = pending.after.get("virtual_ip_action") == "set"
    return replaces or ("virtual_ip" in pending.after and bool(pending.before.get("virtual_ip")))


def _may_cut_us_off(unit: UnitSituation, address: Address, pending: Pending) -> bool:
    """Tell whether hacfg may reach the unit by this port; of a name that is not known here."""
    if address.kind != "interface":
        return False
    host = urlsplit(unit.declared.api.url).hostname or ""
    try:
        own = ip_address(host)
    except ValueError:
        return not unit.idle
    seen = pending.before.get("address")
    return isinstance(seen, str) and ip_interface(seen).ip == own


DANGERS: Final[Mapping[str, Danger]] = {
    "row-removal": _removes,
    "storage-change": _moves_storage,
    "virtual-ip-change": _moves_address,
    "management-path": _may_cut_us_off,
}
"""Guard to what makes a single write fall under it; joins add `config-overwrite`."""
