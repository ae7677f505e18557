"""Telling how a plan ends badly: what ran, what failed, what each unit then takes itself for."""

from collections.abc import Iterator, Mapping, Sequence

from hacfg.fortimail.ha.faults import Fault
from hacfg.fortimail.ha.state import Group, Unit, takes_mail
from hacfg.plan.proof import Line, Story
from hacfg.plan.rehearsal.graph import Label
from hacfg.plan.rehearsal.hazards import RULES, Hazard
from hacfg.plan.rehearsal.play import Play, State
from hacfg.plan.rehearsal.words import FAULTS, INSTEAD, LOST, MODES, MOVES, TITLES
from hacfg.plan.steps import AnyStep


def tell(  # noqa: PLR0913, PLR0917  # what a story is made of
    play: Play, steps: Sequence[AnyStep], hazard: Hazard, state: State, start: str, why: str = ""
) -> Story:
    """Return the story of how a plan leads to a state."""
    rule, words = RULES[hazard.danger]
    names = play.stage.names
    unit = names[hazard.unit] if hazard.unit >= 0 else ""
    lost = LOST.get(hazard.danger, "").format(unit=unit)
    return Story(
        rule=rule,
        words=words,
        danger=hazard.danger,
        title=TITLES[hazard.danger],
        world=sorted(play.world.facts),
        start=start,
        lines=list(_lines(play, {step.number: step for step in steps}, state)),
        now=list(_now(play, play.graph.groups[state.group])),
        lost=why or lost,
        instead=INSTEAD[hazard.danger],
    )


def path_to(play: Play, state: State) -> list[tuple[Label, State]]:
    """Return what led to a state, in order."""
    found: list[tuple[Label, State]] = []
    now: State | None = state
    while now is not None:
        parent, label = play.parents[now]
        found.append((label, now))
        now = parent
    return found[::-1]


def _lines(play: Play, steps: Mapping[int, AnyStep], state: State) -> Iterator[Line]:
    """Yield the lines; steps that pass without anything between them are one line."""
    done: list[int] = []
    for label, _ in path_to(play, state):
        if label.sort == "cue":
            number = play.cues[int(label.name)].step
            done += [] if number in done else [number]
            continue
        if label.sort == "start" or label.name in {"takes-in-mail", "delivers-queue"}:
            continue
        yield from _steps(steps, done)
        done = []
        yield _line(play, label)
    yield from _steps(steps, done)


def _steps(steps: Mapping[int, AnyStep], done: Sequence[int]) -> Iterator[Line]:
    if len(done) > 1:
        yield Line(sort="step", first=done[0], step=done[-2], text="done")
    if done:
        step = steps[done[-1]]
        text = step.gate.wording if step.type == "wait" else step.title
        yield Line(sort="step", step=step.number, unit=step.unit, text=text)


def _line(play: Play, label: Label) -> Line:
    names = play.stage.names
    if label.sort == "stop":
        return Line(sort="stop", text="hacfg stops here and does not come back")
    if label.fault is not None:
        unit = _about(FAULTS[label.fault.name], names, label.fault.number)
        return Line(sort="fault", unit=unit, text=fault_words(names, label.fault))
    unit = _about(MOVES[label.name], names, label.unit)
    return Line(sort="then", unit=unit, text=MOVES[label.name].format(unit=unit))


def fault_words(names: Sequence[str], fault: Fault) -> str:
    """Say what a fault is."""
    words = FAULTS[fault.name]
    return words.format(unit=_about(words, names, fault.number), number=fault.number + 1)


def _about(words: str, names: Sequence[str], number: int) -> str:
    """Return the unit that words are about, if they are: a number may be that of a link."""
    return names[number] if "{unit}" in words else ""


def _now(play: Play, group: Group) -> Iterator[str]:
    for index, (name, unit) in enumerate(zip(play.stage.names, group.units, strict=True)):
        if unit.gone:
            continue
        if not unit.up:
            yield f"{name} has no power"
            continue
        mail = ", takes mail" if takes_mail(play.world, group, index) else ""
        holds = ", holds mail" if unit.queue and not mail else ""
        yield f"{name} {_role(unit)}{mail}{holds}"


def _role(unit: Unit) -> str:
    if unit.conf == unit.eff == "off":
        return "is standalone"
    return "is off" if unit.eff == "off" else f"takes itself for {MODES[unit.eff]}"
