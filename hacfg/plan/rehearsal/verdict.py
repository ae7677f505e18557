"""What a rehearsal found: told as stories, the shortest first, and apart what is inherent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from hacfg.plan.proof import Inherent, Story
from hacfg.plan.rehearsal.hazards import RULES, Hazard
from hacfg.plan.rehearsal.play import Play, State
from hacfg.plan.rehearsal.starts import Start
from hacfg.plan.rehearsal.telling import fault_words, path_to, tell
from hacfg.plan.rehearsal.words import TITLES
from hacfg.plan.steps import AnyStep

TOLD = 3
"""How many dangers are told whole."""


@dataclass(frozen=True, slots=True)
class Found:
    """A danger that a plan adds, and a state that shows it."""

    hazard: Hazard
    state: State
    why: str = ""


@dataclass(slots=True)
class Verdict:
    """What one play came to."""

    play: Play
    start: Start
    at_rest: set[Hazard]
    """What the group suffers without the plan, before it or after it."""
    found: list[Found] = field(default_factory=list)
    """What the plan adds."""

    @property
    def facts(self) -> frozenset[str]:
        """The doubtful facts that hold."""
        return frozenset(self.play.world.facts)


def stories_of(verdicts: Sequence[Verdict], steps: Sequence[AnyStep]) -> list[Story]:
    """Return how the plan ends badly: one story for each rule, the shortest."""
    found = [
        (len(path_to(verdict.play, one.state)), number, verdict, one)
        for number, verdict in enumerate(verdicts)
        for one in verdict.found
    ]
    found.sort(key=lambda item: item[:2])
    chosen: dict[str, tuple[Verdict, Found]] = {}
    for _, _, verdict, one in found:
        chosen.setdefault(one.hazard.danger, (verdict, one))
    stories = [
        tell(verdict.play, steps, one.hazard, one.state, verdict.start.words, one.why)
        for verdict, one in chosen.values()
    ]
    settled = list(_settled_by(verdicts))
    others = len({(one.hazard.danger, one.hazard.unit) for *_, one in found}) - 1
    return [
        story.model_copy(update={"settled_by": settled, "others": max(others, 0)})
        for story in stories[:TOLD]
    ]


def _settled_by(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield the facts that would make the plan safe, if a person knew them."""
    # Planning again (S6) is played in some worlds only: it says nothing of the others.
    bad = {v.facts for v in verdicts if any(f.hazard.danger != "no-way-on" for f in v.found)}
    good = {verdict.facts for verdict in verdicts} - bad
    if not bad:
        return
    plain = min({verdict.facts for verdict in verdicts}, key=len)
    if plain in good:
        guilty = {next(iter(facts - plain)) for facts in bad if len(facts) == len(plain) + 1}
        if guilty and all(facts & guilty for facts in bad):
            yield from (f"fact.{fact}=false" for fact in sorted(guilty))
        return
    for facts in sorted(good, key=sorted):
        if len(facts) == len(plain) + 1:
            yield f"fact.{next(iter(facts - plain))}=true"


def inherent_of(verdicts: Sequence[Verdict]) -> list[Inherent]:
    """Return what the group suffers by itself; of worlds the one with the fewest facts is told."""
    found: dict[tuple[str, str], tuple[frozenset[str], dict[str, None]]] = {}
    for verdict in sorted(verdicts, key=lambda one: len(one.facts)):
        names = verdict.play.stage.names
        for hazard in sorted(verdict.at_rest):
            key = (RULES[hazard.danger][0], TITLES[hazard.danger])
            fault = verdict.play.graph.faults[hazard.fault]
            facts, faults = found.setdefault(key, (verdict.facts, {}))
            if facts == verdict.facts:
                words = fault_words(names, fault) if fault else "no fault"
                faults.setdefault(words)
    return [
        Inherent(rule=rule, title=title, faults=list(faults), world=sorted(facts))
        for (rule, title), (facts, faults) in found.items()
    ]
