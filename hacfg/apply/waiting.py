"""Waiting for what should be read: bounded, polled, and told while it lasts."""

import subprocess  # a command of the user's, as declared; no shell
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from hacfg.apply.compare import differences
from hacfg.apply.live import Seen, Unit
from hacfg.apply.services import greets
from hacfg.errors import LoginRefused, NotPermitted, UnitError
from hacfg.plan.steps import Agent, Gate, QueueGate, Source
from hacfg.plan.values import PlanState
from hacfg.state import Address

POLL = 1.0
"""Seconds between two looks at a unit."""
STEADY: Mapping[str, float] = {"role": 2.0, "in-sync": 2.0}
"""Seconds that what a gate awaits has to stay so: a unit that moves passes through other roles."""
SAYS: Mapping[Source, str] = {
    "command": ", says the command",
    "snmp": ", says its SNMP agent",
    "service": ", says the service itself",
}
"""What is noted of a gate that something else than the REST API has told to be met."""
COMMAND_TIMEOUT = 60.0
"""Seconds that one run of a gate's command may take."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as apply sees it, in seconds; replaced in tests."""

    now: Callable[[], float]
    sleep: Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How a wait goes: how long, who is told what is seen meanwhile, who may end it."""

    timeout: float
    clock: Clock
    tell: Callable[[float, str], None]
    should_stop: Callable[[], bool]


def wait_until(reached: Callable[[], str], patience: Patience, steady: float = 0.0) -> str:
    """Poll until `reached` has returned "" for so many seconds on end.

    Returns "", or what it said when time or people ended the wait.
    """
    begin, since = patience.clock.now(), None
    while True:
        seen, now = reached(), patience.clock.now()
        since = None if seen else now if since is None else since
        if since is not None and now - since >= steady:
            return ""
        if seen and (patience.should_stop() or now - begin >= patience.timeout):
            return seen
        patience.tell(now - begin, seen or "so; whether it stays so is watched")
        due = begin + patience.timeout if since is None else since + steady
        patience.clock.sleep(min(POLL, max(due - now, 0.01)))


def not_yet(units: Mapping[str, Unit], expect: PlanState) -> str:
    """Return what is not yet as expected, or "" once all is; a unit in transition is waited for."""
    addresses = list(expect)
    seen: Seen = {}
    for name in dict.fromkeys(address.owner for address in addresses):
        try:
            seen |= _look(units[name], addresses)
        except UnitError as error:
            if isinstance(error, LoginRefused):
                raise
            return str(error)
    return "; ".join(str(difference) for difference in differences(expect, seen))


def _look(unit: Unit, addresses: list[Address]) -> Seen:
    try:
        return unit.look(addresses)
    except (NotPermitted, LoginRefused):
        if not unit.use_joined_account():
            raise
        return unit.look(addresses)


def gate_says(units: Mapping[str, Unit], gate: Gate) -> str:
    """Return what a gate still waits for, or "" once every source that it has says so."""
    if gate.command and (seen := command_says(gate.command)):
        return seen
    if gate.queue and (seen := _queue_says(units[gate.unit], gate.queue)):
        return seen
    if gate.agent:
        return _role_says(units[gate.unit], gate, gate.agent)
    silent = [seen for where in gate.answers if (seen := greets(where))]
    return "; ".join(silent) or not_yet(units, gate.expect)


def steady_for(gate: Gate) -> float:
    """Return the seconds that what a gate awaits has to stay so."""
    return gate.queue.stable_for if gate.queue else STEADY.get(gate.condition, 0.0)


def _role_says(unit: Unit, gate: Gate, agent: Agent) -> str:
    try:
        seen = unit.acts_as(agent)
    except UnitError as error:
        return str(error)
    wanted = {str((values or {}).get("effective_mode")) for values in gate.expect.values()}
    is_so = {seen} == {word.removeprefix("config-") for word in wanted}
    return "" if is_so else f"it acts as {seen}, says SNMP"


def _queue_says(unit: Unit, queue: QueueGate) -> str:
    try:
        held = unit.queued(queue.agent)
    except UnitError as error:
        return str(error)
    return "" if held < queue.below else f"{held} in its mail queues, says SNMP"


def command_says(command: list[str]) -> str:
    """Run a gate's command; return "" if it exits 0, else how it ended (never its output)."""
    try:
        done = subprocess.run(  # noqa: S603  # the user's own command, from the topology
            command, check=False, timeout=COMMAND_TIMEOUT, capture_output=True
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{command[0]}: {type(error).__name__}"
    return "" if done.returncode == 0 else f"{command[0]} exits {done.returncode}"
