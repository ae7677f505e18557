"""Where senders may enter a group, and which units they then reach."""

import pytest

from hacfg.fortimail.ha import Config
from hacfg.fortimail.ha.state import change
from hacfg.plan.rehearsal.entries import BY_UNIT, BY_VIRTUAL_IP, entries_of, with_senders
from tests.ha.groups import farm, healthy
from tests.rehearsal.units.situations import found
from tests.rehearsal.units.states import pair_with

NOBODY = healthy()._replace(sent=frozenset())
BLANK = Config(vips=("other",))


def enters(**entry: object):
    """Declare where senders enter."""

    def declare(wanted):
        del wanted["mail_entry"]
        if entry:
            wanted["mail_entry"] = entry

    return declare


@pytest.mark.parametrize(
    ("entry", "entries"),
    [
        ({}, (BY_VIRTUAL_IP, BY_UNIT)),
        ({"kind": "virtual-ip"}, (BY_VIRTUAL_IP,)),
        ({"kind": "units"}, (BY_UNIT,)),
    ],
    ids=["undeclared", "virtual IPs", "units"],
)
def test_senders_enter_as_declared_and_either_way_where_nothing_is(entry, entries):
    assert entries_of(found(enters(**entry))) == entries


def test_the_ways_in_are_told_in_words():
    assert BY_VIRTUAL_IP == "senders use the virtual IPs"
    assert BY_UNIT == "senders use the units' own addresses"


@pytest.mark.parametrize(
    ("group", "entry", "sent", "units"),
    [
        (NOBODY, BY_VIRTUAL_IP, {"vip"}, (False, False)),
        (NOBODY, BY_UNIT, set(), (True, False)),
        (change(NOBODY, 1, eff="primary"), BY_UNIT, set(), (True, True)),
        (change(NOBODY, 1, conf="off", eff="off"), BY_UNIT, set(), (True, True)),
        (change(NOBODY, 0, sent=True, eff="off"), BY_UNIT, set(), (False, False)),
        (change(NOBODY, 0, cfg=BLANK), BY_UNIT, set(), (False, False)),
        (change(NOBODY, 1, cfg=BLANK), BY_VIRTUAL_IP, {"vip"}, (False, False)),
        (
            change(NOBODY, 1, cfg=NOBODY.units[1].cfg._replace(vips=("two",))),
            BY_VIRTUAL_IP,
            {"vip", "two"},
            (False, False),
        ),
        (change(NOBODY, 0, conf="off", cfg=BLANK), BY_VIRTUAL_IP, {"vip"}, (False, False)),
        (farm(), BY_VIRTUAL_IP, set(), (True, True, True)),
        (change(farm(), 1, cfg=Config()), BY_UNIT, set(), (True, False, True)),
    ],
    ids=[
        "virtual IPs",
        "the one that leads",
        "both lead",
        "one out of HA",
        "none leads",
        "a blank one leads",
        "virtual IPs of a blank one",
        "of both",
        "of one in HA",
        "a farm has none",
        "a blank member",
    ],
)
def test_senders_reach_who_serves_and_never_a_blank_unit(group, entry, sent, units):
    after = with_senders(group, entry)

    assert after.sent == sent
    assert tuple(unit.sent for unit in after.units) == units


def test_virtual_ips_of_units_with_ha_off_are_not_used():
    off = change(pair_with(0, conf="off", eff="off"), 1, conf="off", eff="off")

    after = with_senders(off._replace(sent=frozenset()), BY_VIRTUAL_IP)

    assert after.sent == frozenset()
    assert [unit.sent for unit in after.units] == [True, True]
