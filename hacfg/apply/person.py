"""What can be had from people: attestations given, and someone to ask, if there is one."""

from collections.abc import Callable
from dataclasses import dataclass

from hacfg.errors import MissingAnswer, Problem
from hacfg.plan.steps import WaitStep
from hacfg.source import OnUnit


@dataclass(frozen=True, slots=True)
class Person:
    """What can be had from people: attestations given, and someone to ask, if there is one."""

    attested: frozenset[str] = frozenset()
    confirm: Callable[[WaitStep], bool] | None = None

    def says(self, name: str, step: WaitStep) -> bool:
        """Tell whether a person says so; raise MissingAnswer if nobody can be asked."""
        flag = f"{name}@{step.number}"
        if flag in self.attested:
            return True
        if self.confirm is None:
            where = OnUnit(step.unit)
            raise MissingAnswer(
                Problem(f"step {step.number} needs a person", where, next=f"--attest {flag}")
            )
        return self.confirm(step)
