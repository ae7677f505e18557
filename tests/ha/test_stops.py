"""What stops a rule: its case with one thing otherwise, for every rule and every thing."""

import pytest

from hacfg.fortimail.ha import RULES, enabled
from tests.ha.test_rules import BY_NAME, CASES
from tests.ha.variations import VARIATIONS

UNHEARD = {"cut", "alone", "up"}
NO_SOURCE = {*UNHEARD, "unable to sync"}
NO_FOLLOWER = {"conf off", "conf secondary"}
NOT_POLITE = {*UNHEARD, *NO_FOLLOWER, "rude", "other kind"}
RUNNING = {"starting", "guard", "joining", "primary", "secondary", "hold_off", "failed"}
ANY = {"off", *RUNNING}

STOPPED_BY: dict[str, set[str]] = {
    "starts-as-primary": {*NO_FOLLOWER, "led"},
    "starts-beside-primary": {*NO_FOLLOWER, *UNHEARD, "no facts"},
    "yields-at-start": {*NOT_POLITE, "on-failure off", "on-failure restore-role"},
    "reclaims-at-start": {*NOT_POLITE, "on-failure off", "on-failure become-secondary"},
    "stays-off-at-start": {*NOT_POLITE, "on-failure restore-role", "on-failure become-secondary"},
    "follows-backup": NOT_POLITE,
    "finds-primary": {*UNHEARD, "conf off", "conf primary"},
    "promotes-alone": {"conf off", "conf primary", "led", "other kind", "no facts"},
    "syncs-first": NO_SOURCE,
    "fails-first-sync": {"led", "plugged"},
    "tries-again": {*NO_SOURCE, "conf off"},
    "promotes-from-guard": {"conf off", "led", "other kind", "no facts"},
    "syncs-change": {*NO_SOURCE, "same config"},
    "hands-queue-over": {*NO_SOURCE, "queue", "stuck", "other kind"},
    "takes-over": {"conf off", "led", "other kind"},
    "backup-takes-over": {"conf off", "backup", "led", "other kind"},
    "leaves-hold-off": {*UNHEARD, "conf off"},
    "hold-off-runs-out": {"conf off", "led"},
    "fails": {"conf off", "on-failure off", "sound", "watch", "other kind"},
    "fails-for-good": {
        "conf off",
        "on-failure restore-role",
        "on-failure become-secondary",
        "sound",
        "watch",
        "other kind",
    },
    "switches-off": {"conf primary", "conf secondary"},
    "recovers-as-secondary": {"on-failure off", "on-failure restore-role", "sound"},
    "recovers-its-role": {
        "on-failure off",
        "on-failure become-secondary",
        "sound",
        "conf off",
        "conf secondary",
    },
    "recovers-as-configured": {
        "on-failure off",
        "on-failure become-secondary",
        "sound",
        "conf off",
        "conf primary",
    },
    # The other configuration has no virtual IP, and a farm holds none.
    "takes-in-mail": {"queue", "up", "sound", "no senders", "other config", "other kind"},
    "delivers-queue": {"queue", "up", "sound", "senders"},
    "promote-together": {*NO_FOLLOWER, "led", "alone", "other kind", "no facts"},
    "power-returns": {"up", "gone"},
    "port-returns": {"up", "sound"},
    "api-returns": {"up", "api"},
    "links-return": {"led", "plugged"},
}
"""What stops each rule, beside an effective mode that it is not about."""

MODES: dict[str, set[str]] = {
    "starts-as-primary": {"starting"},
    "starts-beside-primary": {"starting"},
    "yields-at-start": {"starting"},
    "reclaims-at-start": {"starting"},
    "stays-off-at-start": {"starting"},
    "follows-backup": {"starting"},
    "finds-primary": {"starting"},
    "promotes-alone": {"starting"},
    "syncs-first": {"joining"},
    "fails-first-sync": {"joining"},
    "tries-again": {"guard"},
    "promotes-from-guard": {"guard"},
    "syncs-change": {"secondary"},
    "hands-queue-over": {"secondary"},
    "takes-over": {"secondary"},
    "backup-takes-over": {"secondary"},
    "leaves-hold-off": {"hold_off"},
    "hold-off-runs-out": {"hold_off"},
    "fails": {"primary"},
    "fails-for-good": {"primary"},
    "switches-off": RUNNING,
    "recovers-as-secondary": {"failed"},
    "recovers-its-role": {"failed"},
    "recovers-as-configured": {"failed"},
    # Nobody but the acting primary of a pair takes mail or delivers it.
    "takes-in-mail": {"primary"},
    "delivers-queue": {"primary"},
    "promote-together": {"starting", "secondary", "hold_off"},
    "power-returns": ANY,
    "port-returns": ANY,
    "api-returns": ANY,
    "links-return": ANY,
}
"""In which effective modes a rule may fire, all else being as in its case."""


def may_fire(case, variation: str) -> bool:
    world, group = VARIATIONS[variation](case.world, case.before, case.number)
    return (BY_NAME[case.rule], case.number) in list(enabled(world, group))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_is_stopped_by_exactly_this(case):
    others = [name for name in VARIATIONS if not name.startswith("eff ")]

    assert {name for name in others if not may_fire(case, name)} == STOPPED_BY[case.rule]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_a_rule_may_fire_in_exactly_these_modes(case):
    assert {name for name in ANY if may_fire(case, f"eff {name}")} == MODES[case.rule]


def test_every_rule_is_here():
    assert set(STOPPED_BY) == set(MODES) == {rule.name for rule in RULES}
