"""A plan's document: what it says of its origin, its units, its proof and what it lacks."""

from dataclasses import replace

import pytest

from hacfg import __version__
from hacfg.errors import Problem
from hacfg.fortimail.dialect import dialect_digest
from hacfg.fortimail.reading import Reading
from hacfg.plan.compose import Shown, bound, compose
from hacfg.plan.document import plan_id
from hacfg.plan.ours import UnitPlan
from hacfg.plan.proof import Guarded, Way
from hacfg.plan.views import change_view, planned_values, resource_change
from tests.plan.core.documents import ORIGIN, composed, proof
from tests.plan.core.parts import SILENT
from tests.plan.groups import Json, declared, group, plan
from tests.rehearsal.scenarios import document, prepared


def test_a_plan_says_what_it_was_made_from() -> None:
    found = prepared("settings", "7.2")
    whole = composed(found.made)
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
    whole = composed(found.made, shown=shown)
    said = whole.hacfg

    assert said.steps == list(found.outline.steps)
    assert said.bound == bound(found.outline.steps) != {}
    assert said.ends == found.outline.ends != {}
    assert said.changes == [change_view(one, found.situation) for one in found.changes] != []
    assert (said.proof, said.explained, said.ways) == (shown.proof, shown.explained, shown.ways)
    assert whole.planned_values == planned_values(found.desired)
    assert whole.resource_changes == [
        resource_change(one, found.desired, found.actual) for one in found.changes
    ]
    bare = composed(found.made).hacfg
    assert (bare.proof, bare.explained, bare.ways) == (None, [], [])
    name = found.situation.primary.dialect.dialect
    assert said.dialects == {name: found.situation.primary.dialect.model_dump(mode="json")}
    assert said.dialect_digests == {name: dialect_digest(found.situation.primary.dialect)}


def test_a_plan_says_how_each_unit_is_reached_and_what_was_seen_of_it() -> None:
    wanted = document("7.2")
    wanted["units"][1]["api"]["after_join"] = {"username": "shared", "password": {"env": "P"}}
    one = group(wanted)

    first, second = composed(plan(one, one.readings(one.blank())).made).hacfg.units

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

    said = composed(made).hacfg

    assert said.generation == generation
    assert list(said.dialects) == list(said.dialect_digests) == sorted(said.dialects)


def test_without_a_declared_entry_a_plan_names_none() -> None:
    wanted: Json = document("7.2")
    del wanted["mail_entry"]
    one = group(wanted)

    assert composed(plan(one, one.readings(one.blank())).made).hacfg.mail_entry is None
