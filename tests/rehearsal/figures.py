"""What rehearsing every scenario in all worlds comes to."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from hacfg.fortimail.ha import FACTS
from hacfg.plan.making import prove
from hacfg.plan.proof import Proof
from hacfg.plan.rehearsal.ending import Ending
from hacfg.plan.rehearsal.rehearse import Rehearsal
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.rehearsal.stage import set_stage
from tests.plan.groups import Planned
from tests.rehearsal.rehearsing import World
from tests.rehearsal.scenarios import prepared

TOGETHER = 3
"""How many doubtful facts are taken to hold at once, beside all of them."""
HEAD = "| scenario | generation | worlds | states | transitions | planned again | seconds |"


@dataclass(frozen=True)
class Figures:
    """What one plan came to in all worlds."""

    name: str
    firmware: str
    proof: Proof
    seconds: float

    def __str__(self) -> str:
        generation = "per-unit" if self.firmware == "7.2" else "shared"
        proof = self.proof
        counts = (len(proof.worlds), proof.states, proof.transitions, proof.ends)
        numbers = " | ".join(f"{count:,}" for count in counts)
        return f"| {self.name} | {generation} | {numbers} | {self.seconds:.1f} |"


def worlds_of(one: Planned) -> list[World]:
    """Return the worlds of all facts that a rule asks for on the way of a plan."""
    stage = set_stage(one.situation, one.material.named_secrets, one.material.mandate.source)
    script = write_script(stage, one.outline.steps)
    ending = Ending(stage, script, one.made.goal, one.situation.topology.ha.on_failure)
    run = Rehearsal(one.situation, stage, script, ending, None, one.readings)
    for facts in (frozenset[str](), frozenset(FACTS)):
        run.play(facts, again=False)
    return list(_all_worlds(sorted(run.asked)))


def _all_worlds(facts: list[str]) -> Iterator[World]:
    """Yield all sets of as many facts as are taken to hold together, or of fewer, and the union."""
    for size in range(min(TOGETHER, len(facts)) + 1):
        yield from map(frozenset, combinations(facts, size))
    if len(facts) > TOGETHER:
        yield frozenset(facts)


def in_all_worlds(name: str, firmware: str) -> Figures:
    """Rehearse a scenario in all worlds."""
    one = prepared(name, firmware)
    begin = time.perf_counter()
    proof = prove(one.material, one.made, one.readings, worlds_of(one))
    assert proof is not None
    return Figures(name, firmware, proof, time.perf_counter() - begin)


def table(found: Iterable[Figures]) -> Iterator[str]:
    """Yield the table, with a row of sums."""
    rows = list(found)
    yield HEAD
    yield "|---|---|" + "---:|" * 5
    yield from map(str, rows)
    proofs = [row.proof for row in rows]
    sums = (
        sum(len(proof.worlds) for proof in proofs),
        sum(proof.states for proof in proofs),
        sum(proof.transitions for proof in proofs),
        sum(proof.ends for proof in proofs),
    )
    numbers = " | ".join(f"{number:,}" for number in sums)
    yield f"| together | | {numbers} | {sum(row.seconds for row in rows):.1f} |"
