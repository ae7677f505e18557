"""What a move of a unit does to the group; rules.py says when each may happen."""

from typing import NamedTuple

from hacfg.fortimail.ha.state import Group, Unit, World, change, leader, may_sync


class Scene(NamedTuple):
    """One unit in its group, with the acting primary that it hears."""

    world: World
    group: Group
    number: int
    unit: Unit
    leader: int | None

    @property
    def is_pair(self) -> bool:
        """Tell whether the group is an active-passive pair."""
        return self.group.kind == "pair"

    @property
    def has_source(self) -> bool:
        """Tell whether a primary is heard that this unit may copy its configuration from."""
        return self.leader is not None and may_sync(self.group, self.number, self.leader)


def scene(world: World, group: Group, index: int) -> Scene:
    """Look at the group from one unit."""
    return Scene(world, group, index, group.units[index], leader(world, group, index))


def become_primary(at: Scene) -> Group:
    """Act as primary; what lies in the queue is delivered, or pushed later, like any other mail."""
    return change(at.group, at.number, eff="primary", stuck=False)


def become_secondary(at: Scene) -> Group:
    """Act as secondary on the configuration that is there."""
    return change(at.group, at.number, eff="secondary")


def begin_join(at: Scene) -> Group:
    """Follow the primary that is heard; the first synchronisation is still to come."""
    return change(at.group, at.number, eff="joining")


def enter_guard(at: Scene) -> Group:
    """Stop: the first synchronisation failed."""
    return change(at.group, at.number, eff="guard")


def stop(at: Scene) -> Group:
    """Stop HA and mail until a person restarts them."""
    return change(at.group, at.number, eff="off")


def fail(at: Scene) -> Group:
    """Give the role away after a failure."""
    return change(at.group, at.number, eff="failed")


def reclaim(at: Scene) -> Group:
    """Take the role back; the unit that acted meanwhile follows, in the same moment."""
    group = become_primary(at)
    return group if at.leader is None else change(group, at.leader, eff="joining")


def copy_config(at: Scene) -> Group:
    """Replace the configuration by the primary's."""
    if at.leader is None:
        return at.group
    first = at.group.units[at.leader]
    group = change(at.group, at.number, eff="secondary", cfg=first.cfg)
    if at.world.generation == "shared":
        # Password and port come along too; a unit that hears its source has the same ones.
        group = change(group, at.number, on_failure=first.on_failure)
    if at.unit.eff == "joining" and "join-replaces-accounts" in at.world.facts:
        group = change(group, at.number, account=first.account)
    if at.unit.brought:
        is_foreign = at.unit.cfg.lineage != first.cfg.lineage
        stays = is_foreign and "join-strands-queue" in at.world.facts
        group = change(group, at.number, brought=False, stuck=at.unit.stuck or stays)
    return group


def hand_queue_over(at: Scene) -> Group:
    """Hand queued mail to the acting primary."""
    if at.leader is None:
        return at.group
    return change(change(at.group, at.number, queue=False), at.leader, queue=True)


def rejoin(at: Scene) -> Group:
    """Follow the primary that is back; a copy of the same lineage needs no first sync."""
    lineage = None if at.leader is None else at.group.units[at.leader].cfg.lineage
    return become_secondary(at) if lineage == at.unit.cfg.lineage else begin_join(at)


def follow(at: Scene) -> Group:
    """Come back as secondary, whether a primary is heard or not."""
    return become_secondary(at) if at.leader is None else begin_join(at)


def fill_queue(at: Scene) -> Group:
    """Hold mail, as whoever takes mail may at any moment, and keep its data in the store.

    Data that is left elsewhere still is: new mail does not bring it along.
    """
    return change(at.group, at.number, queue=True, kept=at.unit.kept or at.unit.cfg.store)


def drain_queue(at: Scene) -> Group:
    """Deliver what is queued."""
    return change(at.group, at.number, queue=False, brought=False, stuck=False)


def boot(at: Scene) -> Group:
    """Power up; with HA configured a unit looks for its peers first."""
    return change(at.group, at.number, up=True, eff="off" if at.unit.conf == "off" else "starting")


def mend_port(at: Scene) -> Group:
    """Bring the monitored port back."""
    return change(at.group, at.number, sound=True)


def mend_api(at: Scene) -> Group:
    """Bring the API back."""
    return change(at.group, at.number, api=True)


def mend_links(at: Scene) -> Group:
    """Plug all heartbeat cables in again."""
    return at.group._replace(links=(True,) * len(at.group.links))
