"""What a stage takes of what is pending."""

from typing import Any

from hacfg.plan.draft import Draft
from hacfg.plan.procedures import Stage
from hacfg.plan.writing import PLAINLY, Terms, take
from hacfg.state import Secret

ALL = Stage({"ha": None, "syslog": None, "snmp_user_host": None, "mail_storage": None}, "why")
BASE, LOST = "base_port", "lost_threshold"
SLOT = Secret("ha.password")


def steps(on: Draft, stage: Stage = ALL, terms: Terms = PLAINLY, **more: Any) -> list[Any]:
    """Return the steps that a stage makes on mx1."""
    take(on, "mx1", stage, terms, **more)
    return on.steps
