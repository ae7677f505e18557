"""A rehearsal for machines: one document, with a schema of its own."""

from typing import Literal

from hacfg.apply.events import Outcome
from hacfg.plan.values import Part, PlanAddress, PlanValue
from hacfg.report.one_line import one_line
from hacfg.usecases.rehearsing.play import Rehearsal
from hacfg.usecases.rehearsing.timeline import outages

FORMAT_VERSION = "1.0"


class FaultView(Part):
    """One fault that was asked for."""

    subject: str
    """A unit, a heartbeat link, or `all`."""
    name: str
    """What happens to it."""
    step: int
    """At the beginning of which step."""


class MomentView(Part):
    """One thing that happened, with the group right after it."""

    seconds: float
    """Lab time since the start."""
    step: int
    """The step under way; 0 before the first."""
    sort: Literal["start", "step", "fault", "no-fault", "person", "move", "end"]
    """What it is: no-fault could not happen; person: the rehearsal did what a person does."""
    words: str
    """The same for people; for a step how it was verified, or why it failed."""
    outcome: str
    """How a step ended: done, skipped or failed; empty for all else."""
    acts: dict[str, str]
    """What each unit acts as."""
    mail: list[str]
    """The units that take mail at an address that senders use."""


class StepView(Part):
    """How one step ended."""

    number: int
    """The step."""
    outcome: Outcome
    """How it ended."""
    seconds: float
    """Lab time that it took."""
    note: str
    """How it was verified, or why it failed."""


class StoppedView(Part):
    """Why apply would stop."""

    where: str
    """Unit, resource and field."""
    message: str
    """What is wrong."""
    seen: str
    """What was seen."""
    expected: str
    """What was expected."""
    next: str
    """What to do."""


class DifferenceView(Part):
    """One attribute that is not as the plan would leave it."""

    address: PlanAddress
    """The resource."""
    attribute: str
    """The attribute; empty for the resource itself."""
    expected: PlanValue
    """As the plan would leave it."""
    actual: PlanValue
    """As it is."""


class OutageView(Part):
    """A time in which nobody took mail, after somebody did."""

    first: int
    """Step under way when it began."""
    last: int
    """Step under way when it was over."""
    seconds: float
    """Lab time that it took."""
    over: bool
    """Whether it was over before the end."""


class RehearsalDocument(Part):
    """The result of `hacfg rehearse --json` for one group."""

    format_version: str = FORMAT_VERSION
    """Version of this shape."""
    group: str
    """Name of the group."""
    plan_id: str
    """Id of the plan that was played."""
    seed: int
    """Seed of the order in which units moved."""
    readings: list[str]
    """Doubtful facts that held."""
    faults: list[FaultView]
    """What was to go wrong."""
    not_copied: list[str]
    """What could not be read, and was as on a blank unit."""
    complete: bool
    """Whether the plan was played to its end; else exit 8."""
    stopped: StoppedView | None
    """Why apply would stop; null: it would not."""
    wrote: bool
    """Whether anything would be, or may be, written."""
    as_declared: bool
    """Whether the group ends as the plan would leave it."""
    differing: list[DifferenceView]
    """What is not so."""
    silent: list[str]
    """Units that do not answer at the end."""
    steps: list[StepView]
    """How each step ended."""
    moments: list[MomentView]
    """The timeline."""
    outages: list[OutageView]
    """When nobody took mail."""


def rehearsal_document(rehearsal: Rehearsal) -> RehearsalDocument:
    """Return the rehearsal as one document."""
    ours, options, result = rehearsal.document.hacfg, rehearsal.options, rehearsal.result
    return RehearsalDocument(
        group=ours.group,
        plan_id=ours.plan_id,
        seed=options.seed,
        readings=list(options.readings),
        faults=[FaultView(subject=f.subject, name=f.name, step=f.step) for f in options.faults],
        not_copied=list(rehearsal.not_copied),
        complete=result.complete,
        stopped=_stopped(rehearsal),
        wrote=result.wrote,
        as_declared=rehearsal.as_declared,
        differing=[
            DifferenceView(
                address=d.address, attribute=d.attribute, expected=d.expected, actual=d.seen
            )
            for d in rehearsal.differing
        ],
        silent=list(rehearsal.silent),
        steps=[
            StepView(number=s.number, outcome=s.outcome, seconds=s.seconds, note=s.note)
            for s in result.steps
        ],
        moments=_moments(rehearsal),
        outages=[
            OutageView(first=o.first, last=o.last, seconds=o.seconds, over=o.over)
            for o in outages(rehearsal.moments)
        ],
    )


def _moments(rehearsal: Rehearsal) -> list[MomentView]:
    return [
        MomentView(
            seconds=one.seconds,
            step=one.step,
            sort=one.sort,
            words=one.words,
            outcome=one.outcome,
            acts=dict(one.acts),
            mail=list(one.mail),
        )
        for one in rehearsal.moments
    ]


def _stopped(rehearsal: Rehearsal) -> StoppedView | None:
    problem = rehearsal.result.stopped
    if problem is None:
        return None
    return StoppedView(
        where=str(problem.where or ""),
        message=problem.message,
        seen=problem.seen,
        expected=problem.expected,
        next=problem.next,
    )


def rehearsal_json(rehearsal: Rehearsal) -> str:
    """Return the document in one line of ASCII, so that groups stay apart and nothing hides."""
    return one_line(rehearsal_document(rehearsal))


def rehearsal_schema() -> dict[str, object]:
    """Return the JSON Schema of the document."""
    return RehearsalDocument.model_json_schema(mode="serialization")
