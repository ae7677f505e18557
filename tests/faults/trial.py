"""A blank group whose primary has a good configuration, and the plan that builds it."""

import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hacfg.apply.events import ApplyResult
from hacfg.errors import HacfgError
from hacfg.plan.backup import vouched_as, wanted
from hacfg.plan.document import PlanDocument
from hacfg.plan.rehearsal.hazards import Look, look
from hacfg.plan.steps import WaitStep
from hacfg.usecases.digesting import compare_secrets
from hacfg.usecases.options import PlanOptions
from tests.end_to_end.group import UNVERIFIED, SimulatedGroup, fast_clock, simulated
from tests.faults.stores import FileStore, TrialStore

ALLOWED = UNVERIFIED | {"storage-change"}
RECOVERING = ALLOWED | {"role-change", "config-overwrite"}
"""What a person allows who reads that two units lead, and what mends it."""
GOOD = "customer.example"
"""The domain that the good configuration holds, and that no step may ever overwrite."""
HURRY = 8
"""A gate is looked at a few times only: nothing happens between two looks."""
START, STOP = "start", "stop"


@dataclass
class Trial:
    """The group, its plan, and what was told; both can be put back."""

    group: SimulatedGroup
    document: PlanDocument
    store: TrialStore
    served: bool
    """Whether mail flowed when it began."""
    told: list[str] = field(default_factory=list)
    planned: dict[str, PlanDocument] = field(default_factory=dict)
    """Plans by what they were made from: the same input gives the same plan."""

    def begin_again(self) -> None:
        """Let everything be as before the apply."""
        self.group.door.go_back(START)
        self.store.empty()
        self.group.events = []
        self.told = []

    def keep(self) -> None:
        """Remember how everything is where the apply has stopped."""
        self.group.door.mark(STOP)
        self.store.keep()

    def go_back(self) -> None:
        """Let everything be as it was where the apply stopped."""
        self.group.door.go_back(STOP)
        self.store.put_back()

    def apply(self, document: PlanDocument | None = None) -> ApplyResult:
        plan = document or self.document
        return self.group.apply(plan, attested=vouched(plan), clock=fast_clock(HURRY))

    def resume(self) -> ApplyResult:
        return self.group.resume(attested=vouched(self.document), clock=fast_clock(HURRY))

    def plan_and_apply(self) -> ApplyResult:
        document = self.plan()
        if not document.hacfg.steps and document.complete:
            return ApplyResult("", ())
        return self.apply(document)

    def plan(self) -> PlanDocument:
        """Plan anew; where two units lead, as the refusal says: with --recover."""
        document = self._plan(ALLOWED)
        if any(notice.id == "condition" for notice in document.hacfg.lacking):
            return self._plan(RECOVERING, recover=True)
        return document

    def _plan(self, allow: frozenset[str], *, recover: bool = False) -> PlanDocument:
        # A point stops where its neighbours do. Were this plan not of the live units, apply, which
        # holds it against them, would refuse it.
        group = self.group
        options = PlanOptions(group.environ, store=group.store)
        known = compare_secrets(group.loaded, options)
        words = repr((recover, group.engine.group, group.door.dump(), known))
        if words not in self.planned:
            self.planned[words] = group.plan(allow, recover=recover)
        return self.planned[words]

    def ended(self, work: Callable[[], ApplyResult | None]) -> str:
        """Do it and say in words how it ended."""
        try:
            result = work()
        except HacfgError as error:
            self.told.append(repr(error.problems))
            return f"error {type(error).__name__}: {error.problems[0].message}"
        if result is None:
            return "killed"
        self.told.append(repr(result))
        return "done" if result.stopped is None else f"stopped: {result.stopped.message}"


def vouched(document: PlanDocument) -> frozenset[str]:
    """Return what a person vouches for who is asked about every step that needs one."""
    steps = document.hacfg.steps
    waits = [step for step in steps if isinstance(step, WaitStep)]
    gates = {f"{s.gate.attestation}@{s.number}" for s in waits if s.gate.source == "person"}
    return frozenset(gates | {vouched_as(question) for question in wanted(steps)})


def seen(group: SimulatedGroup) -> Look:
    """Return what the rehearsal would say of the group as it stands."""
    engine = group.engine
    every = frozenset(unit.account for unit in engine.group.units)
    return look(engine.world, engine.group, [every] * len(engine.group.units), frozenset())


@contextmanager
def trial(story: str, store: Callable[[Path], TrialStore] = FileStore) -> Generator[Trial]:
    """Simulate the group of a story, and plan for it."""
    with tempfile.TemporaryDirectory() as name, simulated(story, Path(name)) as group:
        made = store(Path(name))
        group.store_url = made.url
        made.empty()
        group.door.create("mx1", "domain", GOOD, {})
        one = Trial(group, group.plan(ALLOWED), made, seen(group).served)
        group.door.mark(START)
        yield one
