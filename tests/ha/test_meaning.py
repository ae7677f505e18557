"""What changed settings do to the group in the model, and what a unit refuses."""

import pytest

from hacfg.fortimail.ha import Config, Group, RefusedByUnit, Unit, World
from hacfg.fortimail.ha.meaning import Meaning, meaning_of, put
from hacfg.fortimail.ha.state import Heartbeat, Kind, change
from hacfg.fortimail.ha.writes import SECONDARY_REFUSES
from tests.ha.held import CABLING, PER_UNIT, SHARED, Held, meant

PAIR = World()
OFF = PER_UNIT.having("ha", mode="off")
SECOND = PER_UNIT.having("ha", mode="secondary")
NO_PORT6 = PER_UNIT.having("interface", "port6", address=None)


def unit_of(held: Held, lineage: str = "mx1") -> Unit:
    found = meant(held)
    config = Config(lineage, 3, found.vips, found.store)
    return Unit(found.conf, found.conf, found.hb, config, found.on_failure, watch=found.watch)


def group_of(*held: Held, kind: Kind = "pair") -> Group:
    return Group(tuple(unit_of(each) for each in held), kind=kind)


def written(
    before: Held, after: Held, group: Group, index: int = 0, *shared: str, world: World = PAIR
) -> Group:
    return put(world, group, index, (meant(before), meant(after)), shared)


def test_a_meaning_is_what_ha_depends_on_and_nothing_else():
    held = SHARED.having("ha_member", "mx1", primary_backup=True)
    held = held.having("ha_interface", "port5", port_monitor=True)

    assert meant(held) == Meaning(
        conf="primary",
        kind="pair",
        hb=Heartbeat("secret", 20000, ("10.255.0.0/28", "10.255.1.0/28")),
        on_failure="off",
        backup=True,
        watch=True,
        vips=(),
        store="",
        unaddressed=(),
    )


def test_a_unit_with_ha_off_listens_as_its_group_does():
    assert meaning_of(OFF, CABLING, "", "farm").kind == "farm"
    assert meaning_of(OFF, CABLING, "", "farm").hb.links == ("10.255.0.0/28", "10.255.1.0/28")
    assert meaning_of(PER_UNIT, CABLING, "", "farm").kind == "pair"


def test_settings_that_mean_the_same_change_nothing():
    group = group_of(PER_UNIT, SECOND)

    assert written(PER_UNIT, PER_UNIT.having("syslog", "1", port=514), group) == group


def test_a_shared_setting_that_ha_does_not_know_is_an_edit():
    group = group_of(PER_UNIT, SECOND)

    edited = written(PER_UNIT, PER_UNIT, group, 0, "port")

    assert edited == change(group, 0, cfg=group.units[0].cfg._replace(version=4))


def test_a_shared_setting_that_ha_knows_is_one_edit():
    after = PER_UNIT.having("ha_interface", "port1", virtual_ip="198.51.100.26/24")
    group = group_of(PER_UNIT, SECOND)

    config = written(PER_UNIT, after, group, 0, "virtual-ip").units[0].cfg

    assert config == Config("mx1", 4, ("198.51.100.26",), "local")


def test_a_store_is_changed_as_a_setting_of_the_group():
    after = PER_UNIT.having("mail_storage", kind="nas", host="nas1", directory="/vol")
    group = change(group_of(PER_UNIT, SECOND), 0, kept="local")

    unit = written(PER_UNIT, after, group, 0, "host").units[0]

    assert (unit.cfg, unit.kept) == (
        Config("mx1", 4, ("198.51.100.25",), "nas1:/vol"),
        "local",
    )


@pytest.mark.parametrize("eff", ["secondary", "joining", "hold_off"])
def test_an_effective_secondary_refuses_every_setting_of_the_group(eff):
    group = change(group_of(PER_UNIT, SECOND), 1, eff=eff)

    with pytest.raises(RefusedByUnit, match="can't set attribute port") as refused:
        written(SECOND, SECOND, group, 1, "port")

    assert refused.value.number == SECONDARY_REFUSES


def test_a_refusal_names_the_first_shared_setting():
    with pytest.raises(RefusedByUnit, match="attribute port"):
        written(SECOND, SECOND, group_of(PER_UNIT, SECOND), 1, "port", "server")


def test_a_heartbeat_port_without_address_is_refused_by_name():
    marked = OFF.having("ha_interface", "port7", heartbeat="secondary")

    with pytest.raises(RefusedByUnit, match="heartbeat port port7 has no address"):
        written(OFF, marked, group_of(OFF, OFF))


def test_the_address_of_a_heartbeat_port_cannot_be_taken_away():
    with pytest.raises(RefusedByUnit, match="heartbeat port port6 has no address"):
        written(PER_UNIT, NO_PORT6, group_of(PER_UNIT, SECOND))


def test_a_port_that_had_no_address_before_is_in_nobodys_way():
    after = NO_PORT6.having("ha", on_failure="off")

    unit = written(NO_PORT6, after, group_of(NO_PORT6, SECOND)).units[0]

    assert unit.on_failure == "off"


def test_the_first_unit_in_ha_says_what_kind_of_group_it_is():
    group = group_of(OFF, OFF)

    farm = written(OFF, OFF.having("ha", mode="config-primary"), group)

    assert (farm.kind, farm.units[0].conf, farm.units[0].eff) == ("farm", "primary", "starting")
    again = written(PER_UNIT, PER_UNIT.having("ha", mode="config-primary"), group_of(PER_UNIT, OFF))
    assert again.kind == "farm"


def test_a_unit_beside_others_in_ha_does_not_change_the_kind():
    group = group_of(PER_UNIT, OFF)

    joined = written(OFF, OFF.having("ha", mode="config-secondary"), group, 1)

    assert (joined.kind, joined.units[1].conf) == ("pair", "secondary")


def test_switching_ha_off_leaves_the_kind_as_it_is():
    farm = PER_UNIT.having("ha", mode="config-primary")
    group = group_of(farm, OFF, kind="farm")

    off = written(farm, OFF, group)

    assert (off.kind, off.units[0].conf, off.units[0].eff) == ("farm", "off", "primary")


def test_a_new_role_alone_changes_the_role_alone():
    group = group_of(OFF, OFF)

    assert written(OFF, PER_UNIT, group) == change(group, 0, conf="primary", eff="starting")


def test_monitoring_and_being_a_backup_are_taken_over():
    after = SHARED.having("ha_member", "mx1", primary_backup=True)
    after = after.having("ha_interface", "port1", port_monitor=True)
    group = group_of(SHARED, SHARED)

    unit = written(SHARED, after, group).units[0]

    assert (unit.backup, unit.watch) == (True, True)


def test_what_of_a_heartbeat_was_not_written_stays_as_a_sync_left_it():
    synced = Heartbeat("other", 20020, ("a", "b"))
    group = change(group_of(PER_UNIT, SECOND), 0, hb=synced)
    changed = PER_UNIT.having("ha", base_port=20040)

    found = written(PER_UNIT, changed, group).units[0].hb

    assert found == synced._replace(port=20040)
    renamed = put(PAIR, group, 0, (meant(PER_UNIT), meant(PER_UNIT, "new")), ()).units[0].hb
    assert renamed == synced._replace(password="new")


def test_a_new_password_or_address_is_all_that_changes_of_a_heartbeat():
    group = group_of(PER_UNIT, SECOND)
    hb = group.units[0].hb
    moved = PER_UNIT.having("ha_interface", "port5", peer_address="10.255.0.3")
    new_password = put(PAIR, group, 0, (meant(PER_UNIT), meant(PER_UNIT, "new")), ())

    assert new_password == change(group, 0, hb=hb._replace(password="new"))
    assert written(PER_UNIT, moved, group).units[0].hb == hb._replace(
        links=("primary 10.255.0.1 10.255.0.3", hb.links[1])
    )


def test_a_heartbeat_write_restarts_ha_in_worlds_where_it_does():
    after = PER_UNIT.having("ha", base_port=20040)
    world = PAIR._replace(facts=frozenset({"silent-restart"}))

    unit = written(PER_UNIT, after, group_of(PER_UNIT, SECOND), world=world).units[0]

    assert unit.eff == "starting"


def test_from_7_6_on_failure_is_refused_on_a_secondary_though_nobody_names_it_shared():
    second = Held("shared", SHARED.kinds, "mx2")
    after = second.having("ha", on_failure="restore-role")
    world = World("shared")

    with pytest.raises(RefusedByUnit, match="action-on-failure"):
        written(second, after, group_of(SHARED, second), 1, world=world)


def test_how_the_ports_fit_shows_when_ha_is_switched_on():
    elsewhere = change(group_of(OFF, OFF), 0, hb=Heartbeat("secret", 20000, ("x", "y")))

    assert written(OFF, PER_UNIT, elsewhere).units[0].hb == meant(PER_UNIT).hb


@pytest.mark.parametrize(("before", "after"), [(PER_UNIT, OFF), (PER_UNIT, SECOND), (OFF, OFF)])
def test_how_the_ports_fit_stays_as_it_is_otherwise(before, after):
    left = Heartbeat("secret", 20000, ("x", "y"))
    group = change(group_of(before, SECOND), 0, hb=left)

    assert written(before, after, group).units[0].hb == left
