"""What each step of a plan is there for, and what would make a refused plan safe.

Both are found by rehearsing: the plan without a step; the plan with one more thing known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from hacfg.fortimail.ha.facts import FACTS
from hacfg.fortimail.reading import Reading
from hacfg.plan.assumed import Assumptions
from hacfg.plan.made import Made
from hacfg.plan.making import Material, brief_of, make, prove
from hacfg.plan.proof import Guarded, Proof, Story, Way
from hacfg.plan.rehearsal import rehearse
from hacfg.plan.rehearsal.cutoff import choose_cast
from hacfg.plan.steps import AnyStep


def explain(material: Material, made: Made, readings: Mapping[str, Reading]) -> list[Guarded]:
    """Return for each step what the plan may come to without it."""
    cast = choose_cast(made.situation, made.outline.steps)
    known = material.assumptions.applied_to(readings)
    worlds = [frozenset[str](), *(frozenset({fact}) for fact in FACTS), frozenset(FACTS)]
    brief = replace(brief_of(material, made, cast), worlds=worlds)

    def without(step: AnyStep) -> Guarded:
        rest = [one for one in cast.steps if one.number != step.number]
        proof = rehearse(cast.situation, rest, None, known, brief) if rest else None
        return _guarded(step, proof.stories if proof else [])

    return [without(step) for step in cast.steps]


def _guarded(step: AnyStep, stories: Sequence[Story]) -> Guarded:
    if not stories:
        return Guarded(step=step.number)
    # That the plan does not end as declared without a step is true of every one that writes.
    worst = min(stories, key=lambda story: story.rule == "S6")
    fault = next((line.text for line in worst.lines if line.sort in {"fault", "stop"}), "")
    return Guarded(
        step=step.number, rule=worst.rule, title=worst.title, fault=fault, world=worst.world
    )


@dataclass(frozen=True, slots=True)
class Try:
    """One thing that may make a plan safe."""

    words: str
    command: str
    material: Material


def nearest_ways(
    material: Material, proof: Proof | None, readings: Mapping[str, Reading]
) -> list[Way]:
    """Return what would make an unsafe plan safe, each rehearsed, what takes least first."""
    if proof is None or proof.safe:
        return []
    return [way for one in _tries(material, proof) for way in _way(one, readings)]


def _way(one: Try, readings: Mapping[str, Reading]) -> Iterator[Way]:
    made = make(one.material, readings)
    proof = prove(one.material, made, readings)
    if proof is not None and proof.safe:
        yield Way(words=one.words, command=one.command, states=proof.states)


def _tries(material: Material, proof: Proof) -> Iterator[Try]:
    for name in _settling(proof):
        fact, _, value = name.removeprefix("fact.").partition("=")
        words = f"if you know that {'it is so' if value == 'true' else 'it is not so'}: "
        known = {**material.assumptions.facts, fact: value == "true"}
        yield Try(
            words + FACTS[fact].words,
            f"--assume {name}",
            _assuming(material, replace(material.assumptions, facts=known)),
        )
    for unit in material.topology.units:
        kept = material.assumptions.kept_accounts | {unit.name}
        if any(story.danger == "astray" for story in proof.stories):
            yield Try(
                f"if hacfg's account on {unit.name} works there after it joined",
                f"--assume {unit.name}.accounts=kept",
                _assuming(material, replace(material.assumptions, kept_accounts=kept)),
            )
    yield from _other_roles(material)


def _settling(proof: Proof) -> Sequence[str]:
    """Return what may settle it if a person knew it; in a world of several facts any of them."""
    found = [
        story.settled_by or [f"fact.{fact}=false" for fact in story.world]
        for story in proof.stories
    ]
    return [*dict.fromkeys(chain.from_iterable(found))]


def _other_roles(material: Material) -> Iterator[Try]:
    """Yield the topology in which another unit is the primary: roles stay as they are."""
    units = material.topology.units
    first = material.topology.primary
    for other in units:
        if other.name != first.name and other.state == "present":
            roles = {first.name: "secondary", other.name: "primary"}
            changed = [
                unit.model_copy(update={"role": roles.get(unit.name, unit.role)}) for unit in units
            ]
            topology = material.topology.model_copy(update={"units": changed})
            yield Try(
                f"declare {other.name} primary and {first.name} secondary",
                "",
                replace(material, topology=topology),
            )


def _assuming(material: Material, assumptions: Assumptions) -> Material:
    return replace(material, assumptions=assumptions)
