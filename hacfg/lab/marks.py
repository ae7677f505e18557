"""Moments of a lab that can be gone back to: one lab serves many tries from the same state."""

from collections.abc import Callable

from hacfg.fortimail.ha import RefusedByUnit
from hacfg.lab.simulation import Simulation


class Marks:
    """The moments of one lab, each under a word."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._ways_back: dict[str, Callable[[], None]] = {}

    def mark(self, word: str) -> None:
        """Remember how all units are now, and what was asked of them so far."""
        self._ways_back[word] = _way_back(self._simulation)

    def go_back(self, word: str) -> None:
        """Let all units be as they were; raise RefusedByUnit where nothing was marked so."""
        if word not in self._ways_back:
            raise RefusedByUnit(f"nothing was marked {word}")
        self._ways_back[word]()


def _way_back(simulation: Simulation) -> Callable[[], None]:
    units, clock = simulation.group.mark(), simulation.clock
    now, ahead = clock.now(), {name: box.ahead for name, box in simulation.boxes.items()}
    logs = {name: tuple(box.log) for name, box in simulation.boxes.items()}

    def put_back() -> None:
        units()
        clock.set(now)
        for name, box in simulation.boxes.items():
            box.begin_again(ahead[name], logs[name])

    return put_back
