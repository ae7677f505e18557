"""What a person vouches for: facts, roles, whose configuration counts; and what it stands for."""

import pytest

from hacfg.errors import InvalidInput
from hacfg.fortimail.ha.facts import FACTS
from hacfg.fortimail.reading import Reading
from hacfg.plan.assumed import FORMS, Assumptions, parse_assumptions
from hacfg.state import UNKNOWN, Address, Value
from tests.plan.core.parts import changed_kind, without_kinds
from tests.plan.groups import declared, group

UNITS = frozenset({"mx2", "mx1"})
FACT, OTHER = sorted(FACTS)[:2]
STATUS = Address("mx1", "ha_status")


def reading(**status: Value) -> Reading:
    """Return what mx1 says, its status in these words."""
    one = group(declared("7.2"))
    return changed_kind(one.readings(one.blank())["mx1"], "ha_status", resources={STATUS: status})


def assumed(found: Reading, *texts: str) -> Reading:
    """Return what mx1 says once these words are believed."""
    assumptions = parse_assumptions(texts, UNITS, farm=False)
    return assumptions.applied_to({"mx1": found})["mx1"]


def test_nothing_is_assumed_unless_a_person_says_so() -> None:
    assert parse_assumptions((), UNITS, farm=False) == Assumptions()


def test_facts_are_known_one_by_one() -> None:
    texts = (f"fact.{FACT}=true", f"fact.{OTHER}=false", "group.source=mx2")

    found = parse_assumptions(texts, UNITS, farm=False)

    assert found.facts == {FACT: True, OTHER: False}
    assert (found.source, found.words) == ("mx2", texts)


def test_what_is_assumed_of_several_units_adds_up() -> None:
    texts = ("mx1.in_sync=true", "mx2.in_sync=false", "mx1.accounts=kept", "mx2.accounts=kept",
             "mx1.effective_role=off", f"fact.{FACT}=true")  # fmt: skip  # one list

    found = parse_assumptions(texts, UNITS, farm=False)

    assert found.readings == {
        ("mx1", "in_sync"): True,
        ("mx2", "in_sync"): False,
        ("mx1", "effective_role"): "off",
    }
    assert found.kept_accounts == UNITS
    assert found.facts == {FACT: True}


@pytest.mark.parametrize(
    ("role", "in_a_farm"),
    [
        ("primary", "config-primary"),
        ("secondary", "config-secondary"),
        ("off", "off"),
        ("failed", "failed"),
        ("hold-off", "hold-off"),
    ],
)
def test_a_role_is_said_in_the_word_of_the_group(role: str, in_a_farm: str) -> None:
    text, name = f"mx1.effective_role={role}", ("mx1", "effective_role")

    assert parse_assumptions((text,), UNITS, farm=False).readings == {name: role}
    assert parse_assumptions((text,), UNITS, farm=True).readings == {name: in_a_farm}


@pytest.mark.parametrize(
    "text",
    [
        f"{FACT}=true",
        f"mx1.{FACT}=true",
        f"fact.{FACT}=yes",
        f"fact.{FACT}",
        "fact.in_sync=true",
        "mx1.source=mx1",
        "group.source=mx9",
        "group.accounts=kept",
        "mx9.accounts=kept",
        "mx9.effective_role=off",
        "mx1.accounts=in_sync",
        "mx1.effective_role=config-primary",
        "mx1.effective_role=true",
        "mx1.in_sync=off",
    ],
)
def test_what_cannot_be_assumed_is_refused_with_all_that_can(text: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        parse_assumptions(("mx1.in_sync=true", text), UNITS, farm=False)

    (problem,) = raised.value.problems
    assert problem.message == f"--assume {text}: nothing of that name can be assumed"
    assert problem.expected == FORMS
    assert problem.next == f"units: mx1, mx2; facts: {', '.join(sorted(FACTS))}"


@pytest.mark.parametrize(
    ("text", "seen", "name", "value"),
    [
        ("mx1.effective_role=primary", None, "effective_mode", "primary"),
        ("mx1.effective_role=primary", UNKNOWN, "effective_mode", "primary"),
        ("mx1.effective_role=primary", "primary", "effective_mode", "primary"),
        ("mx1.in_sync=false", UNKNOWN, "in_sync", False),
        ("mx1.in_sync=true", None, "in_sync", True),
    ],
)
def test_it_stands_for_what_was_not_seen_and_all_else_stays_as_it_was_read(
    text: str, seen: Value, name: str, value: Value
) -> None:
    other = "in_sync" if name == "effective_mode" else "effective_mode"
    before = reading(**{name: seen, other: "as read"})

    after = assumed(before, text)

    assert after.kinds["ha_status"].resources == {STATUS: {name: value, other: "as read"}}
    assert after.kinds["ha_status"].row_keys == before.kinds["ha_status"].row_keys
    assert after.kinds["ha"] == before.kinds["ha"]
    assert (after.facts, after.dialect) == (before.facts, before.dialect)


def test_it_stands_for_a_status_that_could_not_be_read_at_all() -> None:
    unread = without_kinds(reading(), "ha_status")
    empty = changed_kind(reading(), "ha_status", resources={})

    for before in (unread, empty):
        after = assumed(before, "mx1.effective_role=off", "mx1.in_sync=false")

        assert after.kinds["ha_status"].resources == {
            STATUS: {"effective_mode": "off", "in_sync": False}
        }


@pytest.mark.parametrize(
    ("text", "status", "name", "said"),
    [
        ("mx1.effective_role=primary", {"effective_mode": "off"}, "effective_role",
         ("off", "primary")),
        ("mx1.in_sync=true", {"in_sync": False}, "in_sync", ("False", "True")),
    ],
)  # fmt: skip  # one table
def test_what_the_unit_says_otherwise_is_believed_before_any_person(
    text: str, status: dict[str, Value], name: str, said: tuple[str, str]
) -> None:
    with pytest.raises(InvalidInput) as raised:
        assumed(reading(**status), text)

    (problem,) = raised.value.problems
    assert problem.message == f"--assume mx1.{name}: the unit says otherwise"
    assert (problem.seen, problem.expected) == said
    assert problem.next == "leave the assumption out, or find out why the unit says so"


def test_what_is_assumed_of_a_unit_that_was_not_asked_changes_nothing() -> None:
    found = reading(in_sync=True)
    assumptions = parse_assumptions(("mx2.in_sync=false",), UNITS, farm=False)

    assert assumptions.applied_to({"mx1": found}) == {"mx1": found}
