"""What a unit's settings say and where the HA model has it are one, whatever is done to them."""

import random

import pytest

from hacfg.fortimail.ha import RefusedByUnit
from hacfg.fortimail.ha.settings import (
    is_backup,
    is_watched,
    on_failure_of,
    role_of,
    store_of,
    virtual_ips_of,
)
from hacfg.lab.declared import Options
from hacfg.lab.group import LabGroup
from hacfg.lab.readings import READINGS, UNPROVED_SHARED
from hacfg.lab.running import running_lab
from hacfg.state import Value
from tests.lab.labs import config_of, secrets_of, topology_text

Edit = tuple[str, str, dict[str, Value]]
EDITS: dict[str, list[Edit]] = {
    "7.2": [
        ("ha", "", {"mode": "off"}),
        ("ha", "", {"mode": "primary"}),
        ("ha", "", {"mode": "secondary"}),
        ("ha", "", {"password": "other"}),
        ("ha_interface", "port1", {"virtual_ip_action": "ignore"}),
        ("ha_interface", "port1", {"port_monitor": True}),
    ],
    "7.6": [
        ("ha", "", {"enabled": False}),
        ("ha", "", {"enabled": True}),
        ("ha_member", "mx2", {"role": "primary"}),
        ("ha_member", "mx2", {"primary_backup": True}),
        ("ha_interface", "port5", {"heartbeat": False}),
        ("ha_interface", "port1", {"virtual_ip": None}),
    ],
}
BOTH: list[Edit] = [
    ("ha", "", {"on_failure": "restore-role"}),
    ("ha", "", {"base_port": 20020}),
    ("interface", "port5", {"address": "10.255.0.9/28"}),
    ("syslog", "1", {"port": 1514}),
    ("ha_service", "local-hd", {"enabled": True}),
    ("mail_storage", "", {"kind": "nas", "host": "nas1"}),
    ("mail_storage", "", {"kind": "local"}),
]


def assert_agreed(group: LabGroup) -> None:
    for name, unit in zip(group.names, group.group.units, strict=True):
        tree = group.trees[name]
        assert (role_of(tree), on_failure_of(tree)) == (unit.conf, unit.on_failure)
        assert (is_backup(tree), is_watched(tree)) == (unit.backup, unit.watch)
        assert (virtual_ips_of(tree), store_of(tree)) == (unit.cfg.vips, unit.cfg.store)


def do_something(group: LabGroup, choice: random.Random, firmware: str) -> None:
    unit = choice.choice(group.names)
    match choice.randrange(8):
        case 0:
            group.act(unit, "restore", {})
        case 1:
            arguments = {"primary_ip": "10.255.0.1", "password": "ha secret", "unit": unit}
            group.act(unit, "join", arguments)
        case 2:
            group.create(unit, "syslog", "0", {"server": "192.0.2.1"})
        case 3:
            group.delete(unit, "syslog", "1")
        case _:
            group.update(unit, *choice.choice(EDITS[firmware] + BOTH))


@pytest.mark.parametrize("firmware", ["7.2", "7.6"])
@pytest.mark.parametrize("readings", [(), (UNPROVED_SHARED,), tuple(READINGS)], ids=len)
def test_settings_and_model_agree_after_every_write_and_every_move(tmp_path, firmware, readings):
    options = Options(time_scale=0, readings=readings)
    config = config_of(tmp_path, topology_text(firmware), options)
    for seed in range(25):
        choice = random.Random(seed)  # noqa: S311  # no secret: an order of events
        group = LabGroup(config.model_copy(update={"seed": seed}), secrets_of(tmp_path))
        for _ in range(25):
            before = (group.group, group.trees)
            try:
                do_something(group, choice, firmware)
            except RefusedByUnit:
                assert (group.group, group.trees) == before
            assert_agreed(group)
            group.engine.advance(choice.choice([0, 1, 20, 1000]))
            assert_agreed(group)


def test_a_lost_unit_is_simulated_without_power(tmp_path):
    text = topology_text("7.2", 3, farm=True)
    block = text.replace("name: mx3\n", "name: mx3\n    state: absent\n    lost: true\n")
    config = config_of(tmp_path, block, Options(time_scale=0))

    group = LabGroup(config, secrets_of(tmp_path))

    assert [group.is_reachable(name) for name in group.names] == [True, True, False]
    assert [unit.eff for unit in group.group.units] == ["primary", "secondary", "off"]


def test_a_lab_that_cannot_start_says_why_to_whoever_started_it(tmp_path):
    config = config_of(tmp_path, topology_text(), Options())

    with pytest.raises(KeyError, match=r"api\.password"), running_lab(config, {}):
        pass
