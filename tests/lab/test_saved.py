"""A saved lab goes on where it stood."""

import random
from contextlib import suppress

import pytest

from hacfg.fortimail.ha import REPORTED_ONLY, Group, Heartbeat, RefusedByUnit, faults, strike
from hacfg.fortimail.ha.state import change
from hacfg.lab.config import LabState
from hacfg.lab.declared import Options
from hacfg.lab.group import LabGroup
from hacfg.lab.readings import JOIN_REPLACES_ACCOUNTS
from tests.lab.labs import config_of, secrets_of, topology_text
from tests.lab.test_agreement import do_something

DIFFERENT = {"mx2.api.password": "another secret"}


@pytest.fixture
def started(tmp_path):
    """Return a function that makes a group, from a saved one if there is any."""

    def start(saved: LabState | None = None, firmware: str = "7.6", seed: int = 0) -> LabGroup:
        options = Options(readings=(JOIN_REPLACES_ACCOUNTS,), seed=seed)
        config = config_of(tmp_path, topology_text(firmware), options)
        given = {"state": saved} if saved else {}
        return LabGroup(config.model_copy(update=given), {**secrets_of(tmp_path), **DIFFERENT})

    return start


def without_heartbeat(group: Group) -> Group:
    """Leave out how units listen: passwords are masked in what is saved."""
    for index in range(len(group.units)):
        group = change(group, index, hb=Heartbeat())
    return group


def again(saved: LabState) -> LabState:
    return LabState.model_validate_json(saved.model_dump_json())


def something_happens(group: LabGroup, choice: random.Random, firmware: str) -> None:
    """Let a person, or a fault that ends, change the group; then let time pass."""
    engine = group.engine
    possible = [f for f in faults(engine.group) if f.name not in REPORTED_ONLY]
    if possible and choice.random() < 0.2:
        engine.put(strike(engine.world, engine.group, choice.choice(possible)))
    else:
        with suppress(RefusedByUnit):
            do_something(group, choice, firmware)
    engine.advance(choice.choice([0, 1, 20, 1000]))


@pytest.mark.parametrize("firmware", ["7.2", "7.6"])
@pytest.mark.parametrize("seed", range(20))
def test_whatever_was_done_to_it_a_saved_lab_starts_as_it_stood(started, firmware, seed):
    choice = random.Random(seed)  # noqa: S311  # no secret: an order of events
    group = started(firmware=firmware, seed=seed)
    for _ in range(20):
        something_happens(group, choice, firmware)

    found = started(again(group.save()), firmware)

    assert without_heartbeat(found.group) == without_heartbeat(group.group)
    assert found.save() == group.save()


@pytest.mark.parametrize(
    "values",
    [
        {"kept": "nas1:/vol"},
        {"account": "mx1"},
        {"sound": False},
        {"queue": True, "sent": True, "brought": True, "stuck": True},
        {"eff": "failed"},
    ],
    ids=str,
)
def test_what_no_setting_says_is_saved_too(started, values):
    group = started()
    group.engine.put(change(group.group, 1, **values))

    assert started(again(group.save())).group == group.group


def test_accounts_that_a_first_sync_replaced_are_still_the_primarys_in_a_saved_lab(started):
    group = started()
    group.update("mx2", "ha", "", {"enabled": False})
    group.engine.settle()
    arguments = {"primary_ip": "10.255.0.1", "password": "ha secret", "unit": "mx2"}
    group.act("mx2", "join", arguments)
    group.engine.settle()
    assert group.accounts["mx2"] == group.accounts["mx1"]

    found = started(again(group.save()))

    assert found.accounts == group.accounts
    assert found.group.units[1].account == "mx1"


def test_an_account_of_a_unit_that_is_not_there_is_the_units_own(started):
    group = started()
    group.engine.put(change(group.group, 1, account="mx9"))

    found = started(again(group.save()))

    assert found.accounts["mx2"] == {"hacfg": "another secret"}
