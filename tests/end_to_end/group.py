"""A group of an example, simulated in this process: planned and applied as a user would."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from hacfg.apply.events import ApplyResult, Event
from hacfg.apply.waiting import Clock
from hacfg.fortimail.catalogue import load_catalogue
from hacfg.lab.copying import write_copy
from hacfg.lab.declared import Options, make_config
from hacfg.lab.door import Door
from hacfg.lab.engine import Engine
from hacfg.lab.running import running_lab
from hacfg.plan.document import PlanDocument
from hacfg.topology.load import Loaded
from hacfg.topology.slots import secret_slots, snmp_slots
from hacfg.usecases.applying import apply_plan
from hacfg.usecases.history import open_run
from hacfg.usecases.loading import load
from hacfg.usecases.options import ApplyOptions, PlanOptions, StoreChoice
from hacfg.usecases.planning import plan_group
from tests.topology.documents import Edit, edited

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
UNVERIFIED = frozenset({"unverified-wire"})


def fast_clock(hurry: float = 1) -> Clock:
    """Return a clock that only sleeping moves on, so many times as far, and that takes no time."""
    passed = [0.0]

    def sleep(seconds: float) -> None:
        passed[0] += hurry * seconds

    return Clock(lambda: passed[0], sleep)


@dataclass
class SimulatedGroup:
    """A lab, the topology that points at it, and the environment that its references name."""

    loaded: Loaded
    door: Door
    environ: dict[str, str]
    engine: Engine
    events: list[Event] = field(default_factory=list)
    store_url: str | None = None

    @property
    def finished(self) -> int:
        """How many steps have ended so far."""
        return sum(event.type in {"done", "skipped"} for event in self.events)

    @property
    def store(self) -> StoreChoice:
        """The store beside the topology, or the one that a test has chosen."""
        return StoreChoice(self.store_url, self.loaded.path.parent)

    def resume(self, run: str = "", **more: Any) -> ApplyResult:
        """Go on with a run, or with the only one that is open."""
        found = open_run(self.store, run)
        return self.apply(found.document, resume=found.run.id, **more)

    def plan(self, allow: frozenset[str] = UNVERIFIED, *, recover: bool = False) -> PlanDocument:
        now = "2026-11-22T12:00:00Z"
        options = PlanOptions(
            self.environ, allow=allow, timestamp=now, store=self.store, recover=recover
        )
        return plan_group(self.loaded, options)

    def apply(
        self,
        document: PlanDocument,
        *,
        should_stop: Callable[[], bool] = lambda: False,
        attested: frozenset[str] = frozenset(),
        clock: Clock | None = None,
        resume: str = "",
    ) -> ApplyResult:
        options = ApplyOptions(
            self.environ, attested=attested, store=self.store, run=resume, resume=bool(resume)
        )
        return apply_plan(document, options, self.events.append, should_stop, clock or fast_clock())

    def writes(self) -> list[tuple[str, str, str]]:
        """Return unit, method and path of every call that was no read and no login."""
        return [
            (unit, str(method), str(path))
            for unit, calls in self.door.log().items()
            for method, path, _ in calls
            if method != "GET" and "AdminLogin" not in str(path)
        ]


class Cutting(list[Event]):
    """Events of an apply; all heartbeat cables are pulled before one of them, and put back later.

    `when` is given the event that comes, and how many came before it.
    """

    def __init__(self, door: Door, when: Callable[[Event, int], bool]) -> None:
        super().__init__()
        self._door, self._when = door, when

    def append(self, event: Event) -> None:
        if self._when(event, len(self)):
            self._door.cut()
        super().append(event)


def every_other(stories: Iterable[str], shares: Iterable[float]) -> list[object]:
    """Return where each story is broken off: half of the places are for a slow run."""
    places = itertools.product(enumerate(stories), enumerate(shares))
    return [
        pytest.param(story, share, marks=pytest.mark.slow if (row + column) % 2 else ())
        for (row, story), (column, share) in places
    ]


@contextmanager
def simulated(
    story: str,
    folder: Path,
    *,
    blank: bool = True,
    time_scale: float | None = 0,
    readings: tuple[str, ...] = (),
    edits: tuple[Edit, ...] = (),
    seed: int = 0,
) -> Iterator[SimulatedGroup]:
    """Simulate the group of an example; its passwords are canaries that no output may show."""
    source = folder / "declared.yaml"
    source.write_text(edited((EXAMPLES / story / "topology.yaml").read_text(), *edits))
    (declared,) = load([source])
    slots = {**secret_slots(declared.topology), **snmp_slots(declared.topology)}
    variables = {name: slot.ref.env for name, slot in slots.items()}  # type: ignore[attr-defined]  # the examples name variables only
    secrets = {name: f"canary-{variable}" for name, variable in variables.items()}
    environ = {variables[name]: secret for name, secret in secrets.items()}
    options = Options(blank=blank, time_scale=time_scale, readings=readings, seed=seed)
    config = make_config(declared, load_catalogue(), options)
    with running_lab(config, secrets) as lab:
        write_copy(source, lab.info, folder / "topology.yaml")
        (folder / "ca.pem").write_text(lab.info.ca_pem)
        (loaded,) = load([folder / "topology.yaml"])
        yield SimulatedGroup(loaded, lab.door, environ, lab.engine)
