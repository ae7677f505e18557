"""Whom a plan has asked while it is carried out, beside the REST API: SNMP agents, services."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from hacfg.plan.steps import Agent, AnyStep, QueueGate, WaitStep
from hacfg.topology.models import Topology
from hacfg.topology.units import Unit


def agent_of(unit: Unit) -> Agent | None:
    """Return the SNMP agent of a unit, if it declares one."""
    snmp = unit.snmp
    if snmp is None:
        return None
    user = snmp.user
    return Agent(
        host=snmp.host or urlsplit(unit.api.url).hostname or "",
        port=snmp.port,
        user=user.name if user else None,
        auth=user.auth.protocol if user and user.auth else None,
        privacy=user.privacy.protocol if user and user.privacy else None,
    )


def agent_named(topology: Topology, name: str) -> Agent | None:
    """Return the SNMP agent of the unit of this name, if it declares one."""
    return next((agent_of(unit) for unit in topology.units if unit.name == name), None)


def queue_gate(topology: Topology, name: str) -> QueueGate | None:
    """Return what the queues of a unit have to come to, if that is declared and can be asked."""
    entry = topology.mail_entry
    limit = entry.queue_below if entry else None
    agent = agent_named(topology, name)
    if limit is None or agent is None:
        return None
    return QueueGate(below=limit.messages, stable_for=limit.stable_for, agent=agent)


def asked_agents(steps: Iterable[AnyStep]) -> dict[str, Agent]:
    """Return the agents that these steps ask, by unit."""
    gates = (step.gate for step in steps if isinstance(step, WaitStep))
    asked = ((gate.unit, gate.queue.agent if gate.queue else gate.agent) for gate in gates)
    return {unit: agent for unit, agent in asked if agent}


def asked_services(steps: Iterable[AnyStep]) -> Iterator[tuple[str, str]]:
    """Yield the hosts where mail service has to greet, each with its unit."""
    for step in steps:
        if isinstance(step, WaitStep):
            yield from ((step.unit, where.host) for where in step.gate.answers)
