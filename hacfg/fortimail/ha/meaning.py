"""What one unit's settings come to in the model, and what changing them does to the group."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hacfg.fortimail.ha.settings import (
    Settings,
    heartbeat_of,
    is_backup,
    is_watched,
    kind_of,
    on_failure_of,
    role_of,
    store_of,
    virtual_ips_of,
    without_address,
)
from hacfg.fortimail.ha.state import Configured, Group, Heartbeat, Kind, OnFailure, World
from hacfg.fortimail.ha.writes import (
    RefusedByUnit,
    edit,
    refuse_on_secondary,
    set_backup,
    set_heartbeat,
    set_kind,
    set_mode,
    set_on_failure,
    set_store,
    set_virtual_ips,
    set_watch,
)


class Cabling(NamedTuple):
    """The heartbeat cables of a group, and which one is plugged into each port of a unit."""

    cables: Sequence[str]
    plugged: Mapping[str, str]


class Meaning(NamedTuple):
    """The part of a unit's settings that HA depends on."""

    conf: Configured
    kind: Kind | None
    hb: Heartbeat
    on_failure: OnFailure
    backup: bool
    watch: bool
    vips: tuple[str, ...]
    store: str
    unaddressed: tuple[str, ...]


def meaning_of(settings: Settings, cabling: Cabling, password: str, kind: Kind | None) -> Meaning:
    """Return what settings mean; `password` stands for the HA password, the model only compares.

    `kind` is that of the group, for a unit on which HA is off.
    """
    own = kind_of(settings) or kind
    return Meaning(
        conf=role_of(settings),
        kind=own,
        hb=heartbeat_of(settings, cabling.cables, cabling.plugged, password, farm=own == "farm"),
        on_failure=on_failure_of(settings),
        backup=is_backup(settings),
        watch=is_watched(settings),
        vips=virtual_ips_of(settings),
        store=store_of(settings),
        unaddressed=tuple(without_address(settings)),
    )


def put(
    world: World, group: Group, index: int, change: tuple[Meaning, Meaning], shared: Iterable[str]
) -> Group:
    """Return the group after one unit's settings changed; `shared` names what the group shares.

    Raises RefusedByUnit if the unit would not take it; then nothing changed.
    """
    before, after = change
    names = list(shared)
    for name in names:
        refuse_on_secondary(group, index, name)
    if new := sorted(set(after.unaddressed) - set(before.unaddressed)):
        raise RefusedByUnit(f"heartbeat port {new[0]} has no address")
    first = group
    if after.hb != before.hb or _switched(change):
        group = set_heartbeat(world, group, index, _merged(group.units[index].hb, change))
    if after.on_failure != before.on_failure:
        group = set_on_failure(world, group, index, after.on_failure)
    if after.kind != before.kind and after.kind is not None and _leads(group, index):
        group = set_kind(group, after.kind)
    if after.conf != before.conf:
        group = set_mode(group, index, after.conf)
    group = set_backup(group, index, backup=after.backup)
    group = set_watch(group, index, watch=after.watch)
    if after.vips != before.vips:
        group = set_virtual_ips(group, index, after.vips)
    if after.store != before.store:
        group = set_store(group, index, after.store)
    is_edited = group.units[index].cfg != first.units[index].cfg
    return edit(group, index) if names and not is_edited else group


def _merged(now: Heartbeat, change: tuple[Meaning, Meaning]) -> Heartbeat:
    """Return how the unit listens once what changes of it is changed."""
    before, after = change[0].hb, change[1].hb
    return Heartbeat(
        password=after.password if after.password != before.password else now.password,
        port=after.port if after.port != before.port else now.port,
        links=after.links if after.links != before.links or _switched(change) else now.links,
    )


def _switched(change: tuple[Meaning, Meaning]) -> bool:
    """Tell whether HA is switched on: only now it shows how the unit's ports fit the others'."""
    return change[0].conf == "off" != change[1].conf


def _leads(group: Group, index: int) -> bool:
    """Tell whether no other unit of the group is in HA: then this one's mode is the group's."""
    return all(unit.conf == "off" for other, unit in enumerate(group.units) if other != index)
