"""Limiting the hosts that hacfg may talk to, before any credential is resolved."""

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from hacfg.errors import InvalidInput, Problem
from hacfg.source import OnUnit, Where
from hacfg.topology.models import Topology
from hacfg.topology.places import Places, invalid

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def check_hosts(topology: Topology, places: Places, allowed: str | None) -> None:
    """Raise InvalidInput if a unit's URL is not among the allowed hosts; None allows all.

    `allowed` is a comma list of hosts, `*.suffix` and networks. Names are not resolved.
    """
    urls = [
        (unit.name, unit.api.url, places.at("units", index, "api", "url"))
        for index, unit in enumerate(topology.units)
    ]
    agents = [
        (
            unit.name,
            host_url(unit.snmp.host),
            places.at("units", index, "snmp", "host"),
        )
        for index, unit in enumerate(topology.units)
        if unit.snmp and unit.snmp.host
    ]
    _check([*urls, *agents], allowed)


def check_urls(urls: Iterable[tuple[str, str]], allowed: str | None) -> None:
    """Do the same for the units of a plan and what is asked of each."""
    _check(((unit, url, OnUnit(unit)) for unit, url in urls), allowed)


def _check(urls: Iterable[tuple[str, str, Where]], allowed: str | None) -> None:
    if allowed is None:
        return
    patterns = [word.strip().lower() for word in allowed.split(",") if word.strip()]
    networks = [found for word in patterns if (found := _network(word))]
    problems = [
        Problem(
            f"{_called(unit, where, host)} is not among the hosts that hacfg may talk to",
            where,
            expected=", ".join(patterns) or "no host at all",
            next="correct the address, or HACFG_ALLOWED_HOSTS",
        )
        for unit, url, where in urls
        if not _is_allowed(host := (urlsplit(url).hostname or ""), patterns, networks)
    ]
    if problems:
        raise invalid(problems)


def host_url(host: str) -> str:
    """Return a host that is no URL, such as an SNMP agent's, as one."""
    return f"any://[{host}]" if ":" in host else f"any://{host}"


def _called(unit: str, where: Where, host: str) -> str:
    """Name the host, and the unit unless the place does."""
    name = host or "its address"
    return name if isinstance(where, OnUnit) else f"{unit}: {name}"


def _network(word: str) -> Network | None:
    if "/" not in word:
        return None
    try:
        return ipaddress.ip_network(word, strict=False)
    except ValueError:
        # To pass over it would be to forbid silently what someone meant to allow.
        raise InvalidInput(
            Problem(
                "HACFG_ALLOWED_HOSTS holds a network that is none",
                seen=repr(word),
                expected="a network such as 192.0.2.0/24",
                next="correct the variable",
            )
        ) from None


def _is_allowed(host: str, patterns: list[str], networks: list[Network]) -> bool:
    if any(_matches(host.rstrip("."), pattern) for pattern in patterns):
        return True
    address = _address(host)
    return address is not None and any(address in network for network in networks)


def _matches(host: str, pattern: str) -> bool:
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    wanted = _address(pattern.strip("[]"))
    return bool(host) and (host == pattern if wanted is None else wanted == _address(host))


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
