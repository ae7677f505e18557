"""Wherever a group is found, a plan is refused with a reason, or leads home under any one fault."""

import random
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from hacfg.fortimail.ha import FACTS, World
from hacfg.fortimail.ha import Group as ModelGroup
from hacfg.plan.rehearsal.stage import set_stage
from hacfg.plan.rehearsal.starts import find_starts
from hacfg.state import UNKNOWN, Address
from tests.plan.groups import PARTS, Group, Planned, group, plan
from tests.plan.simulated import Rows, carry_out
from tests.plan.worlds import FIRMWARES, ON_FAILURE, at_rest, on_units, other_value
from tests.rehearsal.scenarios import ALLOWED, document, healthy, show, use
from tests.rehearsal.walks import Walk, walk

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


def gone_home(one: Group, found: Planned, facts: frozenset[str], choice: random.Random) -> str:
    """Apply under one fault and plan again until nothing is left; return what is in the way."""
    stage = set_stage(found.situation)
    world = World(stage.generation, facts)
    start = choice.choice(find_starts(world, found.situation, stage)).group
    way = walk(world, stage, [*found.outline.steps], start, choice, faulty=True)
    for _ in range(ROUNDS):
        found = _again(one, way, start, found)
        if "question" in found.lacking:
            return ""
        if not found.outline.steps:
            return "; ".join(n.message for n in (*found.outline.lacking, *found.outline.later))
        passwords = {n: u.hb.password for n, u in zip(stage.names, way.group.units, strict=True)}
        stage = replace(set_stage(found.situation), passwords=passwords)
        start = way.group
        way = walk(world, stage, [*found.outline.steps], start, choice, faulty=False)
    return "planning again goes on for ever"


def _again(one: Group, way: Walk, start: ModelGroup, found: Planned) -> Planned:
    readings = way.readings(start, found.readings)
    return plan(one, readings, ALLOWED, recover=True)


Chance = st.randoms(use_true_random=False)
Facts = st.sets(st.sampled_from(sorted(FACTS)))
patient = settings(suppress_health_check=[HealthCheck.too_slow])


@settings(patient, max_examples=40)
@given(found_groups(), Chance, Facts)
def test_a_plan_is_refused_with_a_reason_or_leads_home_under_any_single_fault(
    found: Found, choice: random.Random, facts: set[str]
) -> None:
    leads_home_or_says_why(found, choice, facts)


@pytest.mark.slow
@settings(patient, max_examples=1000, derandomize=False)
@given(found_groups(), Chance, Facts)
def test_so_it_does_for_many_more_groups(
    found: Found, choice: random.Random, facts: set[str]
) -> None:
    leads_home_or_says_why(found, choice, facts)


def leads_home_or_says_why(found: Found, choice: random.Random, facts: set[str]) -> None:
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
    assert gone_home(found.one, one, frozenset(facts), choice) == ""
