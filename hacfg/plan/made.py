"""A plan before it is put together: what was found, compared and ordered; and what it aims at."""

from collections.abc import Iterator
from dataclasses import dataclass

from hacfg.fortimail.roles import role_named
from hacfg.plan.changes import Change, Desired
from hacfg.plan.pending import written_at
from hacfg.plan.planner import Outline
from hacfg.plan.procedures import ROLES
from hacfg.plan.situation import Situation
from hacfg.state import Actual, Address, Attributes, Secret, State


@dataclass(frozen=True, slots=True)
class Made:
    """What planning came to."""

    situation: Situation
    desired: Desired
    actual: Actual
    changes: tuple[Change, ...]
    outline: Outline

    def is_left(self, address: Address) -> bool:
        """Tell whether no step makes a resource as declared."""
        return written_at(address, self.situation.leading) in self.outline.left

    @property
    def goal(self) -> State:
        """What the units shall hold in the end, by unit; who leads then for what they share.

        What is left for a later plan is not in it, nor are secrets: nothing shows them.
        """
        leads = self._leads_in_the_end()
        found: dict[Address, Attributes | None] = {}
        for address, values in self._declared():
            if not self.is_left(address):
                held_at = written_at(address, leads)
                known = found.get(held_at) or {}
                found[held_at] = None if values is None else {**known, **self._promised(values)}
        return found

    def _leads_in_the_end(self) -> str:
        """Return who leads once the plan is carried out: another one, if that is not mended."""
        if not self.situation.units:
            return self.situation.leading
        shown = {
            a.owner: (values or {}).get("effective_mode") for a, values in self.outline.ends.items()
        }
        leading = [unit for unit, word in shown.items() if role_named(word) == "primary"]
        return leading[0] if len(leading) == 1 else self.situation.topology.primary.name

    def _promised(self, values: Attributes) -> Attributes:
        """Leave out secrets, and roles where a condition is mended before what is declared."""
        later = frozenset() if self.outline.whole else ROLES
        return {n: v for n, v in values.items() if n not in later and not isinstance(v, Secret)}

    def _declared(self) -> Iterator[tuple[Address, Attributes | None]]:
        """Yield what is declared of what was read, then what differs: rows to go are in that."""
        yield from (
            (a, values) for a, values in self.desired.state.items() if self.actual.is_read(a)
        )
        for change in self.changes:
            yield change.address, None if change.action == "delete" else change.after
