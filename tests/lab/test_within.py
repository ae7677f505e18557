"""What the units of a lab do is what the rules of the model allow, whatever was done to them."""

import random
from contextlib import suppress

import pytest

from hacfg.fortimail.ha import MOVES, REPORTED_ONLY, RefusedByUnit, enabled, faults, fire, strike
from hacfg.lab.declared import Options
from hacfg.lab.group import LabGroup
from tests.lab.labs import config_of, secrets_of, topology_text
from tests.lab.test_agreement import BOTH, EDITS

JOIN = {"primary_ip": "10.255.0.1", "password": "ha secret"}


def something_happens(group: LabGroup, choice: random.Random, firmware: str) -> None:
    """Let a person or a fault change the group, but no member row: that is another unit's role."""
    engine, unit = group.engine, choice.choice(group.names)
    edits = [edit for edit in EDITS[firmware] + BOTH if edit[0] != "ha_member"]
    possible = [f for f in faults(engine.group) if f.name not in REPORTED_ONLY]
    match choice.randrange(8):
        case 0:
            group.act(unit, "restore", {})
        case 1:
            group.act(unit, "join", {**JOIN, "unit": unit})
        case 2 | 3 if possible:
            engine.put(strike(engine.world, engine.group, choice.choice(possible)))
        case _:
            group.update(unit, *choice.choice(edits))


@pytest.mark.parametrize("firmware", ["7.2", "7.6"])
@pytest.mark.parametrize("seed", range(20))
def test_every_move_of_a_lab_is_one_that_a_rule_allows(tmp_path, firmware, seed):
    options = Options(seed=seed, readings=("lonely-promotes", "guard-promotes", "same-instant"))
    config = config_of(tmp_path, topology_text(firmware), options)
    choice = random.Random(seed)  # noqa: S311  # no secret: an order of events
    group, seen = LabGroup(config, secrets_of(tmp_path)), 0
    for _ in range(20):
        with suppress(RefusedByUnit):
            something_happens(group, choice, firmware)
        for _ in range(choice.choice([0, 1, 5])):
            before, due = group.group, group.engine.next_due
            if due is None:
                break
            allowed = {
                fire(group.engine.world, before, *move)
                for move in enabled(group.engine.world, before, MOVES)
            }
            group.engine.advance_to(due)
            assert group.group in allowed
            seen += 1
    assert seen
