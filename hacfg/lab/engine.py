"""When the units of a lab move: each rule of the HA model that may fire gets a due time."""

import random
from collections.abc import Callable
from typing import Final

from hacfg.fortimail.ha import MOVES, REPAIRS, Group, Pace, Rule, World, enabled, fire

SECONDS: Final[dict[Pace, float]] = {"prompt": 1, "lapse": 15, "long": 900}
"""Lab seconds until a rule of this pace fires, give or take a tenth."""
BOOT: Final = 60.0
"""Lab seconds that an announced reboot takes."""

_POWER_RETURNS: Final = next(rule for rule in REPAIRS if rule.name == "power-returns")
_MOST: Final = 10_000
Moved = Callable[[Group, Group], Group]


class Engine:
    """A group whose units move in lab time; what is not due stays as it is.

    `moved` is told of every move (before, after) and returns the group to go on with; `watch`, if
    somebody sets it, is told of every state from then on.
    """

    def __init__(self, world: World, group: Group, moved: Moved, seed: int = 0) -> None:
        self.world = world
        self.group = group
        self.now = 0.0
        self.rebooting: set[int] = set()
        self.watch: Callable[[Group], None] = lambda _: None
        self._moved = moved
        # Which of two possible moves comes first must not differ between two runs of one seed.
        self._random = random.Random(seed)  # noqa: S311  # no secret: an order of events
        self._due: dict[tuple[str, int], float] = {}
        self._rules: dict[str, Rule] = {rule.name: rule for rule in (*MOVES, _POWER_RETURNS)}
        self._look()

    @property
    def next_due(self) -> float | None:
        """When the next move is due; None if nothing may happen."""
        return min(self._due.values(), default=None)

    def mark(self) -> Callable[[], None]:
        """Return what puts everything back as it is now; nobody is told of it."""
        world, group, now, due = self.world, self.group, self.now, dict(self._due)
        rebooting, drawn = set(self.rebooting), self._random.getstate()

        def put_back() -> None:
            self.world, self.group, self.now, self._due = world, group, now, dict(due)
            self.rebooting = set(rebooting)
            self._random.setstate(drawn)

        return put_back

    def put(self, group: Group, world: World | None = None) -> None:
        """Go on from a group that a write or a fault has changed."""
        self.group = group
        self.world = world or self.world
        self.watch(group)
        self._look()

    def advance(self, seconds: float) -> None:
        """Let lab time pass, with every move that is due in it."""
        self.advance_to(self.now + seconds)

    def advance_to(self, moment: float) -> None:
        """Let lab time pass until a moment; an earlier one changes nothing."""
        for _ in range(_MOST):
            due = self.next_due
            if due is None or due > moment:
                break
            self._fire_next()
        self.now = max(self.now, moment)

    def settle(self) -> None:
        """Let everything happen that may happen."""
        for _ in range(_MOST):
            if not self._due:
                return
            self._fire_next()

    def _fire_next(self) -> None:
        name, index = min(self._due, key=lambda move: (self._due[move], move))
        self.now = max(self.now, self._due[name, index])
        before = self.group
        self.rebooting -= {index} if name == _POWER_RETURNS.name else set()
        after = fire(self.world, before, self._rules[name], index)
        self.group = self._moved(before, after)
        self.watch(self.group)
        # A rule that stays enabled after it fired starts anew.
        del self._due[name, index]
        self._look()

    def _look(self) -> None:
        """Forget timers of rules that may no longer fire, and give new ones their time."""
        found = {
            (rule.name, index): rule
            for rule, index in enabled(self.world, self.group, self._rules.values())
            if rule.name != _POWER_RETURNS.name or index in self.rebooting
        }
        self._due = {
            move: self._due[move] if move in self._due else self.now + self._delay(rule)
            for move, rule in found.items()
        }

    def _delay(self, rule: Rule) -> float:
        seconds = BOOT if rule.name == _POWER_RETURNS.name else SECONDS[rule.pace]
        return seconds * self._random.uniform(0.9, 1.1)
