"""What a join needs beside its steps: drained senders, heartbeat ports, known peers."""

import pytest

from hacfg.plan.steps import WaitStep
from hacfg.state import Address
from tests.plan.groups import WIRE, Group, Planned, declared, group, plan
from tests.plan.simulated import Rows

FIRMWARE = pytest.mark.parametrize("firmware", ["7.2", "7.6"])
OVERWRITE = WIRE | {"config-overwrite"}


def planned(one: Group, rows: Rows, allow: frozenset[str] = WIRE) -> Planned:
    return plan(one, one.readings(rows), allow)


@FIRMWARE
@pytest.mark.parametrize("used", [True, False])
def test_a_unit_that_was_used_joins_only_once_no_sender_reaches_it(
    firmware: str, *, used: bool
) -> None:
    document = declared(firmware)
    document["mail_entry"]["drained"] = {"command": ["./drained", "{unit}"]}
    one = group(document)
    rows = one.blank()
    if used:
        rows[Address("mx2", "domain", "example.com")] = {}

    found = planned(one, rows, OVERWRITE)

    commands = [
        (step.number, step.gate.command)
        for step in found.outline.steps
        if isinstance(step, WaitStep) and step.gate.command
    ]
    joins = [
        s.number for s in found.outline.steps if "config-overwrite" in getattr(s, "guards", [])
    ]
    expected = [["./drained", "mx2"]] if used else []
    assert [command for _, command in commands] == expected
    # Where its mail data is comes between, if the group keeps it elsewhere.
    assert [number + 2 for number, command in commands if "./drained" in command] == joins


@FIRMWARE
@pytest.mark.parametrize("without", [0, 1])
def test_a_join_of_units_without_declared_heartbeat_is_refused_by_name(
    firmware: str, without: int
) -> None:
    document = declared(firmware)
    document["units"][without]["heartbeat"] = []
    one = group(document)

    found = planned(one, one.blank())

    (notice,) = found.outline.lacking
    assert (notice.id, notice.where) == ("undeclared", f"mx{without + 1}")
    assert not found.document.applyable


def test_a_peer_that_no_unit_explains_stops_a_join_to_a_farm() -> None:
    one = group(declared("7.2", "config-only", 3))
    rows = one.blank()
    rows[Address("mx1", "ha_peer", "10.0.0.99")] = {"address": "10.0.0.99"}

    found = planned(one, rows)

    assert found.lacking == ["stranger"]
    assert found.outline.lacking[0].where == "mx1 ha_peer 10.0.0.99"
