"""How a story is told: what ran, what failed, and what each unit takes itself for in the end."""

import pytest

from hacfg.plan.proof import Line
from hacfg.plan.rehearsal.graph import Label
from hacfg.plan.rehearsal.telling import path_to
from tests.rehearsal.units.stories import (
    FIRST,
    LINK,
    POWER,
    START,
    STOP,
    TAKES_OVER,
    cue,
    led,
    told,
)


def test_the_way_to_a_state_begins_at_the_start():
    one, state = led(cue(0), POWER)

    labels, states = zip(*path_to(one, state), strict=True)

    assert labels == (START, cue(0), POWER)
    assert [one.at for one in states] == [0, 1, 2]


@pytest.mark.parametrize(
    ("labels", "lines"),
    [
        ((), []),
        ((cue(0),), [FIRST]),
        (
            (cue(0), cue(1), cue(2), cue(3)),
            [
                Line(sort="step", first=1, step=2, text="done"),
                Line(sort="step", step=3, unit="mx1", text="as awaited"),
            ],
        ),
        (
            (cue(0), cue(1), cue(2)),
            [
                Line(sort="step", first=1, step=1, text="done"),
                Line(sort="step", step=2, unit="mx1", text="second"),
            ],
        ),
        (
            (cue(0), POWER, cue(1), TAKES_OVER, STOP),
            [
                FIRST,
                Line(sort="fault", unit="mx2", text="mx2 loses power for a while"),
                Line(sort="step", step=2, unit="mx1", text="second"),
                Line(
                    sort="then",
                    unit="mx2",
                    text="mx2 hears no primary for the threshold: becomes primary",
                ),
                Line(sort="stop", text="hacfg stops here and does not come back"),
            ],
        ),
        (
            (Label("move", "takes-in-mail", 0), cue(0), Label("move", "delivers-queue", 0), cue(1)),
            [
                Line(sort="step", first=1, step=1, text="done"),
                Line(sort="step", step=2, unit="mx1", text="second"),
            ],
        ),
        ((LINK,), [Line(sort="fault", text="heartbeat link 2 is down for a while")]),
        (
            (Label("move", "links-return", 0),),
            [Line(sort="then", text="the heartbeat links are up again")],
        ),
        (
            (Label("move", "promote-together", 0),),
            [Line(sort="then", text="the units become primary in the same instant")],
        ),
    ],
    ids=[
        "nothing",
        "one step",
        "several",
        "a step of two cues",
        "a fault and what follows",
        "mail is not told",
        "a link",
        "the links",
        "all units",
    ],
)
def test_a_story_tells_steps_together_and_apart_what_comes_between_them(labels, lines):
    assert told(*labels).lines == lines
