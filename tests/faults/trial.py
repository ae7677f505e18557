"""One case: the fault, what the group looks like afterwards, and whether going on converges."""

import sqlite3
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hacfg.apply.events import ApplyResult, Event
from hacfg.errors import HacfgError
from hacfg.plan.backup import vouched_as, wanted
from hacfg.plan.document import PlanDocument, to_json
from hacfg.plan.rehearsal.hazards import RULES, look
from hacfg.plan.steps import WaitStep
from hacfg.store.records import Entry
from hacfg.usecases.history import history, story
from tests.end_to_end.group import UNVERIFIED, SimulatedGroup, simulated
from tests.faults.cases import AT_A_CALL, CUT, FULL, KILLED, Case, Extent
from tests.faults.dying import dies_at, moments

ALLOWED = UNVERIFIED | {"storage-change"}
RECOVERING = ALLOWED | {"role-change", "config-overwrite"}
"""What a person allows who reads that two units lead, and what mends it."""
GOOD = "customer.example"
"""The domain that the good configuration holds, and that no step may ever overwrite."""
TIMEOUT = 1.0
"""Seconds that an answer is waited for."""


@dataclass
class Verdict:
    """What came of a case."""

    case: Case
    ended: str = ""
    converged: bool = False
    violations: list[str] = field(default_factory=list)
    why: str = ""
    """Why it did not converge."""
    happened: bool = True
    """Whether the fault met anything."""


@dataclass
class Trial:
    """A blank group whose primary has a good configuration, and the plan that builds it."""

    group: SimulatedGroup
    document: PlanDocument
    told: list[str] = field(default_factory=list)

    def apply(self, document: PlanDocument | None = None) -> ApplyResult:
        plan = document or self.document
        return self.group.apply(plan, attested=vouched(plan))

    def go_on(self, way: str) -> ApplyResult:
        if way == "resume":
            return self.group.resume(attested=vouched(self.document))
        document = self.plan()
        if not document.hacfg.steps and document.complete:
            return ApplyResult("", ())
        return self.apply(document)

    def plan(self) -> PlanDocument:
        """Plan anew; where two units lead, as the refusal says: with --recover."""
        document = self.group.plan(ALLOWED)
        if any(notice.id == "condition" for notice in document.hacfg.lacking):
            return self.group.plan(RECOVERING, recover=True)
        return document


def vouched(document: PlanDocument) -> frozenset[str]:
    """Return what a person vouches for who is asked about every step that needs one."""
    steps = document.hacfg.steps
    waits = [step for step in steps if isinstance(step, WaitStep)]
    gates = {f"{s.gate.attestation}@{s.number}" for s in waits if s.gate.source == "person"}
    return frozenset(gates | {vouched_as(question) for question in wanted(steps)})


@contextmanager
def trial(case_story: str, folder: Path) -> Generator[Trial]:
    with simulated(case_story, folder) as group:
        group.door.create("mx1", "domain", GOOD, {})
        yield Trial(group, group.plan(ALLOWED))


def extent(story_: str) -> Extent:
    """Measure an apply that nothing happens to."""
    with tempfile.TemporaryDirectory() as folder, trial(story_, Path(folder)) as one:
        before = {unit: len(calls) for unit, calls in one.group.door.log().items()}
        happened = moments(one.apply)
        log = one.group.door.log()
        (run_,) = history(one.group.store)
        return Extent(
            calls={unit: len(log[unit]) - before[unit] for unit in log},
            lines=len(story(one.group.store, run_.id).entries),
            moments=happened,
            events=len(one.group.events),
        )


def run(case: Case) -> Verdict:
    """Let a fault happen, look at the group, go on, look again."""
    verdict = Verdict(case)
    with tempfile.TemporaryDirectory() as folder, trial(case.story, Path(folder)) as one:
        verdict.ended = _ended(one, lambda: _begin(one, case, verdict))
        one.group.door.repair()
        said = [f"at the stop: {what}" for what in [*broken(one, case.fault), *untrue(one)]]
        _go_on(one, case, verdict)
        said += [f"at the end: {what}" for what in [*broken(one, case.fault), *untrue(one)]]
        verdict.violations = [*said, *leaked(one)]
    return verdict


def _go_on(one: Trial, case: Case, verdict: Verdict) -> None:
    one.group.environ.pop("HACFG_READ_TIMEOUT", None)
    begun = history(one.group.store)
    nothing_begun = case.way == "resume" and not (begun and begun[0].is_open)
    if verdict.ended == "done":
        said = _ended(one, lambda: one.go_on("fresh plan"))
    else:
        # What wrote nothing has no run to go on with: the plan is applied again.
        said = _ended(one, one.apply if nothing_begun else lambda: one.go_on(case.way))
    if said != "done" and case.fault == CUT:
        # Two units lead, since nothing but the cable told them; only --recover takes one back.
        said = _ended(one, lambda: one.go_on("fresh plan"))
    if said != "done":
        verdict.why = said
        return
    left = one.group.plan(ALLOWED)
    verdict.converged = left.complete and not left.resource_changes
    verdict.why = "" if verdict.converged else f"{len(left.resource_changes)} changes are left"


def _ended(one: Trial, work: Callable[[], ApplyResult | None]) -> str:
    try:
        result = work()
    except HacfgError as error:
        one.told.append(repr(error.problems))
        return f"error {type(error).__name__}: {error.problems[0].message}"
    if result is None:
        return "killed"
    one.told.append(repr(result))
    return "done" if result.stopped is None else f"stopped: {result.stopped.message}"


def _begin(one: Trial, case: Case, verdict: Verdict) -> ApplyResult | None:
    group, point = one.group, case.point
    if case.fault == KILLED:
        verdict.happened = dies_at(point, one.apply)
        return None if verdict.happened else _found(one)
    if case.fault == FULL:
        _fill(group.store.folder, point)
        try:
            return one.apply()
        finally:
            _make_room(group.store.folder)
    if case.fault == CUT:
        group.events = _Cutting(group, point)
    else:
        effect = AT_A_CALL[case.fault]
        late = {"ms": TIMEOUT * 2000} if effect == "slow" else {}
        if late:
            group.environ["HACFG_READ_TIMEOUT"] = str(TIMEOUT)
        group.door.fault(case.unit, effect, after=point, **late)
    return one.apply()


def _found(one: Trial) -> ApplyResult:
    (run_,) = history(one.group.store)
    assert run_.outcome == "done"
    return ApplyResult(run_.id, ())


class _Cutting(list[Event]):
    """Events of an apply; all heartbeat cables are pulled at one of them, and put back later."""

    def __init__(self, group: SimulatedGroup, point: int) -> None:
        super().__init__()
        self.group, self.point = group, point

    def append(self, event: Event) -> None:
        if len(self) == self.point:
            self.group.door.cut()
        super().append(event)


def _fill(folder: Path, lines: int) -> None:
    """Let the journal take so many lines more: then the disk is full."""
    from hacfg.store.opening import opened

    with opened(None, folder):
        pass
    so_many = f"(SELECT count(*) FROM hacfg_entries) >= {lines}"  # noqa: S608  # a number of ours
    then = "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    _sql(folder, f"CREATE TRIGGER no_room BEFORE INSERT ON hacfg_entries WHEN {so_many} {then}")


def _make_room(folder: Path) -> None:
    _sql(folder, "DROP TRIGGER no_room")


def _sql(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / ".hacfg" / "hacfg.db")) as connection:
        connection.execute(statement)
        connection.commit()


def broken(one: Trial, fault: str) -> Iterator[str]:
    """Yield which promises the group breaks as it stands."""
    units = one.group.door.status()["units"]
    acting = [name for name, unit in units.items() if unit["effective"] == "primary"]
    # Two lead, and may, where nothing but the cut heartbeat could have told them.
    if len(acting) > 1 and fault != CUT and one.group.loaded.topology.mode == "active-passive":
        yield f"S1 two primaries: {', '.join(acting)}"
    kinds = one.group.door.dump()["units"]["mx1"]["resources"]
    if GOOD not in kinds["domain"]:
        yield "S2 the good configuration of mx1 is gone"
    yield from _astray_or_in_danger(one)


def _astray_or_in_danger(one: Trial) -> Iterator[str]:
    """Yield what the rehearsal would say of the group as it stands: S4, and S5."""
    engine = one.group.engine
    names = [unit.name for unit in one.group.loaded.topology.units]
    every = frozenset(unit.account for unit in engine.group.units)
    seen = look(engine.world, engine.group, [every] * len(names), frozenset())
    for index in seen.astray:
        yield f"S4 hacfg's address does not lead to {names[index]}"
    for danger, index in seen.dangers:
        yield f"{' '.join(RULES[danger])}: {names[index]}"


def untrue(one: Trial) -> Iterator[str]:
    """Yield where the history does not tell what happened."""
    for run_ in history(one.group.store):
        told = story(one.group.store, run_.id)
        if [entry.seq for entry in told.entries] != list(range(1, len(told.entries) + 1)):
            yield f"the journal of {run_.id} has gaps"
        if run_.outcome == "done" and not _all_done(told.entries, len(told.document.hacfg.steps)):
            yield f"{run_.id} says that it is done, and its journal does not"
    intended = _intents(one)
    for unit, calls in one.group.door.log().items():
        accepted = [c for c in calls if _writes(c) and c[2] < 300]
        if len(accepted) > intended.get(unit, 0):
            yield f"{unit} took {len(accepted)} writes, {intended.get(unit, 0)} are in the journal"


def _intents(one: Trial) -> dict[str, int]:
    found: dict[str, int] = {}
    for run_ in history(one.group.store):
        told = story(one.group.store, run_.id)
        unit_of = {step.number: step.unit for step in told.document.hacfg.steps}
        for entry in told.entries:
            if entry.type == "intent":
                found[unit_of[entry.step]] = found.get(unit_of[entry.step], 0) + 1
    return found


def _writes(call: list[object]) -> bool:
    method, path, _ = call
    return method != "GET" and "AdminLogin" not in str(path)


def _all_done(entries: tuple[Entry, ...], steps: int) -> bool:
    ended = {e.step for e in entries if e.type in {"verified", "skipped", "gate", "asked"}}
    return ended == set(range(1, steps + 1))


def leaked(one: Trial) -> Iterator[str]:
    """Yield where a secret can be read: every one of them is a canary."""
    folder = one.group.loaded.path.parent
    for path in folder.rglob("*"):
        if path.is_file() and b"canary" in path.read_bytes():
            yield f"a secret is in {path.relative_to(folder)}"
    if "canary" in "".join([*one.told, repr(list(one.group.events)), to_json(one.document)]):
        yield "a secret was told"
