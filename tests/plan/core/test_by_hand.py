"""What a person does: typed in one go, said in the unit's own words, awaited by what it leaves."""

from dataclasses import replace

import pytest

from hacfg.plan.changes import Change
from hacfg.plan.draft import Draft, Mandate
from hacfg.plan.procedures import Stage
from hacfg.plan.situation import Situation
from hacfg.plan.steps import ManualStep, WaitStep
from hacfg.plan.writing import PLAINLY, Terms, take
from hacfg.state import Address, Secret
from tests.plan.core.parts import (
    GUESSED,
    HA,
    HEALTHY,
    LINES,
    STATUS,
    SYSLOG,
    changed_kind,
    draft,
    in_roles,
    situation,
    update,
    without_kinds,
)
from tests.plan.groups import declared, group

HOST = Address("mx1", "snmp_user_host", "nms/192.0.2.60")
STAGE = Stage({"ha": None, "syslog": None, "snmp_user_host": None}, "why")


def numbered(**keys: str) -> Situation:
    """Return a pair that calls some rows of mx1 by these numbers."""
    one = group(declared("7.2"))
    readings = one.readings(one.blank())
    for kind, address in (("syslog", SYSLOG), ("snmp_user_host", HOST)):
        if kind in keys:
            readings["mx1"] = changed_kind(
                readings["mx1"], kind, keys={address: keys[kind]}, resources={address: {"port": 1}}
            )
    return situation(one, readings=readings)


def pair(*changes: Change, on: Situation | None = None) -> Draft:
    """Return a draft on a pair whose REST names may not be relied on."""
    made = draft(on or in_roles(*HEALTHY), changes, mandate=Mandate(frozenset({"row-removal"})))
    made.procedure = "p"
    return made


def typed(made: Draft, stage: Stage = STAGE, terms: Terms = PLAINLY) -> ManualStep:
    """Return the one step that a person does on mx1; a wait for what it leaves follows."""
    take(made, "mx1", stage, terms)
    step, wait = made.steps
    assert isinstance(step, ManualStep)
    assert isinstance(wait, WaitStep)
    assert (wait.gate.expect, wait.gate.condition) == (step.after, "holds")
    assert wait.gate.wording == "mx1 has what step 1 says"
    return step


def test_what_a_person_does_together_is_one_step_with_all_its_lines() -> None:
    places = {"base_port": LINES[7]}
    made = pair(
        Change(HA, "update", {"base_port": 1}, {"base_port": 2, "password": Secret("ha.password")},
               places=places),
        Change(SYSLOG, "create", {}, {"port": 514, "server": "192.0.2.50"}),
    )  # fmt: skip  # one list

    step = typed(made, terms=Terms(temporary=("port",), overwrites=("mx2",)))

    assert step == ManualStep(
        number=1,
        unit="mx1",
        procedure="p",
        reason="why",
        position="group.yaml:7:1",
        title="ha base_port, password, new syslog 192.0.2.50:514",
        before={
            HA: {"mode": "primary", "base_port": made.situation.unit("mx1").reading.get(
                "ha", "base_port")},
            STATUS: {"effective_mode": "primary"},
            SYSLOG: None,
        },
        after={HA: {"base_port": 2}, SYSLOG: {"port": 514, "server": "192.0.2.50"}},
        inverse={},
        temporary=["port"],
        overwrites=["mx2"],
        secrets=["ha.password"],
        lines=step.lines,
        why_manual=GUESSED,
    )  # fmt: skip  # one list
    assert step.lines == [
        "config system ha",
        "  set password <secret: env ha.password>",
        "  set hb-base-port 2",
        "end",
        "config log setting remote",
        "  edit 0",
        "    set server 192.0.2.50",
        "    set port 514",
        "  next",
        "end",
    ]
    assert made.read("mx1", "ha", "base_port") == 2


def test_what_cannot_be_brought_back_has_nothing_that_undoes_it() -> None:
    made = pair(update(HA, {"base_port": 1}, {"base_port": 2}))

    assert typed(made, Stage({"ha": None}, "why", irreversible=True)).inverse is None


@pytest.mark.parametrize(
    ("keys", "change", "lines"),
    [
        (
            {"syslog": "3"},
            update(SYSLOG, {"port": 1}, {"port": 2}),
            ["config log setting remote", "  edit 3", "    set port 2", "  next", "end"],
        ),
        (
            {"syslog": "3"},
            Change(SYSLOG, "delete", {}, {}),
            ["config log setting remote", "  delete 3", "end"],
        ),
        (
            {"snmp_user_host": "4"},
            Change(HOST, "delete", {}, {}),
            ["config system snmp user", "  edit nms", "    config host", "      delete 4",
             "    end", "  next", "end"],
        ),
        (
            {},
            Change(HOST, "create", {}, {"address": "192.0.2.60"}),
            ["config system snmp user", "  edit nms", "    config host", "      edit 0",
             "        set ip 192.0.2.60", "      next", "    end", "  next", "end"],
        ),
    ],
    ids=["a row", "a row that goes", "a row below another that goes", "a new row below another"],
)  # fmt: skip  # one table
def test_a_row_is_called_by_its_number_on_the_unit_below_the_row_that_it_belongs_to(
    keys: dict[str, str], change: Change, lines: list[str]
) -> None:
    assert typed(pair(change, on=numbered(**keys))).lines == lines


def test_a_row_below_another_keeps_the_whole_name_of_that_one() -> None:
    host = Address("mx1", "snmp_user_host", "n/ms/192.0.2.60")
    one = group(declared("7.2"))
    readings = one.readings(one.blank())
    readings["mx1"] = changed_kind(
        readings["mx1"], "snmp_user_host", keys={host: "4"}, resources={host: {}}
    )
    made = pair(Change(host, "delete", {}, {}), on=situation(one, readings=readings))

    assert typed(made).lines[1] == "  edit n/ms"


def test_a_kind_that_was_not_read_is_typed_by_the_name_of_its_row() -> None:
    one = group(declared("7.2"))
    readings = one.readings(one.blank())
    kinds = {name: kind for name, kind in readings["mx1"].kinds.items() if name != "syslog"}
    readings["mx1"] = type(readings["mx1"])(
        "mx1", readings["mx1"].facts, readings["mx1"].dialect, kinds
    )
    made = pair(Change(SYSLOG, "delete", {}, {}), on=situation(one, readings=readings))

    step = typed(made)

    assert step.lines[1] == "  delete 192.0.2.50:514"
    assert step.why_manual == "syslog 192.0.2.50:514 could not be read"


def test_each_reason_why_a_person_does_it_is_told_once() -> None:
    gone = Address("mx1", "syslog", "192.0.2.51:514")
    made = pair(update(HA, {}, {"mode": "off"}), *(Change(row, "delete", {}, {}) for row in
                                                   (SYSLOG, gone)))  # fmt: skip  # one list
    unit = made.situation.units[0]
    unread = replace(unit, reading=without_kinds(unit.reading, "syslog"))
    made.situation = replace(made.situation, units=(unread, *made.situation.units[1:]))

    assert typed(made).why_manual == (
        f"{GUESSED}; syslog 192.0.2.50:514 could not be read; "
        "syslog 192.0.2.51:514 could not be read"
    )


def test_a_row_below_no_other_is_called_by_its_number_whatever_its_name() -> None:
    row = Address("mx1", "syslog", "a/b:514")
    one = group(declared("7.2"))
    readings = one.readings(one.blank())
    readings["mx1"] = changed_kind(readings["mx1"], "syslog", keys={row: "4"}, resources={row: {}})
    made = pair(Change(row, "delete", {}, {}), on=situation(one, readings=readings))

    assert typed(made).lines[1] == "  delete 4"


def test_secrets_that_are_typed_are_named_once_in_order() -> None:
    user = Address("mx1", "snmp_user", "nms")
    made = pair(
        update(HA, {}, {"password": Secret("b"), "mode": "off"}),
        Change(user, "create", {}, {"auth_password": Secret("a"), "privacy_password": Secret("b")}),
    )

    step = typed(made, Stage({"ha": None, "snmp_user": None}, "why"))

    assert step.secrets == ["a", "b"]
    assert step.after == {HA: {"mode": "off"}, user: {}}
