"""Use cases that do what a test wants, and remember what they were asked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from hacfg.apply.events import ApplyResult, Event, StepResult, Tell
from hacfg.cli.main import run
from hacfg.cli.usecases import Usecases
from hacfg.errors import Problem
from hacfg.plan.document import PlanDocument, to_json
from hacfg.topology.load import Loaded
from hacfg.usecases.checking import Checked
from hacfg.usecases.drifting import Drifted
from hacfg.usecases.options import (
    ApplyOptions,
    CheckOptions,
    DriftOptions,
    PlanOptions,
    StatusOptions,
    StoreChoice,
)
from hacfg.usecases.past import NO_PAST, Past
from hacfg.usecases.standing import Group, Standing

Act = Callable[[PlanDocument, ApplyOptions, Tell, Callable[[], bool]], ApplyResult]


class Screen(StringIO):
    """A terminal that remembers what was written, and holds what a person types."""

    def isatty(self) -> bool:
        return True


def loaded(name: str = "mail-east", file: str = "topology.yaml") -> Loaded:
    topology = SimpleNamespace(name=name, mode="active-passive", units=["mx1", "mx2"])
    return cast("Loaded", SimpleNamespace(topology=topology, path=Path(file)))


def carried_out(document: PlanDocument, tell: Tell) -> ApplyResult:
    """Say that every step was done."""
    steps = document.hacfg.steps
    for step in steps:
        tell(Event("started", step))
        tell(Event("done", step, 0.1, "read back"))
    return ApplyResult("7f3a", tuple(StepResult(s.number, "done", 0.1) for s in steps), wrote=True)


def stopped_after(document: PlanDocument, tell: Tell, number: int) -> ApplyResult:
    """Say that a step failed after others had been carried out."""
    results: list[StepResult] = []
    for step in document.hacfg.steps:
        ended = "done" if step.number < number else "failed"
        if step.number > number:
            results.append(StepResult(step.number, "not-started"))
            continue
        tell(Event("started", step))
        tell(Event("done" if ended == "done" else "failed", step, 0.1))
        results.append(StepResult(step.number, "done" if ended == "done" else "failed"))
    stopped = Problem("mx2 answered 403 twice")
    return ApplyResult("7f3a", tuple(results), stopped, wrote=number > 1)


def do_all(
    document: PlanDocument, _: ApplyOptions, tell: Tell, __: Callable[[], bool]
) -> ApplyResult:
    return carried_out(document, tell)


@dataclass(slots=True)
class Fakes:
    """What the use cases answer, and what they were asked."""

    groups: Sequence[Loaded] = field(default_factory=lambda: (loaded(),))
    plans: dict[str, PlanDocument | Exception] = field(default_factory=dict)
    load_error: Exception | None = None
    act: Act = do_all
    checks: dict[str, Checked | Exception] = field(default_factory=dict)
    checked: list[CheckOptions] = field(default_factory=list)
    drifts: dict[str, Drifted | Exception] = field(default_factory=dict)
    drift_asked: list[DriftOptions] = field(default_factory=list)
    standings: dict[str, list[Standing | Exception]] = field(default_factory=dict)
    pasts: dict[str, Past] = field(default_factory=dict)
    remembered: list[StoreChoice] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    asked: list[PlanOptions] = field(default_factory=list)
    applied: list[ApplyOptions] = field(default_factory=list)

    def run(self, *arguments: object) -> int:
        return run([str(argument) for argument in arguments], self.usecases)

    @property
    def usecases(self) -> Usecases:
        return Usecases(
            load=self._load,
            plan_group=self._plan,
            check_group=self._check,
            drift_group=self._drift,
            standing_of=lambda one, options: replace(
                self._stand(one), past=options.past[one.topology.name]
            ),
            open_group=self._open,
            remember=self._remember,
            write_plan=_write,
            read_plan=lambda path: PlanDocument.model_validate_json(path.read_text()),
            apply_plan=self._apply,
        )

    def _load(self, paths: Sequence[Path], dialects: Sequence[Path]) -> tuple[Loaded, ...]:
        assert all(isinstance(path, Path) for path in [*paths, *dialects])
        if self.load_error:
            raise self.load_error
        return tuple(self.groups)

    def _plan(self, one: Loaded, options: PlanOptions) -> PlanDocument:
        self.asked.append(options)
        found = self.plans[one.topology.name]
        if isinstance(found, Exception):
            raise found
        return found

    def _check(self, one: Loaded, options: CheckOptions) -> Checked:
        self.checked.append(options)
        found = self.checks[one.topology.name]
        if isinstance(found, Exception):
            raise found
        return found

    def _drift(self, one: Loaded, options: DriftOptions) -> Drifted:
        self.drift_asked.append(options)
        found = self.drifts[one.topology.name]
        if isinstance(found, Exception):
            raise found
        return found

    def _stand(self, one: Loaded) -> Standing:
        found = self.standings[one.topology.name].pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    def _remember(self, choice: StoreChoice, groups: Sequence[Loaded]) -> Mapping[str, Past]:
        self.remembered.append(choice)
        names = [one.topology.name for one in groups]
        return {name: self.pasts.get(name, NO_PAST) for name in names}

    @contextmanager
    def _open(self, one: Loaded, _: StatusOptions) -> Iterator[Group]:
        self.opened.append(one.topology.name)
        yield cast(
            "Group", SimpleNamespace(look=lambda _now, past: replace(self._stand(one), past=past))
        )

    def _apply(
        self,
        document: PlanDocument,
        options: ApplyOptions,
        tell: Tell,
        should_stop: Callable[[], bool],
    ) -> ApplyResult:
        self.applied.append(options)
        return self.act(document, options, tell, should_stop)


def _write(document: PlanDocument, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_json(document))
