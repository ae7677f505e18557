"""`--set-secret`: only what a unit can be sent, found out before any unit is asked."""

from pathlib import Path

import pytest

from hacfg.errors import InvalidInput
from hacfg.topology.load import Loaded
from hacfg.usecases.options import PlanOptions
from hacfg.usecases.planning import plan_group
from tests.plan.groups import declared, group

NOTHING_RESOLVES: dict[str, str] = {}


def planned(*slots: str) -> str:
    """Return why planning with these secrets to be sent failed."""
    one = group(declared("7.2"))
    options = PlanOptions(NOTHING_RESOLVES, set_secrets=frozenset(slots))
    with pytest.raises(InvalidInput) as caught:
        plan_group(Loaded(one.topology, one.places, Path("group.yaml")), options)
    return str(caught.value)


def test_a_slot_that_is_not_there_is_named_with_what_was_probably_meant() -> None:
    told = planned("ha.pasword")

    assert "ha.pasword: it is no secret of this topology" in told
    assert "did you mean ha.password?" in told
    assert "expected: ha.password, mail_storage.password, snmp.nms.auth_password" in told


def test_a_password_that_hacfg_logs_in_with_is_never_written() -> None:
    told = planned("mx1.api.password")

    assert "mx1.api.password: it is only logged in with, never written" in told
    assert "api.password," not in told.partition("expected")[2]


def test_every_slot_that_is_wrong_is_told_at_once() -> None:
    told = planned("zzz", "mx2.api.password", "ha.password")

    assert told.count("--set-secret") == 2
    assert "--set-secret ha.password" not in told


def test_a_slot_that_can_be_written_is_no_fault_of_its_own() -> None:
    assert "--set-secret" not in planned("ha.password")
