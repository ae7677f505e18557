"""What a unit's SNMP agent says while apply waits: the role it acts in, the messages it holds."""

from collections.abc import Mapping

from pydantic import SecretStr

from hacfg.errors import Problem, Unreachable
from hacfg.fortimail.roles import Role
from hacfg.fortimail.snmp import SnmpReading, SnmpTarget, SnmpUser, read_snmp
from hacfg.plan.steps import Agent
from hacfg.source import OnUnit
from hacfg.state import Unknown


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


def acts_as(unit: str, agent: Agent, secrets: Mapping[str, SecretStr]) -> Role:
    """Return the role that a unit acts in (fmlHAEffectiveMode); raise Unreachable if not told."""
    reading = _read(unit, agent, secrets)
    # A unit that failed, or waits, has no number of its own there: it is off, with HA on.
    idle = reading.effective == "off" != reading.configured
    if isinstance(reading.effective, Unknown) or idle:
        where = OnUnit(unit, "snmp")
        raise Unreachable(
            Problem("the unit's SNMP agent does not tell which role it acts in", where)
        )
    return reading.effective


def queued(unit: str, agent: Agent, secrets: Mapping[str, SecretStr]) -> int:
    """Return the messages in all queues of a unit; raise Unreachable if nobody tells."""
    reading = _read(unit, agent, secrets)
    if not reading.queues:
        # Silence about queues is no empty queue.
        where = OnUnit(unit, "snmp")
        raise Unreachable(Problem("the unit's SNMP agent tells of no mail queue", where))
    return sum(reading.queues.values())


def _read(unit: str, agent: Agent, secrets: Mapping[str, SecretStr]) -> SnmpReading:
    reading = read_snmp([target_of(unit, agent, secrets)])[unit]
    if reading.problem:
        raise Unreachable(reading.problem)
    return reading
