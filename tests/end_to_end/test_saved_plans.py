"""Saved plans: damaged, edited, of nothing to do, and where nobody can be asked."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.end_to_end.group import SimulatedGroup
from tests.end_to_end.program import Told, hacfg
from tests.end_to_end.test_bad_input import PAIR

CI = {"CI": "true"}
UNVERIFIED = ("--allow", "unverified-wire")


def run(
    group: SimulatedGroup, *arguments: object, environ: Mapping[str, str] | None = None
) -> Told:
    folder = group.loaded.path.parent
    return hacfg(*arguments, folder=folder, environ={**group.environ, **(environ or {})})


@pytest.fixture(scope="module")
def saved(blank_group: SimulatedGroup) -> Path:
    """Give the plan that builds the blank pair."""
    assert run(blank_group, "plan", "topology.yaml", "--out", "saved.json", *UNVERIFIED).code == 0
    return blank_group.loaded.path.with_name("saved.json")


DAMAGE: Mapping[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "no-json": (lambda _: "hello\n", ("this is no plan file", ":1:1:")),
    "empty": (lambda _: "", ("this is no plan file", "an empty file")),
    "truncated": (lambda text: text[:3000], ("this is no plan file", "was cut off")),
    "edited": (
        lambda text: text.replace("10.255.0.1/30", "10.255.0.3/30", 1),
        ("its content does not match its plan id", "approved as a whole or not at all"),
    ),
    "newer": (
        lambda text: text.replace('"format_version": "1.2"', '"format_version": "2.0"', 1),
        ("format_version 2.0", "format_version 1.2"),
    ),
    "another-tool": (lambda _: '{"format_version": "1.2"}', ("a key hacfg",)),
    "a-list": (lambda _: "[]", ("this is no plan file", "an object")),
    "a-topology": (lambda _: PAIR, ("this is no plan file", "hacfg plan TOPOLOGY --out FILE")),
}


@pytest.mark.parametrize(("damage", "said"), DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_plan_is_told_once_and_not_carried_out(
    damage: Callable[[str], str],
    said: tuple[str, ...],
    saved: Path,
    blank: SimulatedGroup,
) -> None:
    damaged = saved.with_name("damaged.json")
    damaged.write_text(damage(saved.read_text()))
    calls = blank.door.log()

    told = run(blank, "apply", "damaged.json", "--auto-approve")

    assert (told.code, told.out) == (3, "")
    assert told.message.startswith("damaged.json:")
    assert all(words in told.message for words in said), told.message
    assert "\n  next " in told.message
    assert blank.door.log() == calls


def test_a_plan_that_everybody_may_read_is_fine(saved: Path, blank: SimulatedGroup) -> None:
    public = saved.with_name("public.json")
    public.write_text(saved.read_text())
    public.chmod(0o644)

    told = run(blank, "show", "public.json")

    assert (told.code, told.err) == (0, "")
    assert "\nPlan: " in told.out


def test_a_saved_plan_given_to_validate_is_told_once(saved: Path, blank: SimulatedGroup) -> None:
    told = run(blank, "validate", saved)

    assert (told.code, told.out) == (3, "")
    assert "this is no topology" in told.message
    assert "hacfg show" in told.message


def test_where_nobody_can_be_asked_the_flag_is_named(saved: Path, blank: SimulatedGroup) -> None:
    told = run(blank, "apply", saved, environ=CI)

    assert told.code == 64
    assert "--auto-approve" in told.message


def test_a_saved_plan_is_carried_out_as_it_is(saved: Path, blank: SimulatedGroup) -> None:
    told = run(blank, "apply", saved, *UNVERIFIED)

    assert (told.code, told.out) == (64, "")
    assert "give this to `hacfg plan`" in told.message


def test_an_apply_resolves_all_secrets_before_it_asks_any_unit(
    saved: Path, blank: SimulatedGroup
) -> None:
    calls = blank.door.log()
    unset = {"MAIL_EAST_HA_PASSWORD": "", "SNMP_AUTH_PASSWORD": ""}

    told = run(blank, "apply", saved, "--auto-approve", environ=unset)

    assert told.code == 3
    assert "the secret ha.password (env MAIL_EAST_HA_PASSWORD) is set, but empty" in told.err
    assert "snmp.nms.auth_password" in told.err
    assert blank.door.log() == calls


def test_an_apply_refuses_hosts_before_it_resolves_any_secret(
    saved: Path, blank: SimulatedGroup
) -> None:
    limits = {"HACFG_ALLOWED_HOSTS": "192.0.2.0/24", "MX1_PASSWORD": ""}

    told = run(blank, "apply", saved, "--auto-approve", environ=limits)

    assert told.code == 3
    assert "\nmx1: 127.0.0.1 is not among the hosts that hacfg may talk to\n" in told.err
    assert "secret" not in told.err


def test_pending_changes_exit_2_only_if_that_is_asked_for(blank: SimulatedGroup) -> None:
    assert run(blank, "plan", "topology.yaml").code == 0
    assert run(blank, "plan", "topology.yaml", "--detailed-exitcode").code == 2


def test_where_nothing_is_to_do_apply_writes_nothing_and_asks_nobody(
    settled: SimulatedGroup,
) -> None:
    planned = run(
        settled, "plan", "topology.yaml", "--detailed-exitcode", "--out", "none.json", *UNVERIFIED
    )
    applied = run(settled, "apply", "none.json", environ=CI)
    from_topology = run(settled, "apply", "topology.yaml", environ=CI)

    assert [planned.code, applied.code, from_topology.code] == [0, 0, 0]
    assert "No changes." in applied.out
    assert json.loads(settled.loaded.path.with_name("none.json").read_text())["complete"]
