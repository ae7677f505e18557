"""Over HTTPS a lab never comes to a state that the rehearsal of the plan did not explore."""

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from hacfg.fortimail.ha import FACTS, World
from hacfg.plan.guards import GUARDS
from hacfg.usecases.options import PlanOptions
from tests.end_to_end.group import SimulatedGroup, simulated
from tests.end_to_end.test_procedures import change, stays_off, swap_roles, used
from tests.rehearsal.labs import Run, View, explored, view

Task = Callable[[SimulatedGroup, Path], None]


def build(_: SimulatedGroup, __: Path) -> None: ...


def change_base_port(group: SimulatedGroup, folder: Path) -> None:
    change(group, folder, "base_port: 20000", "base_port: 21000")


def move_virtual_ip(group: SimulatedGroup, folder: Path) -> None:
    used(group)
    change(group, folder, "address: 198.51.100.25/24", "address: 198.51.100.26/24")


def change_heartbeat(group: SimulatedGroup, folder: Path) -> None:
    used(group)
    change(group, folder, "lost_threshold: 15", "lost_threshold: 20")


def swap(group: SimulatedGroup, folder: Path) -> None:
    used(group)
    swap_roles(group, folder)


def swap_on_off(group: SimulatedGroup, folder: Path) -> None:
    used(group)
    stays_off(group, folder)
    swap_roles(group, folder)


TASKS: tuple[Task, ...] = (
    build,
    change_base_port,
    move_virtual_ip,
    change_heartbeat,
    swap,
    swap_on_off,
)
NORMAL, ALL = 24, 520
ROWS = [pytest.param(seed, marks=() if seed < NORMAL else pytest.mark.slow) for seed in range(ALL)]


def ran(seed: int, folder: Path) -> tuple[Run, World, Callable[[int | None], set[View]]]:
    """Apply a plan to a lab; return what it came to, and what could be explored of it."""
    choice = random.Random(seed)  # noqa: S311  # no secret: an order of events
    story, task = ("pair-7.2", "pair-7.6")[seed // 2 % 2], TASKS[seed // 4 % len(TASKS)]
    # Apply cannot log in to a unit that has the other accounts already.
    known = sorted(FACTS if task is build else FACTS.keys() - {"join-replaces-accounts"})
    facts = tuple(choice.sample(known, choice.choice([0, 0, 1, 2])))
    blank = task is build
    with simulated(story, folder, blank=blank, time_scale=None, readings=facts, seed=seed) as group:
        task(group, folder)
        group.door.advance(5000)
        run = Run(group, choice, faulty=seed % 2 == 1)
        options = PlanOptions(group.environ, frozenset(GUARDS), timestamp="2026-11-22T12:00:00Z")
        material, readings, document = run.read(options)
        assert document.applyable
        run.apply(document)
        world = group.engine.world
    assert world.facts == set(facts)
    return run, world, partial(explored, material, readings, world)


@pytest.mark.parametrize("seed", ROWS)
def test_a_lab_run_is_a_path_of_the_rehearsal(seed: int, tmp_path: Path) -> None:
    run, world, possible = ran(seed, tmp_path)

    everything = possible(None)
    assert run.seen
    assert [found for found in run.seen if view(world, found) not in everything] == []


def test_a_lab_run_leaves_what_is_explored_of_half_its_plan(tmp_path: Path) -> None:
    run, world, possible = ran(4, tmp_path)

    half = possible(4)
    assert any(view(world, found) not in half for found in run.seen)
