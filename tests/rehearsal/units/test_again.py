"""Planning again from where hacfg stopped: which states, what is shown, and what may come of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest

from hacfg.fortimail.ha import Group
from hacfg.fortimail.ha.state import change
from hacfg.fortimail.reading import Reading
from hacfg.plan.rehearsal.again import ROUNDS, Again, Replanned
from hacfg.plan.rehearsal.cue import Cue
from hacfg.plan.rehearsal.mainline import follow
from hacfg.plan.rehearsal.play import RUNS, STOPPED, Play, State
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.rehearsal.stage import FORMER
from hacfg.plan.steps import AnyStep
from hacfg.state import Address
from tests.ha.groups import world_with
from tests.rehearsal.units.parts import play, read, resting, stage, start
from tests.rehearsal.units.steps import HA, HA2, write

REFUSED = write(Address("mx2", "mail_storage"), {"port": 1})
FAULT = 1


@dataclass
class Planner:
    """Plans again as it is told to, and remembers what it was shown."""

    questions: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    next_: Callable[[int], tuple[AnyStep, ...]] = lambda _: ()
    shown: list[Mapping[str, Reading]] = field(default_factory=list)
    unsent: list[bool] = field(default_factory=list)

    def __call__(self, readings: Mapping[str, Reading], unsent: bool) -> Replanned:  # noqa: FBT001  # as Replan has it
        self.shown.append(readings)
        self.unsent.append(unsent)
        steps = self.next_(len(self.shown))
        return Replanned(resting().situation, steps, self.questions, self.problems)


def ended(
    one: Play, group: Group, *, fault: int = FAULT, stopped: int = RUNS, at: int = 0
) -> State:
    """Let a play end in a group."""
    state = State(one.graph.number(group), at, stopped, fault, 0)
    one.ends[state] = None
    return state


def wrong(one: Play, planner: Planner, steps: tuple[AnyStep, ...] = ()) -> list[tuple[State, str]]:
    """Return what is wrong with planning again."""
    return [*planning(one, planner, steps)[1]]


def planning(one: Play, planner: Planner, steps: tuple[AnyStep, ...] = ()):
    script = write_script(one.stage, steps)
    again = Again(one, planner, resting().readings)
    return again, [*again.check(script, follow(one, script, start()))]


@pytest.mark.parametrize(
    ("values", "planned"),
    [
        ({"fault": 0, "at": 1}, 0),
        ({"at": 1}, 1),
        ({"fault": 0, "at": 0, "stopped": STOPPED}, 1),
        ({"fault": 0, "at": 1, "stopped": STOPPED}, 1),
    ],
    ids=["as planned", "a fault", "stopped", "stopped at the end"],
)
def test_where_a_plan_did_not_end_as_planned_it_is_planned_again(values, planned):
    one, planner = play(Cue(1, 0)), Planner()
    ended(one, start(), **values)

    assert wrong(one, planner, (write(HA, {"x": 1}),)) == []
    assert len(planner.shown) == planned


def test_planning_again_sees_what_the_units_would_read_as():
    off = change(start(), 1, conf="off", eff="off")
    one, planner = play(), Planner()
    ended(one, off)

    assert wrong(one, planner) == []
    assert planner.shown == [read(off)]


@pytest.mark.parametrize(
    ("values", "unsent"),
    [({}, True), ({"conf": "off", "eff": "off"}, False)],
    ids=["in HA", "off"],
)
def test_a_new_password_is_still_to_be_sent_while_a_unit_in_ha_has_the_former_one(values, unsent):
    former = start().units[1].hb._replace(password=FORMER)
    one, planner = play(), Planner()
    ended(one, start())
    ended(one, change(start(), 1, hb=former, **values))

    wrong(one, planner)

    assert planner.unsent == [False, unsent]


def test_a_group_in_which_hacfg_stopped_is_planned_for_once_and_told_each_time():
    one, planner = play(), Planner(problems=("no way", "at all"))
    states = [ended(one, start(), fault=fault) for fault in (1, 2)]

    assert wrong(one, planner) == [(state, "no way; at all") for state in states]
    assert len(planner.shown) == 1


def test_a_question_that_only_a_person_can_answer_is_a_way_on():
    one, planner = play(), Planner(questions=("a", "b"), problems=("none",))
    ended(one, start())

    again, found = planning(one, planner)

    assert found == []
    assert list(again.questions) == ["a", "b"]
    assert again.settled == {start(): ""}


def test_a_unit_that_hacfg_cannot_log_in_to_is_a_question_and_nothing_is_planned():
    one, planner = play(), Planner(problems=("none",))
    ended(one, change(start(), 1, account="mx3"))

    again, found = planning(one, planner)

    assert found == planner.shown == []
    assert list(again.questions) == ["an account for hacfg on mx2"]


def test_planning_again_goes_on_from_where_the_next_plan_ends():
    tuned = write(HA, {"on_failure": "off"})
    one, planner = play(), Planner(next_=lambda n: (tuned,) if n == 1 else ())
    ended(one, start())

    again, found = planning(one, planner)

    assert found == []
    values = [shown["mx1"].get("ha", "on_failure") for shown in planner.shown]
    assert values == ["become-secondary", "off"]
    assert len(again.settled) == 2


def test_planning_again_that_always_finds_more_to_do_is_no_way_on():
    edits = write(Address("mx1", "domain", "example.com"), operation="delete")
    one, planner = play(), Planner(next_=lambda _: (edits,))
    state = ended(one, start())

    assert wrong(one, planner) == [(state, "planning again goes on for ever")]
    assert len(planner.shown) == ROUNDS + 1


def test_a_plan_that_leads_to_where_it_began_is_not_planned_for_ever():
    one, planner = play(), Planner(next_=lambda _: (write(HA, {"x": 1}),))
    ended(one, start())

    again, found = planning(one, planner)

    assert found == []
    assert len(planner.shown) == 2
    assert again.settled == {start(): ""}


def test_each_plan_that_follows_has_to_be_safe():
    one, planner = play(), Planner(next_=lambda _: (REFUSED,))
    state = ended(one, start())

    assert wrong(one, planner) == [(state, "planning again is not safe: unfinished")]


def test_what_is_wrong_with_a_plan_later_on_is_wrong_with_the_first_one():
    tuned = write(HA, {"on_failure": "off"})
    one, planner = play(), Planner(next_=lambda n: (tuned,) if n == 1 else (REFUSED,))
    state = ended(one, start())

    assert wrong(one, planner) == [(state, "planning again is not safe: unfinished")]


def test_a_fact_without_which_planning_again_is_safe_is_a_question():
    leads = write(HA2, {"mode": "primary"})
    one = play(world=world_with("rude-start", "guard-promotes"))
    planner = Planner(next_=lambda n: (leads,) if n == 1 else ())
    ended(one, start())

    again, found = planning(one, planner)

    assert found == []
    assert list(again.questions) == ["--assume fact.rude-start=false"]


def test_a_danger_that_the_group_is_in_anyway_is_not_that_of_planning_again():
    two = change(start(), 1, conf="primary", eff="primary")
    one, planner = play(), Planner(next_=lambda n: (write(HA, {"x": 1}),) if n == 1 else ())
    ended(one, two)

    assert wrong(one, planner) == []


@pytest.mark.parametrize(
    ("at", "version", "hosts"),
    [
        (0, 0, ("nas1.example.net", "nas1.example.net")),
        (1, 0, ("nas2.example.net", "nas1.example.net")),
        (1, 1, ("nas2.example.net", "nas2.example.net")),
    ],
    ids=["nothing done", "not in sync yet", "in sync"],
)
def test_a_unit_holds_what_goes_with_its_configuration_where_hacfg_stopped(at, version, hosts):
    tuned = write(Address("mx1", "mail_storage"), {"host": "nas2.example.net"})
    edited = start().units[0].cfg._replace(version=1, store="nas2.example.net:/vol/mail")
    configs = [edited if new else start().units[0].cfg for new in (at, version)]
    group = start()
    for index, config in enumerate(configs):
        group = change(group, index, cfg=config)
    one, planner = play(*write_script(stage(), [tuned]).cues), Planner()
    ended(one, group, at=at)

    wrong(one, planner, (tuned,))

    (shown,) = planner.shown
    assert tuple(shown[name].get("mail_storage", "host") for name in ("mx1", "mx2")) == hosts
