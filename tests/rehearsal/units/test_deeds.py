"""What people do for a gate, and which gates show that mail flows again."""

from typing import get_args

import pytest

from hacfg.fortimail.ha.state import MAY_BE_LEFT, change
from hacfg.plan.rehearsal.gates import deed_of, restores_mail
from hacfg.plan.steps import Condition
from hacfg.state import Address
from tests.ha.groups import FARM, PAIR, farm, healthy, with_second
from tests.rehearsal.units.parts import awaiting_role, awaiting_sync, gate

CONDITIONS = get_args(Condition)


def test_people_send_nobody_to_a_unit_that_is_drained():
    deed = deed_of(gate("drained"), 1)

    assert deed is not None
    assert deed(FARM, farm()) == change(farm(), 1, sent=False)


def test_people_send_senders_to_a_unit_that_is_opened():
    deed = deed_of(gate("opened"), 1)

    assert deed is not None
    assert deed(PAIR, healthy()) == with_second(sent=True)


def test_people_send_senders_to_the_addresses_that_the_gate_names():
    deed = deed_of(gate("senders", detail=("a", "b")), 0)

    assert deed is not None
    assert deed(PAIR, healthy()) == healthy()._replace(sent=frozenset({"a", "b"}))


def test_people_cut_off_a_unit_for_good():
    deed = deed_of(gate("isolated"), 1)

    assert deed is not None
    assert deed(PAIR, healthy()) == with_second(up=False, eff="off", api=False, gone=True)


def test_people_see_to_the_data_of_all_units():
    deed = deed_of(gate("data"), 0)

    assert deed is not None
    assert {unit.kept for unit in deed(PAIR, healthy()).units} == {MAY_BE_LEFT}


def test_people_do_nothing_for_what_units_do_themselves():
    theirs = [condition for condition in CONDITIONS if deed_of(gate(condition), 0)]

    assert theirs == ["drained", "opened", "senders", "isolated", "data"]


@pytest.mark.parametrize(
    ("one", "restores"),
    [
        (awaiting_sync("mx2"), True),
        (gate("in-sync"), True),
        (awaiting_role("primary"), True),
        (awaiting_role("config-primary"), True),
        (awaiting_role("secondary"), False),
        (awaiting_role("off"), False),
        (gate("holds", {Address("mx1", "ha_status"): {"effective_mode": "primary"}}), False),
        (gate("opened"), False),
    ],
    ids=["sync", "sync of its unit", "primary", "of a farm", "secondary", "off", "holds", "opened"],
)
def test_a_sync_or_a_primary_shows_that_mail_flows_again(one, restores):
    assert restores_mail(one) is restores
