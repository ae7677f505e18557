"""One rehearsal from its beginning to its end."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from hacfg.apply.compare import Difference, differences
from hacfg.apply.events import ApplyResult, StepResult
from hacfg.apply.live import Seen
from hacfg.errors import HacfgError, Problem, Refused
from hacfg.fortimail.ha import RefusedByUnit
from hacfg.fortimail.wire import visible
from hacfg.lab.config import LabConfig
from hacfg.lab.extra import need_extra
from hacfg.lab.readings import check_readings
from hacfg.lab.running import RunningLab, running_lab
from hacfg.plan.document import PlanDocument
from hacfg.state import Address, Attributes
from hacfg.topology.secrets import describe
from hacfg.usecases.applying import apply_plan
from hacfg.usecases.assuming import planned_assumptions
from hacfg.usecases.connecting import check_planned_hosts
from hacfg.usecases.options import ApplyOptions, StoreChoice
from hacfg.usecases.readiness import check_applyable
from hacfg.usecases.references import reference_of
from hacfg.usecases.rehearsing.copying import copy_of, not_copied
from hacfg.usecases.rehearsing.faults import FaultAt
from hacfg.usecases.rehearsing.player import Player
from hacfg.usecases.rehearsing.pointed import pointed_at
from hacfg.usecases.rehearsing.reaching import login_secrets, observed, read_units
from hacfg.usecases.rehearsing.secrets import environment, made_up, pointers
from hacfg.usecases.rehearsing.timeline import Moment


@dataclass(frozen=True, slots=True)
class RehearseOptions:
    """Choices for a rehearsal; `environ` and `secrets` are for reading the live units only."""

    environ: Mapping[str, str]
    faults: tuple[FaultAt, ...] = ()
    readings: tuple[str, ...] = ()
    """Doubtful facts that hold."""
    seed: int = 0
    secrets: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    allow_commands: bool = False


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What came of a rehearsal."""

    document: PlanDocument
    options: RehearseOptions
    moments: tuple[Moment, ...]
    result: ApplyResult
    differing: tuple[Difference, ...]
    """What is not as the plan leaves it, once the group came to rest."""
    silent: tuple[str, ...]
    """Units that do not answer at the end."""
    not_copied: tuple[str, ...]
    """What could not be read, and was as on a blank unit."""

    @property
    def as_declared(self) -> bool:
        """Tell whether the group ends as the plan would leave it."""
        return not (self.differing or self.silent)


def rehearse_plan(document: PlanDocument, options: RehearseOptions) -> Rehearsal:
    """Play a plan on a copy of its units; the units themselves are logged in to and read.

    Raises Refused for a plan that apply would refuse, InvalidInput for what the environment lacks,
    Unreachable for a unit that cannot be read, Stale if the units are not as the plan expects.
    """
    check_applyable(document)
    need_extra()
    check_readings(options.readings)
    check_planned_hosts(document, options.environ)
    logins = login_secrets(
        document, options.secrets, options.environ, allow_commands=options.allow_commands
    )
    read = read_units(document, logins, options.environ)
    live = planned_assumptions(document).applied_to(read)
    config = copy_of(document, live, seed=options.seed, facts=options.readings)
    secrets = made_up(document)
    with _lab_of(config, secrets) as lab:
        here = pointed_at(document, lab.info)
        player = Player(lab.door, options.faults, _words(document, secrets))
        player.begin()
        result = _play(here, player, secrets)
        player.rest()
        differing, silent = _at_the_end(here, secrets)
    lacking = tuple(not_copied(live))
    return Rehearsal(document, options, tuple(player.moments), result, differing, silent, lacking)


@contextmanager
def _lab_of(config: LabConfig, secrets: Mapping[str, str]) -> Generator[RunningLab]:
    """Run the copy; raise Refused where a unit says what no simulated unit can hold."""
    try:
        with running_lab(config, secrets) as lab:
            yield lab
    except RefusedByUnit as error:
        raise Refused(
            Problem(
                f"{config.name}: the units cannot be copied",
                seen=visible(error.words),
                expected="rows that the dialect knows",
                next="correct the dialect: hacfg --dialect FILE, and plan again",
            )
        ) from None


def _play(document: PlanDocument, player: Player, secrets: Mapping[str, str]) -> ApplyResult:
    # Journal and lock of a rehearsal are its own: the group's store knows of real runs only.
    with TemporaryDirectory(prefix="hacfg-rehearsal-") as folder:
        options = ApplyOptions(
            environ=environment(secrets),
            secrets=pointers(secrets, document.hacfg.secrets),
            confirm=player.confirm,
            store=StoreChoice(folder=Path(folder)),
        )
        return _applied(document, options, player)


def _applied(document: PlanDocument, options: ApplyOptions, player: Player) -> ApplyResult:
    try:
        return apply_plan(document, options, player.tell, lambda: False, player.clock)
    except HacfgError as error:
        if not player.step:
            raise
        begun = len(player.results)
        rest = (StepResult(s.number, "not-started") for s in document.hacfg.steps[begun:])
        return ApplyResult("", (*player.results, *rest), error.problems[0], wrote=False)


def _words(document: PlanDocument, secrets: Mapping[str, str]) -> dict[str, str]:
    return {
        describe(reference_of(ref)): secrets[slot] for slot, ref in document.hacfg.secrets.items()
    }


def _at_the_end(
    document: PlanDocument, secrets: Mapping[str, str]
) -> tuple[tuple[Difference, ...], tuple[str, ...]]:
    """Return what is not as the plan leaves it, and the units that do not answer."""
    wanted = _left_behind(document)
    hidden = {slot: SecretStr(value) for slot, value in secrets.items()}
    found = observed(document, hidden, {}, {address.kind for address in wanted})
    seen: Seen = {}
    for reading in found.values():
        for kind in reading.kinds.values():
            seen.update(kind.resources)
    silent = tuple(name for name, reading in found.items() if not reading.answered)
    expected = {a: values for a, values in wanted.items() if a.owner not in silent}
    return tuple(differences(expected, seen)), silent


def _left_behind(document: PlanDocument) -> dict[Address, Attributes | None]:
    """Return what is read of the units once every step took effect."""
    wanted: dict[Address, Attributes | None] = {}
    for address, attributes in _expected(document):
        before = wanted.get(address)
        wanted[address] = None if attributes is None else {**(before or {}), **attributes}
    return wanted


def _expected(document: PlanDocument) -> Iterator[tuple[Address, Attributes | None]]:
    for step in document.hacfg.steps:
        yield from (step.gate.expect if step.type == "wait" else step.after).items()
