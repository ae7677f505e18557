"""What hacfg or a person can do to the group; a unit may refuse it, and then nothing changed."""

from hacfg.fortimail.ha.moves import reclaim, scene
from hacfg.fortimail.ha.state import (
    MAY_BE_LEFT,
    Config,
    Configured,
    Group,
    Heartbeat,
    Kind,
    OnFailure,
    World,
    change,
    hears,
    shown,
)

SECONDARY_REFUSES = -38
"""Error number of a setting on an effective secondary (CLI reference 7.6.4, 222664)."""


class RefusedByUnit(Exception):
    """A unit did not accept a write; the group is as it was."""

    def __init__(self, words: str, number: int = -1) -> None:
        super().__init__(words)
        self.words = words
        self.number = number


def is_effective_secondary(group: Group, index: int) -> bool:
    """Tell whether a unit refuses shared settings (CLI reference 7.6.4, 222664)."""
    unit = group.units[index]
    return unit.conf != "off" and shown(unit) in {"secondary", "hold_off"}


def refuse_on_secondary(group: Group, index: int, name: str) -> None:
    """Raise RefusedByUnit if an effective secondary is told to change a shared setting."""
    if is_effective_secondary(group, index):
        raise RefusedByUnit(f"HA secondary can't set attribute {name}", SECONDARY_REFUSES)


def set_mode(group: Group, index: int, conf: Configured) -> Group:
    """Configure the role; the effective mode passes through off (FortiVoice 6.4, HA states).

    Switching HA off takes a moment: until then the unit acts as before.
    """
    unit = group.units[index]
    if unit.conf == conf:
        return group
    if conf == "off":
        return change(group, index, conf=conf)
    brought = unit.brought or (unit.conf == "off" and unit.queue)
    return change(group, index, conf=conf, eff="starting", brought=brought)


def set_kind(group: Group, kind: Kind) -> Group:
    """Configure an active-passive pair or a farm; the mode of whoever leads counts."""
    return group._replace(kind=kind)


def set_backup(group: Group, index: int, *, backup: bool) -> Group:
    """Configure the primary backup of a farm (release notes 8.0.0, 991274)."""
    is_so = group.units[index].backup == backup
    return group if is_so else change(group, index, backup=backup)


def set_watch(group: Group, index: int, *, watch: bool) -> Group:
    """Configure whether ports or services of the unit are monitored."""
    is_so = group.units[index].watch == watch
    return group if is_so else change(group, index, watch=watch)


def set_heartbeat(world: World, group: Group, index: int, heartbeat: Heartbeat) -> Group:
    """Configure how the unit listens; password and port are shared settings from 7.6."""
    unit = group.units[index]
    if unit.hb == heartbeat:
        return group
    if world.generation == "shared" and heartbeat[:2] != unit.hb[:2]:
        refuse_on_secondary(group, index, "password or hb-base-port")
    restarts = unit.conf != "off" and "silent-restart" in world.facts
    return change(group, index, hb=heartbeat, eff="starting" if restarts else unit.eff)


def set_on_failure(world: World, group: Group, index: int, value: OnFailure) -> Group:
    """Configure what a failed primary does; a shared setting from 7.6."""
    if group.units[index].on_failure == value:
        return group
    if world.generation == "shared":
        refuse_on_secondary(group, index, "action-on-failure")
    return change(group, index, on_failure=value)


def set_virtual_ips(group: Group, index: int, vips: tuple[str, ...]) -> Group:
    """Configure virtual IPs, the one HA setting that 7.2 synchronises (help system_05_58)."""
    if group.units[index].cfg.vips == vips:
        return group
    refuse_on_secondary(group, index, "virtual-ip")
    return _edited(group, index, group.units[index].cfg._replace(vips=vips))


def set_store(group: Group, index: int, store: str) -> Group:
    """Configure where mail data lies; what lies in the former place stays there."""
    if group.units[index].cfg.store == store:
        return group
    refuse_on_secondary(group, index, "storage")
    return _edited(group, index, group.units[index].cfg._replace(store=store))


def edit(group: Group, index: int, name: str = "comment") -> Group:
    """Change any shared setting."""
    refuse_on_secondary(group, index, name)
    return _edited(group, index, group.units[index].cfg)


def _edited(group: Group, index: int, config: Config) -> Group:
    return change(group, index, cfg=config._replace(version=config.version + 1))


def join(world: World, group: Group, index: int, primary: int, password: str) -> Group:
    """Join a group, whose HA document replaces the own one (CLI reference 7.6.0, 706922)."""
    if world.generation != "shared":
        raise RefusedByUnit("Unknown action: this firmware has no join")
    unit, first = group.units[index], group.units[primary]
    if unit.conf != "off":
        raise RefusedByUnit("HA is enabled: disable it before joining")
    heartbeat = unit.hb._replace(password=password, port=first.hb.port)
    joined = change(
        group,
        index,
        conf="secondary",
        eff="starting",
        hb=heartbeat,
        on_failure=first.on_failure,
        brought=unit.brought or unit.queue,
    )
    if first.eff != "primary" or not hears(world, joined, index, primary):
        raise RefusedByUnit("Failed to join: the primary does not answer, or the password is wrong")
    # The primary's member table gains a row.
    return _edited(joined, primary, first.cfg)


def restore(world: World, group: Group, index: int) -> Group:
    """Return to the configured role (CLI reference 7.6.4, 222664; what it does is inferred).

    On a configured primary that acts as primary nothing happens, in a split brain too.
    """
    at = scene(world, group, index)
    if at.unit.conf == "off":
        raise RefusedByUnit("HA is disabled")
    if at.unit.conf == at.unit.eff:
        return group
    if at.unit.conf == "primary" and at.unit.eff in {"secondary", "joining"}:
        return reclaim(at)
    return change(group, index, eff="starting")


def set_path(group: Group, index: int, *, path: bool) -> Group:
    """Let the address that hacfg uses lead to the unit, or elsewhere."""
    is_so = group.units[index].path == path
    return group if is_so else change(group, index, path=path)


def see_to_data(group: Group) -> Group:
    """Let a person move all mail data, or decide to do without what lies elsewhere."""
    return group._replace(units=tuple(unit._replace(kept=MAY_BE_LEFT) for unit in group.units))


def cut_off(group: Group, index: int) -> Group:
    """Let a person see to it that a unit is off, or cut off, and never comes back."""
    return change(group, index, up=False, eff="off", api=False, gone=True)


def send_to_unit(group: Group, index: int, *, sent: bool) -> Group:
    """Let senders reach a unit at its own address, or no longer (a load balancer, an MX)."""
    return change(group, index, sent=sent)


def send_to_virtual_ips(group: Group, vips: frozenset[str]) -> Group:
    """Let senders use these virtual IPs and no other."""
    return group._replace(sent=vips)
