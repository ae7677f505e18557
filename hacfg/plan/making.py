"""From what was read to a plan's steps, and to their proof: pure, so that it can be done again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hacfg.fortimail.compile import compile_topology, wanted_kinds
from hacfg.fortimail.dialect import Dialect
from hacfg.fortimail.reading import Reading
from hacfg.fortimail.regroup import find_leader, regroup
from hacfg.plan.assumed import Assumptions
from hacfg.plan.changes import Choices, Desired, find_changes
from hacfg.plan.draft import Mandate
from hacfg.plan.guards import GUARDS
from hacfg.plan.made import Made
from hacfg.plan.ours import ChangeView
from hacfg.plan.planner import make_steps
from hacfg.plan.proof import Proof, steps_digest
from hacfg.plan.rehearsal import Brief, Replan, Replanned, rehearse
from hacfg.plan.rehearsal.cutoff import Cast, choose_cast
from hacfg.plan.restoring import restored
from hacfg.plan.situation import find_situation
from hacfg.topology.models import Topology
from hacfg.topology.places import Places


@dataclass(frozen=True, slots=True)
class Material:
    """What a plan is made from beside the readings."""

    topology: Topology
    places: Places
    dialects: Mapping[str, Dialect]
    """The dialect of each unit that is not lost."""
    secret_words: Callable[[str], str]
    mandate: Mandate = field(default_factory=Mandate)
    named_secrets: frozenset[str] = frozenset()
    assumptions: Assumptions = field(default_factory=Assumptions)
    undo: tuple[ChangeView, ...] | None = None
    """Changes to be taken back: what was before them is planned, and not what is declared."""


def make(material: Material, readings: Mapping[str, Reading]) -> Made:
    """Return the plan that leads from these readings to what is declared."""
    topology = material.topology
    unseen = material.assumptions.unseen(readings)
    readings = material.assumptions.applied_to(readings)
    present = {unit.name: readings[unit.name] for unit in topology.units if not unit.lost}
    leader = find_leader(topology.primary.name, present)
    situation = find_situation(topology, present, material.dialects, leader)
    leads = leader.unit or topology.primary.name
    sheet = compile_topology(topology, material.places, material.dialects, leads)
    desired = Desired(sheet.state, sheet.at, frozenset(sheet.owned), sheet.everywhere)
    if material.undo is not None:
        desired = restored(desired, material.undo)
    actual = regroup(present, leader, wanted_kinds(topology))
    changes = find_changes(desired, actual, Choices(leads, material.named_secrets))
    mandate = replace(material.mandate, sends=material.named_secrets, vouched=unseen)
    outline = make_steps(situation, desired, changes, mandate, material.secret_words)
    return Made(situation, desired, actual, changes, outline)


def brief_of(material: Material, made: Made, cast: Cast) -> Brief:
    """Return what a rehearsal is told beside the plan."""
    assumptions = material.assumptions
    return Brief(
        rotated=material.named_secrets,
        source=material.mandate.source,
        kept_accounts=assumptions.kept_accounts,
        facts=assumptions.facts,
        assumed=assumptions.words,
        goal={a: values for a, values in made.goal.items() if a not in cast.unplayed},
    )


def prove(
    material: Material,
    made: Made,
    readings: Mapping[str, Reading],
    worlds: Sequence[frozenset[str]] | None = None,
) -> Proof | None:
    """Return what a rehearsal of the plan shows; None if there is nothing to rehearse.

    `worlds`: which to play, if not the usual ones.
    """
    if not made.outline.steps:
        return None
    cast = choose_cast(made.situation, made.outline.steps)
    known = {
        n: r for n, r in material.assumptions.applied_to(readings).items() if n not in cast.dropped
    }
    again = replanning(replace(material, topology=cast.situation.topology))
    brief = replace(brief_of(material, made, cast), worlds=worlds)
    proof = rehearse(cast.situation, cast.steps, again, known, brief)
    units = [unit.name for unit in cast.situation.everyone] if cast.dropped else []
    whole = {"steps_digest": steps_digest(made.outline.steps), "cast": units}
    return proof.model_copy(update=whole)


def material_again(material: Material, *, unsent: bool) -> Material:
    """Return what hacfg would plan again from: all guards and the way back, nothing assumed.

    `unsent`: a new HA password is still to be sent.
    """
    return replace(
        material,
        mandate=Mandate(frozenset(GUARDS), recover=True, source=material.mandate.source),
        assumptions=Assumptions(),
        named_secrets=material.named_secrets if unsent else frozenset(),
    )


def replanning(material: Material) -> Replan:
    """Return how hacfg would plan again."""

    def replan(readings: Mapping[str, Reading], unsent: bool) -> Replanned:  # noqa: FBT001  # as the rehearsal calls it
        made = make(material_again(material, unsent=unsent), readings)
        return Replanned(
            made.situation,
            made.outline.steps,
            [notice.next for notice in made.outline.lacking if notice.id == "question"],
            list(_problems(made)),
            material.mandate.source,
        )

    return replan


def _problems(made: Made) -> Iterator[str]:
    """Yield why there is no plan, where one is needed."""
    for notice in (*made.outline.lacking, *made.outline.later):
        yield notice.message
