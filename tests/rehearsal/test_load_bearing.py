"""Every gate, temporary step and order of a plan bears load; what does not is listed, with why."""

from pathlib import Path

import pytest

from tests.goldens import assert_golden
from tests.plan.worlds import FIRMWARES
from tests.rehearsal.free import reason
from tests.rehearsal.mutants import first_danger, label, mutants
from tests.rehearsal.rehearsing import rehearsed
from tests.rehearsal.scenarios import SCENARIOS, file_name, prepared
from tests.rehearsal.test_scenarios import SLOW

FREE = Path(__file__).parent / "free"
QUICK = {"base port", "move a virtual IP", "farm: remove mx4"}
"""What a normal run tries: a change of the heartbeat, of what senders use, and of members."""

ROWS = [
    pytest.param(*one, marks=() if one[0] in QUICK else pytest.mark.slow)
    for one in SCENARIOS
    if one[0] not in SLOW
]


@pytest.mark.parametrize(("name", "firmware"), ROWS)
def test_what_may_be_left_out_or_turned_round_is_listed_with_the_reason_why_it_stays(
    name: str, firmware: str
) -> None:
    one = prepared(name, firmware)
    found = [(m.label, first_danger(one, m.steps)) for m in mutants(one.outline.steps)]

    free = sorted({f"{label}: {reason(label)}" for label, danger in found if not danger})
    assert_golden(FREE / firmware / f"{file_name(name)}.txt", "".join(f"{line}\n" for line in free))


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_in_a_plan_that_moves_a_virtual_ip_only_the_last_gate_is_free(firmware: str) -> None:
    one = prepared("move a virtual IP", firmware)

    found = {m.label: first_danger(one, m.steps) for m in mutants(one.outline.steps)}

    assert found == {
        "no virtual ip": "no-mail",
        "no wait senders": "",
        "virtual ip < wait senders": "no-mail",
        "no wait in-sync": "mail-ends",
        "wait in-sync < virtual ip": "mail-ends",
        "wait senders < wait in-sync": "mail-ends",
    }


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_a_plan_that_never_lets_a_unit_join_does_not_reach_its_end(firmware: str) -> None:
    one = prepared("a used unit joins", firmware)
    rest = [step for step in one.outline.steps if label(step) != "join"]

    assert first_danger(one, rest) == "unfinished"


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_a_plan_that_leaves_out_a_write_is_told_what_is_not_as_declared(firmware: str) -> None:
    one = prepared("settings", firmware)
    first, *rest = one.outline.steps

    (story,) = rehearsed(one, rest, [frozenset()]).stories

    assert (story.danger, first.type) == ("not-as-declared", "set")
    assert story.lost == "mx1 syslog 192.0.2.50:514: categories is not as declared"
