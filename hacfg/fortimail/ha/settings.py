"""What the settings of a unit mean for HA: its role, its heartbeat, its virtual IPs, its store."""

import ipaddress
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final, Literal, Protocol, cast

from hacfg.fortimail.dialect import Generation
from hacfg.fortimail.ha.state import Configured, Heartbeat, Kind, OnFailure
from hacfg.state import Value

VIRTUAL_IPS: Final = ("virtual_ip", "virtual_ip6")


class Settings(Protocol):
    """The settings of one unit by our names; in a child table a key is `parent/key`."""

    @property
    def generation(self) -> Generation:
        """How the unit holds its HA settings."""
        ...

    @property
    def member(self) -> str:
        """The unit's name in the member table."""
        ...

    def rows(self, kind: str) -> Mapping[str, Mapping[str, Value]]:
        """Return the rows of a kind by key; a singleton has the key ""."""
        ...

    def value(self, kind: str, name: str, key: str = "") -> Value:
        """Return one attribute, or None."""
        ...


def role_of(tree: Settings) -> Configured:
    """Return the configured role (CLI references 7.2.0 and 7.6.0, 331218)."""
    if tree.generation == "per-unit":
        word = str(tree.value("ha", "mode") or "off").removeprefix("config-")
    elif tree.value("ha", "enabled") is not True:
        word = "off"
    else:
        # Without a row of its own a unit has no role yet (inferred).
        word = str(tree.value("ha_member", "role", tree.member) or "off")
    return cast("Configured", word)


def kind_of(tree: Settings) -> Kind | None:
    """Return what kind of group a unit is configured for; None with HA off."""
    if role_of(tree) == "off":
        return None
    mode = str(tree.value("ha", "mode"))
    return "farm" if mode.startswith("config-") or mode == "active-active" else "pair"


def on_failure_of(tree: Settings) -> OnFailure:
    """Return what this unit does after a failure."""
    return cast("OnFailure", tree.value("ha", "on_failure") or "off")


def is_backup(tree: Settings) -> bool:
    """Tell whether the unit is the primary backup of a farm (CLI reference 7.6.0, 331218)."""
    return tree.value("ha_member", "primary_backup", tree.member) is True


def is_watched(tree: Settings) -> bool:
    """Tell whether ports or services of the unit are monitored."""
    ports = tree.rows("ha_interface").values()
    services = tree.rows("ha_service").values()
    return any(row.get("port_monitor") for row in ports) or any(
        row.get("enabled") for row in services
    )


def virtual_ips_of(tree: Settings) -> tuple[str, ...]:
    """Return the virtual IPs in force, without their prefix lengths."""
    return tuple(virtual_ips_in(tree.rows("ha_interface").values()))


def virtual_ips_in(rows: Iterable[Mapping[str, Value]]) -> list[str]:
    """Return the same of the rows of a unit's HA interfaces."""
    return sorted(
        bare(row[name])
        for row in rows
        for name in VIRTUAL_IPS
        if row.get(name) and row.get("virtual_ip_action") != "ignore"
    )


def store_of(tree: Settings) -> str:
    """Return where mail data lies, as one word; "" if it could not be read."""
    kind = tree.value("mail_storage", "kind")
    if kind != "nas":
        return kind if isinstance(kind, str) else ""
    return f"{tree.value('mail_storage', 'host')}:{tree.value('mail_storage', 'directory') or ''}"


def without_address(tree: Settings) -> list[str]:
    """Return the heartbeat ports that have no address: units refuse them (inferred)."""
    ports = heartbeat_ports(tree)
    return [port for port in ports if not isinstance(tree.value("interface", "address", port), str)]


def heartbeat_ports(tree: Settings) -> dict[str, Literal["primary", "secondary"]]:
    """Return the heartbeat ports: as they are marked, or from 7.6 the first and the others."""
    marked: dict[str, Literal["primary", "secondary"]] = {}
    for port, row in sorted(tree.rows("ha_interface").items()):
        word = row.get("heartbeat")
        if word == "primary" or (word is True and not marked):
            marked[port] = "primary"
        elif word in {"secondary", True}:
            marked[port] = "secondary"
    return marked


def heartbeat_of(
    tree: Settings, cables: Sequence[str], plugged: Mapping[str, str], password: str, *, farm: bool
) -> Heartbeat:
    """Return how the unit listens: a word for each cable, equal on units that fit together."""
    words = {
        plugged.get(port, port): _word(tree, port, link, farm=farm)
        for port, link in heartbeat_ports(tree).items()
    }
    port = tree.value("ha", "base_port")
    links = tuple(words.get(cable, "") for cable in cables)
    return Heartbeat(password, port if isinstance(port, int) else 0, links)


def _word(tree: Settings, port: str, link: str, *, farm: bool) -> str:
    own = tree.value("interface", "address", port)
    if not isinstance(own, str):
        return ""
    network = _network(own)
    if tree.generation == "shared":
        return network
    if farm:
        lonely = role_of(tree) == "secondary" and not tree.value("ha", "primary_address")
        return "" if lonely else network
    peer = tree.value("ha_interface", "peer_address", port)
    ends = sorted([bare(own), str(peer)])
    return f"{link} {' '.join(ends)}" if peer else ""


@cache
def _network(address: str) -> str:
    return str(ipaddress.ip_interface(address).network)


def bare(address: Value) -> str:
    """Return an address without its prefix length."""
    return str(address).partition("/")[0]


def address_of(tree: Settings, near: str) -> str | None:
    """Return the own address in the network of another one, if there is one."""
    for row in tree.rows("interface").values():
        own = row.get("address")
        if isinstance(own, str) and _holds(own, near):
            return own
    return None


def _holds(interface: str, address: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_interface(interface).network
    except ValueError:
        return False
