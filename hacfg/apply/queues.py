"""How many messages a unit holds, as its SNMP agent says."""

from collections.abc import Mapping

from pydantic import SecretStr

from hacfg.errors import Problem, Unreachable
from hacfg.fortimail.snmp import SnmpTarget, SnmpUser, read_snmp
from hacfg.plan.steps import Agent
from hacfg.source import OnUnit


def target_of(unit: str, agent: Agent, secrets: Mapping[str, SecretStr]) -> SnmpTarget:
    """Return whom to ask, with the unit's secrets by slot."""
    slot = f"{unit}.snmp"
    if agent.user is None:
        return SnmpTarget(unit, agent.host, agent.port, secrets[f"{slot}.community"])
    user = SnmpUser(
        agent.user,
        (agent.auth, secrets[f"{slot}.auth"]) if agent.auth else None,
        (agent.privacy, secrets[f"{slot}.privacy"]) if agent.privacy else None,
    )
    return SnmpTarget(unit, agent.host, agent.port, user)


def queued(unit: str, agent: Agent, secrets: Mapping[str, SecretStr]) -> int:
    """Return the messages in all queues of a unit; raise Unreachable if nobody tells."""
    reading = read_snmp([target_of(unit, agent, secrets)])[unit]
    if reading.problem:
        raise Unreachable(reading.problem)
    if not reading.queues:
        # Silence about queues is no empty queue.
        where = OnUnit(unit, "snmp")
        raise Unreachable(Problem("the unit's SNMP agent tells of no mail queue", where))
    return sum(reading.queues.values())
