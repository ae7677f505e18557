"""What the settings of a unit mean for HA: its role, its heartbeat, its virtual IPs."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Literal, cast

from hacfg.fortimail.ha.state import Configured, Heartbeat, Kind, OnFailure
from hacfg.lab.tree import Tree
from hacfg.state import Value


def role_of(tree: Tree) -> Configured:
    """Return the configured role (CLI references 7.2.0 and 7.6.0, 331218)."""
    if tree.dialect.generation == "per-unit":
        word = str(tree.value("ha", "mode") or "off").removeprefix("config-")
    elif tree.value("ha", "enabled") is not True:
        word = "off"
    else:
        # Without a row of its own a unit has no role yet (inferred).
        word = str(tree.value("ha_member", "role", tree.member) or "off")
    return cast("Configured", word)


def kind_of(tree: Tree) -> Kind | None:
    """Return what kind of group a unit is configured for; None with HA off."""
    if role_of(tree) == "off":
        return None
    mode = str(tree.value("ha", "mode"))
    return "farm" if mode.startswith("config-") or mode == "active-active" else "pair"


def on_failure_of(tree: Tree) -> OnFailure:
    """Return what this unit does after a failure."""
    return cast("OnFailure", tree.value("ha", "on_failure") or "off")


def virtual_ips_of(tree: Tree) -> str:
    """Return all virtual IPs as one word, which is all that the model needs."""
    found = (
        f"{port}={row['virtual_ip']}/{row.get('virtual_ip_action', 'add')}"
        for port, row in sorted(tree.rows("ha_interface").items())
        if row.get("virtual_ip") and row.get("virtual_ip_action") != "ignore"
    )
    return " ".join(found)


def heartbeat_ports(tree: Tree) -> dict[str, Literal["primary", "secondary"]]:
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
    tree: Tree, cables: Sequence[str], plugged: Mapping[str, str], password: str, *, farm: bool
) -> Heartbeat:
    """Return how the unit listens: a word for each cable, equal on units that fit together."""
    words = {
        plugged.get(port, port): _word(tree, port, link, farm=farm)
        for port, link in heartbeat_ports(tree).items()
    }
    port = tree.value("ha", "base_port")
    links = tuple(words.get(cable, "") for cable in cables)
    return Heartbeat(password, port if isinstance(port, int) else 0, links)


def _word(tree: Tree, port: str, link: str, *, farm: bool) -> str:
    own = tree.value("interface", "address", port)
    if not isinstance(own, str):
        return ""
    network = str(ipaddress.ip_interface(own).network)
    if tree.dialect.generation == "shared":
        return network
    if farm:
        lonely = role_of(tree) == "secondary" and not tree.value("ha", "primary_address")
        return "" if lonely else network
    peer = tree.value("ha_interface", "peer_address", port)
    ends = sorted([bare(own), str(peer)])
    return f"{link} {' '.join(ends)}" if peer else ""


def bare(address: Value) -> str:
    """Return an address without its prefix length."""
    return str(address).partition("/")[0]


def address_of(tree: Tree, near: str) -> str | None:
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
