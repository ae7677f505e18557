"""A plan's document: what it says of its origin, its units, its proof and what it lacks."""

from dataclasses import replace
from typing import Any

import pytest

from hacfg import __version__
from hacfg.errors import Problem
from hacfg.fortimail.dialect import dialect_digest
from hacfg.fortimail.reading import Reading
from hacfg.plan.compose import Origin, Shown, compose, unsafe_notices
from hacfg.plan.document import plan_id
from hacfg.plan.ours import Notice, Ours, UnitPlan
from hacfg.plan.proof import Guarded, Proof, Story, Way
from hacfg.plan.views import change_view, planned_values, resource_change
from hacfg.state import Address
from tests.plan.core.parts import SILENT
from tests.plan.groups import Json, Planned, declared, group, plan
from tests.rehearsal.scenarios import Recipe, base_port, document, fail_over, planned, prepared

REFERENCES: dict[str, Any] = {"b": {"env": "B"}, "a": {"env": "A"}}
ORIGIN = Origin(
    path="groups/east.yaml",
    allowed=frozenset({"unverified-wire", "row-removal"}),
    recover=True,
    sent=frozenset({"z", "ha.password"}),
    told=("--dialect", "mine.yaml"),
    trust={"mx2": ("PEM", None), "mx1": (None, "sha256:0f")},
    secrets=REFERENCES,
    timestamp="2026-11-26T00:00:00Z",
    seconds={"mx1": 0.12345, "mx2": 2.0},
)


def story(**values: Any) -> Story:
    """Return how a plan may end badly."""
    found = {
        "rule": "S1", "words": "never two primaries", "danger": "two-primaries",
        "title": "two primaries", "lines": [], "now": [], "instead": "wait",
    } | values  # fmt: skip  # one list
    return Story.model_validate(found)


def proof(*stories: Story) -> Proof:
    return Proof(
        steps_digest="d", safe=not stories, worlds=[], starts=1, states=1, transitions=1,
        faults=[], stories=list(stories),
    )  # fmt: skip  # one list


def ours(found: Planned, *notices: Notice, shown: Shown | None = None) -> Ours:
    return compose(ORIGIN, found.made, iter(notices), *([shown] if shown else [])).hacfg


def note(id_: str, severity: str) -> Notice:
    return Notice.model_validate({"id": id_, "severity": severity, "message": "m"})


def test_a_plan_says_what_it_was_made_from() -> None:
    found = prepared("settings", "7.2")
    whole = compose(ORIGIN, found.made, [])
    said = whole.hacfg

    assert whole.timestamp == "2026-11-26T00:00:00Z"
    assert (said.version, said.group, said.mode) == (__version__, "mail-east", "active-passive")
    assert (said.topology, said.mail_entry) == ("groups/east.yaml", "virtual-ip")
    assert said.allowed == ["row-removal", "unverified-wire"]
    assert said.sent == ["ha.password", "z"]
    assert (said.recover, said.told) == (True, ["--dialect", "mine.yaml"])
    assert list(said.secrets.items()) == [("a", {"env": "A"}), ("b", {"env": "B"})]
    assert said.measured == {"read_seconds": {"mx1": 0.123, "mx2": 2.0}}
    assert said.plan_id == plan_id(whole)
    assert said.condition == "every unit acts as configured"


def test_a_plan_holds_all_that_was_made_and_shown() -> None:
    found = prepared("settings", "7.2")
    shown = Shown(proof(), [Guarded(step=1)], [Way(words="w", states=3)])
    whole = compose(ORIGIN, found.made, [], shown)
    said = whole.hacfg

    assert said.steps == list(found.outline.steps)
    assert said.ends == found.outline.ends != {}
    assert said.changes == [change_view(one, found.situation) for one in found.changes] != []
    assert (said.proof, said.explained, said.ways) == (shown.proof, shown.explained, shown.ways)
    assert whole.planned_values == planned_values(found.desired)
    assert whole.resource_changes == [
        resource_change(one, found.desired, found.actual) for one in found.changes
    ]
    bare = ours(found)
    assert (bare.proof, bare.explained, bare.ways) == (None, [], [])
    name = found.situation.primary.dialect.dialect
    assert said.dialects == {name: found.situation.primary.dialect.model_dump(mode="json")}
    assert said.dialect_digests == {name: dialect_digest(found.situation.primary.dialect)}


def test_a_plan_says_how_each_unit_is_reached_and_what_was_seen_of_it() -> None:
    wanted = document("7.2")
    wanted["units"][1]["api"]["after_join"] = {"username": "shared", "password": {"env": "P"}}
    one = group(wanted)

    first, second = ours(plan(one, one.readings(one.blank()))).units

    assert first == UnitPlan(
        name="mx1",
        role="primary",
        url="https://192.0.2.1",
        username="hacfg",
        ca_pem=None,
        fingerprint="sha256:0f",
        after_join_username=None,
        serial="FEMX1",
        model="FE-400F",
        firmware="7.2.3",
        hostname="mx1",
        dialect="fortimail-7.2",
        configured="off",
        effective="off",
        problem="",
    )
    assert (second.role, second.ca_pem, second.fingerprint) == ("secondary", "PEM", None)
    assert second.after_join_username == "shared"


def test_of_a_unit_that_did_not_answer_a_plan_says_why_and_guesses_nothing() -> None:
    one = group(document("7.2"))
    readings = one.readings(one.blank())
    readings["mx1"] = replace(readings["mx1"], facts={"serial": "S", "model": 7})
    readings["mx2"] = Reading("mx2", problems={"": SILENT, "ha": Problem("x")})

    found = plan(one, readings)
    said = compose(replace(ORIGIN, trust={}), found.made, []).hacfg

    first, second = said.units
    assert (first.serial, first.model, first.firmware, first.hostname) == ("S", None, None, None)
    assert second.problem == "mx2 did not answer"
    assert (second.configured, second.effective, second.dialect) == ("unknown", "unknown", None)
    assert (second.ca_pem, second.fingerprint, second.serial) == (None, None, None)
    assert said.generation == "per-unit"


@pytest.mark.parametrize(
    ("silent", "upgraded", "generation"),
    [
        ((), (), "per-unit"),
        ((), ("mx1", "mx2"), "shared"),
        ((), ("mx2",), "mixed"),
        (("mx2",), ("mx2",), "per-unit"),
        (("mx1", "mx2"), (), "unknown"),
    ],
)
def test_the_generation_is_that_of_the_units_that_answered(
    silent: tuple[str, ...], upgraded: tuple[str, ...], generation: str
) -> None:
    old, new = (group(declared(firmware)) for firmware in ("7.2", "7.6"))
    found = plan(old, old.readings(old.blank()))
    on = found.situation
    units = tuple(
        replace(
            unit,
            dialect=new.dialect if unit.name in upgraded else unit.dialect,
            reading=replace(unit.reading, problems={"": SILENT} if unit.name in silent else {}),
        )
        for unit in on.units
    )
    made = replace(found.made, situation=replace(on, units=units))

    said = compose(ORIGIN, made, []).hacfg

    assert said.generation == generation
    assert list(said.dialects) == list(said.dialect_digests) == sorted(said.dialects)


def test_without_a_declared_entry_a_plan_names_none() -> None:
    wanted: Json = document("7.2")
    del wanted["mail_entry"]
    one = group(wanted)

    assert ours(plan(one, one.readings(one.blank()))).mail_entry is None


def test_errors_are_what_a_plan_lacks_and_the_rest_is_told() -> None:
    found = prepared("a used unit joins", "7.2")
    lacks = replace(found.outline, lacking=(note("own", "error"),))
    made = replace(found.made, outline=lacks)
    given = [note("e", "error"), note("w", "warning"), note("n", "note")]

    said = compose(ORIGIN, made, iter(given), Shown(proof(story()))).hacfg

    assert [one.id for one in said.lacking] == ["e", "own", "unsafe"]
    assert [one.id for one in said.notices] == ["w", "n", "backup"]


def test_what_could_not_be_read_is_told_first_and_named() -> None:
    one = group(document("7.2"))
    rows = one.blank()
    del rows[Address("mx1", "ha")]["base_port"]
    readings = one.readings(rows)
    readings["mx2"] = replace(readings["mx2"], problems={"license": SILENT})

    said = ours(plan(one, readings), note("w", "warning"))

    assert [one.id for one in said.notices] == ["unread", "w"]
    assert said.unknown == ["fortimail_ha.mx1 base_port"]


@pytest.mark.parametrize(
    ("settled_by", "next_"),
    [
        ([], "wait"),
        (["fact.a=false"], "wait; or if you know it: --assume fact.a=false"),
        (
            ["fact.a=false", "fact.b=true"],
            "wait; or if you know it: --assume fact.a=false; "
            "or if you know it: --assume fact.b=true",
        ),
    ],
)
def test_an_unsafe_plan_is_refused_for_its_shortest_story(
    settled_by: list[str], next_: str
) -> None:
    found = unsafe_notices(proof(story(settled_by=settled_by), story(title="another")))

    assert list(found) == [
        Notice(
            id="unsafe",
            severity="error",
            message="this can end in two primaries (S1: never two primaries)",
            next=next_,
        )
    ]


def test_a_safe_plan_and_one_that_was_not_rehearsed_are_not_refused() -> None:
    assert list(unsafe_notices(proof())) == []
    assert list(unsafe_notices(None)) == []


def test_what_is_left_for_a_later_plan_is_no_change_of_this_one() -> None:
    found = planned(Recipe(base_port, fail_over), "7.2")

    said = compose(ORIGIN, found.made, [])

    assert found.outline.later
    assert said.hacfg.later == list(found.outline.later)
    left = {one.address for one in found.changes} - {one.address for one in said.hacfg.changes}
    assert left == {Address("mx1", "ha"), Address("mx2", "ha")}
    assert len(said.resource_changes) == len(said.hacfg.changes)
    kept = replace(found.made, outline=replace(found.outline, later=()))
    assert len(compose(ORIGIN, kept, []).resource_changes) == len(found.changes)
