"""Where a plan begins, in the terms of the model: the units, how hacfg reaches them, the cables."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from hacfg.fortimail.dialect import Generation
from hacfg.fortimail.ha.meaning import Cabling, Meaning, meaning_of
from hacfg.fortimail.ha.settings import bare, heartbeat_ports, kind_of, virtual_ips_of
from hacfg.fortimail.ha.state import BLANK, Kind
from hacfg.plan.rehearsal.held import Held, held_of
from hacfg.plan.situation import Situation, UnitSituation

DECLARED = "declared"
"""Stands for the HA password that the topology refers to; the model only compares passwords."""
SHARED = "shared by all members"
"""Stands for the accounts of units that were in sync when they were read: hacfg got in."""
FORMER = "former"
"""Stands for the HA password of units that the plan sends another one."""


@dataclass(frozen=True, slots=True)
class Stage:
    """All that a rehearsal knows of a group before the first step."""

    names: tuple[str, ...]
    """The units that were read, then those that are lost."""
    generation: Generation
    kind: Kind
    held: Mapping[str, Held]
    passwords: Mapping[str, str]
    cabling: Mapping[str, Cabling]
    hosts: Mapping[str, str]
    """Host of the URL by which hacfg reaches a unit."""
    logins: tuple[frozenset[str], ...]
    """Units whose administrator accounts hacfg can log in with, for each unit."""
    leaving: frozenset[int]
    """Units that are to leave a group that others stay in."""
    source: str
    """Lineage of the configuration that counts."""
    acting: str = ""
    """The unit that acts as primary, if one does and no other."""

    def index(self, name: str) -> int:
        """Return the place of a unit in the model."""
        return self.names.index(name)

    def meaning(self, held: Held, password: str, kind: Kind) -> Meaning:
        """Return what a unit's settings mean."""
        return meaning_of(held, self.cabling[held.member], password, kind)

    def is_led_to(self, name: str, held: Mapping[str, Held]) -> bool:
        """Tell whether the address that hacfg uses for a unit leads to it, and to no other."""
        host = _host(self.hosts[name])
        if host is None:
            return True
        if any(host == _host(vip) for one in held.values() for vip in virtual_ips_of(one)):
            return False
        was_own = host in _addresses(self.held[name])
        return not was_own or host in _addresses(held[name])


def set_stage(
    situation: Situation,
    rotated: Collection[str] = (),
    source: str | None = None,
    kept_accounts: Collection[str] = (),
) -> Stage:
    """Return the stage for a plan.

    `rotated` are the slots of secrets that the plan changes; `source` is the unit whose
    configuration counts, if a person says so; `kept_accounts` are units that hacfg can log in to
    after they joined, because a person says so.
    """
    units = situation.everyone
    lost = tuple(unit.name for unit in situation.topology.lost_units)
    held = {unit.name: held_of(unit.reading, unit.dialect) for unit in units}
    known = FORMER if "ha.password" in rotated else DECLARED
    counts = situation.unit(source or situation.leading)
    leaving = {unit.name for unit in situation.leaving} if situation.units else set()
    acting = [unit.name for unit in units if unit.effective == "primary"]
    return Stage(
        names=(*(unit.name for unit in units), *lost),
        generation=counts.dialect.generation,
        kind=_kind(situation, held),
        held=held,
        passwords={u.name: known if u.configured != "off" else f"of {u.name}" for u in units},
        cabling=_cabling(units, held),
        hosts={unit.name: urlsplit(unit.declared.api.url).hostname or "" for unit in units},
        logins=(
            *(_logins(situation, unit, kept_accounts) for unit in units),
            # Nobody logs in to a unit that is lost.
            *(frozenset({name, SHARED, *held}) for name in lost),
        ),
        leaving=frozenset(n for n, unit in enumerate(units) if unit.name in leaving),
        source=BLANK if counts.blank is True else counts.name,
        acting=acting[0] if len(acting) == 1 else "",
    )


def _kind(situation: Situation, held: Mapping[str, Held]) -> Kind:
    """Return the kind of the group as it runs; with HA off everywhere the declared one."""
    leading = [held[situation.leading], *held.values()]
    for one in leading:
        if (running := kind_of(one)) is not None:
            return running
    return "farm" if situation.topology.mode == "config-only" else "pair"


def _cabling(units: Iterable[UnitSituation], held: Mapping[str, Held]) -> dict[str, Cabling]:
    """Return the cables: each declared link is one, a port that nobody declared has its own."""
    plugged: dict[str, dict[str, str]] = {
        unit.name: {link.port: link.link for link in unit.declared.heartbeat} for unit in units
    }
    found = {
        plugged[name].get(port, port) for name, one in held.items() for port in heartbeat_ports(one)
    }
    found |= {cable for ports in plugged.values() for cable in ports.values()}
    cables = sorted(found, key=lambda cable: (cable not in {"primary", "secondary"}, cable))
    return {name: Cabling(cables, ports) for name, ports in plugged.items()}


def _logins(situation: Situation, unit: UnitSituation, kept: Collection[str]) -> frozenset[str]:
    """Return whose accounts let hacfg in on a unit: its own, and whose it knows the password of."""
    api = unit.declared.api
    known = {unit.name}
    for other in situation.everyone:
        same = (other.declared.api.username, other.declared.api.password) == (
            api.username,
            api.password,
        )
        if same or api.after_join is not None or unit.name in kept:
            known.add(other.name)
    members = {one.name for one in situation.everyone if one.configured != "off"}
    return frozenset(known | {SHARED} if known & members else known)


@cache
def _host(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def _addresses(held: Held) -> set[IPv4Address | IPv6Address | None]:
    values = (row.get("address") for row in held.rows("interface").values())
    return {_host(bare(value)) for value in values if isinstance(value, str)}
