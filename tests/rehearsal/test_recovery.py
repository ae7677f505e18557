"""Wherever a group is found, a plan is refused with a reason, or leads home under any one fault."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from hacfg.fortimail.ha import FACTS, World
from hacfg.fortimail.ha import Group as ModelGroup
from hacfg.plan.rehearsal.stage import Stage, set_stage
from hacfg.plan.rehearsal.starts import find_starts
from hacfg.state import UNKNOWN, Address
from tests.plan.groups import PARTS, Group, Planned, group, plan
from tests.plan.simulated import Rows, carry_out
from tests.plan.worlds import FIRMWARES, ON_FAILURE, at_rest, on_units, other_value
from tests.rehearsal.scenarios import ALLOWED, document, healthy, show, use
from tests.rehearsal.walks import Mishap, Walk, walk

ROUNDS = 6
WORDS = ("off", "primary", "secondary", "failed", "hold-off")


@dataclass(frozen=True)
class Found:
    """A group as it was found."""

    one: Group
    rows: Rows
    unread: tuple[str, ...]
    """Units whose role could not be read."""
    told: str

    def plan(self) -> Planned:
        """Plan the way home."""
        readings = self.one.readings(self.rows)
        for name in self.unread:
            held = readings[name].kinds["ha_status"]
            row = {Address(name, "ha_status"): {"effective_mode": UNKNOWN, "in_sync": UNKNOWN}}
            kinds = {**readings[name].kinds, "ha_status": replace(held, resources=row)}
            readings[name] = replace(readings[name], kinds=kinds)
        return plan(self.one, readings, ALLOWED, recover=True)


@st.composite
def topologies(draw: st.DrawFn) -> Group:
    mode = draw(st.sampled_from(["active-passive", "config-only"]))
    size = 2 if mode == "active-passive" else draw(st.integers(2, 4))
    parts = draw(st.frozensets(st.sampled_from(sorted(PARTS))))
    firmware, on_failure = draw(st.sampled_from(FIRMWARES)), draw(st.sampled_from(ON_FAILURE))
    return group(document(firmware, mode, size, parts, on_failure))


@st.composite
def found_groups(draw: st.DrawFn) -> Found:
    """Draw a group that was left half-way, has drifted, or has failed over, or all of it."""
    one = draw(topologies())
    told = draw(st.sampled_from(["half-built", "drifted", "shows another role", "unread"]))
    if told == "half-built":
        rows = one.blank()
        if draw(st.booleans()):
            use(rows, "mx1")
        steps = plan(one, one.readings(rows), ALLOWED).outline.steps
        done = draw(st.integers(0, len(steps)))
        rows = at_rest(one, carry_out(rows, steps[:done]), synced=draw(st.booleans()))
        return Found(one, rows, (), told)
    rows = healthy(one)
    names = [unit.name for unit in one.topology.units]
    if told == "drifted":
        _drift(draw, one, rows)
    if told == "shows another role":
        farm = "config-" if one.topology.mode == "config-only" else ""
        for name in names:
            word = draw(st.sampled_from(WORDS))
            role = f"{farm}{word}" if word in {"primary", "secondary"} else word
            show(rows, name, role, in_sync=word == "secondary" and draw(st.booleans()))
    unread = tuple(draw(st.sets(st.sampled_from(names), min_size=1))) if told == "unread" else ()
    return Found(one, rows, unread, told)


def _drift(draw: st.DrawFn, one: Group, rows: Rows) -> None:
    desired = plan(one, one.readings(rows), ALLOWED).desired
    declared = list(on_units(one, desired.state, "mx1"))
    for address, name, value in draw(
        st.lists(st.sampled_from(declared), min_size=1, max_size=3, unique_by=lambda d: d[:2])
    ):
        spec = one.dialect.kinds[address.kind]
        assert spec is not None
        rows.get(address, {})[name] = other_value(spec.fields[name], value)


@dataclass(frozen=True)
class Way:
    """A plan that is to lead home from where a group was found, in one world."""

    found: Found
    one: Planned
    world: World
    stage: Stage
    start: ModelGroup
    """Where it starts: one of the states that the group may be in."""

    def mishaps(self, choice: random.Random) -> list[Mishap]:
        """Return everything that can fail once on the way, before every action of the plan."""
        steps = [*self.one.outline.steps]
        return [*walk(self.world, self.stage, steps, self.start, choice).mishaps]

    def gone_home(self, choice: random.Random, mishap: Mishap) -> str:
        """Apply under one fault, plan again until nothing is left; return what is in the way."""
        found, stage, start, fails = self.one, self.stage, self.start, [mishap]
        for _ in range(ROUNDS):
            steps = [*found.outline.steps]
            fault = fails.pop() if fails else None
            way = walk(self.world, stage, steps, start, choice, mishap=fault)
            if way.mishap:
                event("what was to fail could not fail any more")
            found = _again(self.found.one, way, start, found)
            if "question" in found.lacking:
                return ""
            if not found.outline.steps:
                return "; ".join(n.message for n in (*found.outline.lacking, *found.outline.later))
            passwords = {
                n: u.hb.password for n, u in zip(stage.names, way.group.units, strict=True)
            }
            stage, start = replace(set_stage(found.situation), passwords=passwords), way.group
        return "planning again goes on for ever"


def _again(one: Group, way: Walk, start: ModelGroup, found: Planned) -> Planned:
    readings = way.readings(start, found.readings)
    return plan(one, readings, ALLOWED, recover=True)


Chance = st.randoms(use_true_random=False)
Facts = st.sets(st.sampled_from(sorted(FACTS)))
patient = settings(suppress_health_check=[HealthCheck.too_slow])


@settings(patient, max_examples=40)
@given(found_groups(), Chance, Facts)
def test_a_plan_is_refused_with_a_reason_or_leads_home_under_a_single_fault(
    found: Found, choice: random.Random, facts: set[str]
) -> None:
    for way in way_home(found, choice, facts):
        mishap = choice.choice(way.mishaps(choice))
        assert way.gone_home(choice, mishap) == "", mishap


@pytest.mark.slow
@settings(patient, max_examples=1000, derandomize=False)
@given(found_groups(), Chance, Facts)
def test_it_leads_home_under_any_single_fault_before_any_action(
    found: Found, choice: random.Random, facts: set[str]
) -> None:
    for way in way_home(found, choice, facts):
        for mishap in way.mishaps(choice):
            assert way.gone_home(choice, mishap) == "", mishap


def way_home(found: Found, choice: random.Random, facts: set[str]) -> Iterator[Way]:
    """Yield the way home that a plan promises, if it promises one; a refusal has its reason."""
    one = found.plan()
    if one.outline.lacking:
        assert all(notice.message and notice.next for notice in one.outline.lacking)
        event("refused by a notice")
        return
    proof = one.proof
    if proof is None or not proof.safe:
        event("nothing to do" if proof is None else "refused by a rule")
        assert proof is None or proof.stories[0].instead
        return
    if any("fact." in question or "account" in question for question in proof.questions):
        event("may have to ask")
        return
    event(f"leads home: {found.told}")
    stage = set_stage(one.situation)
    world = World(stage.generation, frozenset(facts))
    start = choice.choice(find_starts(world, one.situation, stage)).group
    yield Way(found, one, world, stage, start)
