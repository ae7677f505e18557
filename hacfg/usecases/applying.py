"""Carrying out an approved plan: everything is checked before the first write."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import SecretStr

from hacfg import __version__
from hacfg.apply.carrier import Carrier
from hacfg.apply.events import ApplyResult, Tell
from hacfg.apply.executor import Execution
from hacfg.apply.journal import StoreJournal, begun_at, has_written
from hacfg.apply.live import LiveUnit
from hacfg.apply.person import Person
from hacfg.apply.waiting import Clock
from hacfg.errors import HacfgError, MissingAnswer, StoreFailed
from hacfg.fortimail.client import UnitSession
from hacfg.fortimail.wire import forget_secrets, keep_secrets
from hacfg.plan.document import PlanDocument, to_json
from hacfg.plan.steps import WaitStep
from hacfg.store import runs
from hacfg.store.keeping import Keeper
from hacfg.store.opening import Store
from hacfg.store.records import Entry, NewRun, RunOutcome
from hacfg.usecases.assuming import planned_assumptions
from hacfg.usecases.connecting import Reach, check_planned_hosts, planned_reaches, sessions
from hacfg.usecases.dialects import planned_dialects
from hacfg.usecases.digesting import digester_of
from hacfg.usecases.history import check_newest, check_unarmed
from hacfg.usecases.locking import check_alone, locked, longest_write, store_of
from hacfg.usecases.options import ApplyOptions
from hacfg.usecases.owner import new_run
from hacfg.usecases.readiness import check_applyable, check_bound, check_people, check_same_boxes
from hacfg.usecases.references import pointed, resolved

SYSTEM_CLOCK = Clock(time.monotonic, time.sleep)


@dataclass(frozen=True, slots=True)
class Order:
    """A plan that is to be carried out: with which secrets, and how its units are reached."""

    document: PlanDocument
    options: ApplyOptions
    secrets: Mapping[str, SecretStr]
    reaches: Mapping[str, Reach]
    tell: Tell
    should_stop: Callable[[], bool]
    clock: Clock

    @property
    def longest(self) -> float:
        """Seconds that one write may take at most."""
        return longest_write([reach.endpoint for reach in self.reaches.values()])


def apply_plan(
    document: PlanDocument,
    options: ApplyOptions,
    tell: Tell,
    should_stop: Callable[[], bool],
    clock: Clock = SYSTEM_CLOCK,
) -> ApplyResult:
    """Carry out exactly this plan, or go on with a run of it (`options.resume`).

    Raises Refused, MissingAnswer, InvalidInput, Locked, StoreFailed, UnitError or Stale while
    nothing is written; afterwards the result says where and why it stopped.
    """
    check_applyable(document)
    if not options.resume:
        check_people(document.hacfg.steps, options)
    check_planned_hosts(document, options.environ)
    secrets = resolve(document, options)
    digester_of(options.environ)
    reaches = planned_reaches(document, secrets, options.environ)
    order = Order(document, options, secrets, reaches, tell, should_stop, clock)
    run = options.run or new_run()
    with store_of(options.store) as store:
        check_alone(store, options)
        with locked(store, document.hacfg.group, run, order.longest) as keeper:
            keep_secrets(keeper, (secret.get_secret_value() for secret in secrets.values()))
            try:
                return _run(order, store, keeper)
            finally:
                forget_secrets(keeper)


def _run(order: Order, store: Store, keeper: Keeper) -> ApplyResult:
    """Carry out a plan under the lock of its group, and note how that ended."""
    lease, document = keeper.lease, order.document
    known: Sequence[Entry] = ()
    if order.options.resume:
        check_newest(store, lease.run)
        known = runs.entries(store, lease.run)
        runs.resume(store, lease)
    else:
        check_unarmed(store, document.hacfg.group, order.options.undoes)
        runs.begin(store, _new_run(order, keeper), lease)
    try:
        result = _carry_out(order, keeper, known)
    except HacfgError as error:
        wrote = has_written(known)
        _end(order, store, keeper, ApplyResult(lease.run, (), error.problems[0], wrote=wrote))
        raise
    _end(order, store, keeper, result)
    return result


def _new_run(order: Order, keeper: Keeper) -> NewRun:
    ours, undoes = order.document.hacfg, order.options.undoes
    return NewRun(
        id=keeper.lease.run,
        group=ours.group,
        plan_id=ours.plan_id,
        plan=to_json(order.document),
        owner=keeper.lease.owner,
        version=__version__,
        kind="rollback" if undoes else "apply",
        of_run=undoes,
    )


def _end(order: Order, store: Store, keeper: Keeper, result: ApplyResult) -> None:
    outcome: RunOutcome = "done" if result.complete else "stopped" if result.wrote else "refused"
    reason, within = str(result.stopped or ""), 0.0
    if result.complete and order.options.confirm_within:
        outcome, within = "unconfirmed", order.options.confirm_within
    try:
        runs.end(store, keeper.lease, outcome, reason, within)
        if result.complete and order.options.undoes:
            owner = keeper.lease.owner
            runs.mark(store, order.options.undoes, "undone", owner, "rolled-back")
    except StoreFailed:
        # What was written is written; the history then says that no end was recorded.
        if result.complete:
            raise


def _carry_out(order: Order, keeper: Keeper, known: Sequence[Entry]) -> ApplyResult:
    steps = order.document.hacfg.steps
    begun, run = begun_at(steps, known), keeper.lease.run
    person = Person(order.options.attested, order.options.confirm)
    journal = StoreJournal(keeper, order.longest, known, _digests(order))
    wrote = has_written(known)
    with sessions(order.reaches, read_only=False, sleep=order.clock.sleep) as opened:
        units = dict(_live_units(order, opened))
        carrier = Carrier(
            units, person, order.clock, order.tell, order.should_stop, journal, wrote=wrote
        )
        execution = Execution(carrier)
        try:
            _check(order, opened, units, begun, journal)
        except MissingAnswer:
            raise
        except HacfgError as error:
            if not wrote:
                raise
            execution.skip(steps[:begun])
            return execution.stopped(run, steps, error)
        return execution.run(run, steps, begun, order.document.hacfg.ends)


def _digests(order: Order) -> dict[str, tuple[str, str]]:
    """Return the digests of all secrets, if there is a key to make them with."""
    digester, group = digester_of(order.options.environ), order.document.hacfg.group
    if digester is None:
        return {}
    return {
        slot: (digester.check, digester.digest(group, slot, secret))
        for slot, secret in order.secrets.items()
    }


def _check(
    order: Order,
    opened: Mapping[str, UnitSession],
    units: Mapping[str, LiveUnit],
    begun: int,
    journal: StoreJournal,
) -> None:
    rest = order.document.hacfg.steps[begun:]
    check_people(rest, order.options)
    check_same_boxes(order.document, opened)
    effects = [step for step in rest if not isinstance(step, WaitStep)]
    in_doubt = bool(effects) and journal.intended(effects[0])
    check_bound(rest, units, in_doubt=in_doubt)


def resolve(document: PlanDocument, options: ApplyOptions) -> dict[str, SecretStr]:
    """Resolve every reference of the plan, all of them before the first write."""
    references = pointed(document.hacfg.secrets, options.secrets)
    return resolved(references, options.environ, allow_commands=options.allow_commands)


def _live_units(order: Order, opened: Mapping[str, UnitSession]) -> Iterator[tuple[str, LiveUnit]]:
    assumptions = planned_assumptions(order.document)
    for name, dialect in planned_dialects(order.document).items():
        joined = order.reaches[name].after_join
        vouched = assumptions.vouched(name)
        yield name, LiveUnit(name, opened[name], dialect, order.secrets, joined, vouched)
