"""The states of a group in one world, and what leads from one to the next, whatever the plan.

A state is met at many points of a plan, and of the plans that follow it: it is looked at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hacfg.fortimail.ha.faults import REPORTED_ONLY, Fault, faults, strike
from hacfg.fortimail.ha.rules import enabled, fire
from hacfg.fortimail.ha.state import Config, Group, World
from hacfg.plan.rehearsal.hazards import GROUP_WIDE, Look, look, losses


class Label(NamedTuple):
    """What led from one state to the next: a move of a unit, a fault, a cue, or a stop."""

    sort: str
    name: str = ""
    unit: int = GROUP_WIDE
    fault: Fault | None = None


class Move(NamedTuple):
    """A move that a unit may make, or a fault, from one group to another."""

    label: Label
    group: int
    losses: tuple[tuple[int, Config], ...]


@dataclass(slots=True)
class Graph:
    """The states that were met, each with a number."""

    world: World
    logins: Sequence[frozenset[str]]
    leaving: frozenset[int]
    groups: list[Group] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    faults: list[Fault | None] = field(default_factory=lambda: [None])
    """Every fault that was struck; number 0 stands for none."""
    _numbers: dict[Group, int] = field(default_factory=dict)
    _moves: dict[int, tuple[Move, ...]] = field(default_factory=dict)
    _struck: dict[int, tuple[tuple[int, Move], ...]] = field(default_factory=dict)

    def number(self, group: Group) -> int:
        """Return the number of a group; it is looked at when it is met first."""
        found = self._numbers.get(group)
        if found is None:
            found = self._numbers[group] = len(self.groups)
            self.groups.append(group)
            self.looks.append(look(self.world, group, self.logins, self.leaving))
        return found

    def is_settled(self, number: int) -> bool:
        """Tell whether no unit moves any more, and all that failed is repaired."""
        return not self.moves_of(number)

    def moves_of(self, number: int) -> tuple[Move, ...]:
        """Return the moves that units may make, and the repairs."""
        found = self._moves.get(number)
        if found is None:
            group = self.groups[number]
            found = self._moves[number] = tuple(
                self._move(
                    group, Label("move", rule.name, index), fire(self.world, group, rule, index)
                )
                for rule, index in enabled(self.world, group)
            )
        return found

    def faults_of(self, number: int) -> tuple[tuple[int, Move], ...]:
        """Return the faults that may happen, each with its number."""
        found = self._struck.get(number)
        if found is None:
            found = self._struck[number] = tuple(
                (self._fault(fault), self._strike(self.groups[number], fault))
                for fault in faults(self.groups[number])
                if fault.name not in REPORTED_ONLY
            )
        return found

    def _strike(self, group: Group, fault: Fault) -> Move:
        label = Label("fault", fault.name, fault.number, fault)
        return self._move(group, label, strike(self.world, group, fault))

    def _fault(self, fault: Fault) -> int:
        if fault not in self.faults:
            self.faults.append(fault)
        return self.faults.index(fault)

    def _move(self, before: Group, label: Label, after: Group) -> Move:
        return Move(label, self.number(after), losses(before, after))
