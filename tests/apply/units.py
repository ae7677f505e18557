"""Units that hold their rows in memory, go wrong on demand, and change as time passes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from hacfg.apply.carrier import Carrier
from hacfg.apply.events import ApplyResult, Event
from hacfg.apply.executor import Execution
from hacfg.apply.live import Seen
from hacfg.apply.person import Person
from hacfg.apply.waiting import Clock
from hacfg.errors import HacfgError, LeaseLost, Problem, ReplyLost, UnitError
from hacfg.fortimail.roles import Role
from hacfg.plan.steps import (
    ActionStep,
    Agent,
    AnyStep,
    EffectStep,
    Gate,
    ManualStep,
    SetStep,
    WaitStep,
)
from hacfg.plan.values import PlanState
from hacfg.source import OnUnit
from hacfg.state import Address, Attributes, Secret, Value
from hacfg.store.records import EntryType

Rows = dict[Address, dict[str, Value]]

HA = Address("mx1", "ha")
STATUS = Address("mx1", "ha_status")
ROW = Address("mx1", "syslog", "192.0.2.50:514")


class Time:
    """A clock that only sleeping moves on; what is due happens while it sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.due: list[tuple[float, Callable[[], None]]] = []

    def at(self, when: float, happens: Callable[[], None]) -> None:
        self.due.append((when, happens))

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds
        for item in [item for item in self.due if item[0] <= self.now]:
            self.due.remove(item)
            item[1]()

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now, self.sleep)


@dataclass
class FakeUnit:
    """One unit: its rows, what was sent to it, and what goes wrong."""

    name: str
    rows: Rows
    sent: list[int] = field(default_factory=list)
    looks: int = 0
    away: UnitError | None = None
    """What every look raises until it is taken away."""
    faults: Mapping[int, tuple[bool, UnitError | None]] = field(default_factory=dict)
    """Step to whether its write takes effect, and what the write raises."""
    joined: list[Callable[[], None]] = field(default_factory=list)
    logins: int = 0
    acts: Role | UnitError = "off"
    """The role that its agent tells, or why it does not."""
    holds: int | UnitError = 0
    """Messages in its mail queues, or why its agent does not tell."""

    def look(self, addresses: Iterable[Address]) -> Seen:
        self.looks += 1
        if self.away:
            raise self.away
        mine = [address for address in addresses if address.owner == self.name]
        return {address: self.rows.get(address) for address in mine}

    def carry_out(self, step: SetStep | ActionStep) -> None:
        self.sent.append(step.number)
        takes_effect, error = self.faults.get(step.number, (True, None))
        if takes_effect:
            self.take(step.after)
        if error:
            raise error

    def take(self, after: PlanState) -> None:
        for address, values in after.items():
            if values is None:
                self.rows.pop(address, None)
            else:
                self.rows.setdefault(address, {}).update(values)

    def own_rows(self, kinds: Iterable[str]) -> list[str]:
        return [f"{a.kind} {a.key}" for a in sorted(self.rows) if a.kind in kinds]

    def use_joined_account(self) -> bool:
        if not self.joined:
            return False
        self.logins += 1
        self.joined.pop()()
        return True

    def acts_as(self, _: Agent, /) -> Role:
        if isinstance(self.acts, UnitError):
            raise self.acts
        return self.acts

    def queued(self, _: Agent, /) -> int:
        if isinstance(self.holds, UnitError):
            raise self.holds
        return self.holds


def problem(text: str) -> Problem:
    return Problem(text, OnUnit("mx1"))


LOST = ReplyLost(problem("no answer came"))


def setting(
    number: int, before: dict[str, Value], after: dict[str, Value], **more: PlanState
) -> SetStep:
    """Return a step that sets attributes of HA."""
    return SetStep(
        number=number, unit="mx1", procedure="p", reason="r", title=f"set {number}",
        kind="ha", operation="update", attributes=after,
        before={HA: before, **more.get("relied", {})},
        after={HA: {n: v for n, v in after.items() if not isinstance(v, Secret)}},
        inverse={},
    )  # fmt: skip  # what matters is the values


def row(number: int, *, creates: bool) -> SetStep:
    """Return a step that makes or removes a row."""
    values: dict[str, Value] = {"server": "192.0.2.50", "port": 514}
    states: list[Attributes | None] = [None, values]
    before, after = states if creates else reversed(states)
    return SetStep.model_validate(
        {
            **setting(number, {}, {}).model_dump(),
            "kind": "syslog",
            "key": ROW.key,
            "operation": "create" if creates else "delete",
            "attributes": values if creates else {},
            "before": {ROW: before},
            "after": {ROW: after},
        }
    )


def by_hand(number: int, before: PlanState, after: PlanState) -> ManualStep:
    return ManualStep(
        number=number, unit="mx1", procedure="p", reason="r", title="type it",
        before=before, after=after, lines=["config system ha"], why_manual="not sure", inverse={},
    )  # fmt: skip  # what matters is the values


def wait(number: int, **gate: object) -> WaitStep:
    known = {
        "condition": "role",
        "unit": "mx1",
        "expect": {STATUS: {"effective_mode": "primary"}},
        "timeout": 30,
        "source": "rest",
        "wording": "mx1 acts as primary",
    }
    return WaitStep(
        number=number, unit="mx1", procedure="p", reason="r",
        gate=Gate.model_validate({**known, **gate}),
    )  # fmt: skip  # what matters is the gate


@dataclass
class Book:
    """A journal that is kept in memory, with what an earlier attempt wrote."""

    lines: list[str] = field(default_factory=list)
    sent_before: set[int] = field(default_factory=set)
    refuses: HacfgError | None = None
    """What the next intent raises."""
    lost: bool = False
    on_note: Callable[[str], None] = lambda _: None  # a default of a field

    def intent(self, step: EffectStep, /) -> None:
        if self.refuses:
            raise self.refuses
        self.lines.append(f"intent {step.number}")

    def note(self, step: AnyStep, type_: EntryType, note: str = "", /) -> None:
        self.lines.append(f"{type_} {step.number}: {note}".removesuffix(": "))
        self.on_note(type_)

    def failed(self, step: AnyStep, problem: Problem, /) -> None:
        self.lines.append(f"failed {step.number}: {problem.message}")

    def intended(self, step: AnyStep, /) -> bool:
        return step.number in self.sent_before

    def is_lost(self) -> bool:
        return self.lost

    def check(self) -> None:
        if self.lost:
            raise LeaseLost(Problem("the lock was lost"))


@dataclass
class Trial:
    """One run over fake units, and all that it told."""

    unit: FakeUnit
    time: Time = field(default_factory=Time)
    person: Person = field(default_factory=Person)
    events: list[Event] = field(default_factory=list)
    book: Book = field(default_factory=Book)
    asked_to_stop: Callable[[], bool] = lambda: False  # a default of a field

    def run(
        self,
        *steps: AnyStep,
        begun: int = 0,
        wrote: bool = False,
        ends: PlanState | None = None,
    ) -> ApplyResult:
        carrier = Carrier(
            {self.unit.name: self.unit},
            self.person,
            self.time.clock,
            self.events.append,
            self.asked_to_stop,
            self.book,
            wrote=wrote,
        )
        return Execution(carrier).run("run1", steps, begun, ends or {})

    @property
    def told(self) -> list[str]:
        """What was told, but for the waiting: `done 1`."""
        return [f"{e.type} {e.step.number}" for e in self.events if e.type != "waiting"]


def outcomes(result: ApplyResult) -> list[str]:
    return [step.outcome for step in result.steps]
