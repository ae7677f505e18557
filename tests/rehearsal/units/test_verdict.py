"""What a proof tells of what was found: the shortest stories, what settles it, what was there."""

import pytest

from hacfg.fortimail.ha import Fault, World
from hacfg.plan.proof import Inherent
from hacfg.plan.rehearsal.graph import Label
from hacfg.plan.rehearsal.hazards import Danger, Hazard
from hacfg.plan.rehearsal.play import RUNS, State
from hacfg.plan.rehearsal.starts import Start
from hacfg.plan.rehearsal.verdict import Found, Verdict, inherent_of, stories_of
from tests.rehearsal.units.parts import play
from tests.rehearsal.units.states import PAIR_AT_REST

POWER = Fault("loses-power", 1)
PORT = Fault("port-fails", 0)


def verdict(
    *dangers: tuple[Danger, int],
    facts=(),
    start: str = "",
    at_rest=(),
    unit: int = 0,
    why: str = "",
) -> Verdict:
    """Return a verdict: each danger is found so many moves away from the start."""
    one = play(world=World(facts=frozenset(facts)))
    one.graph.faults.extend([POWER, PORT])
    one.graph.number(PAIR_AT_REST)
    before = None
    for at in range(9):
        one.parents[State(0, at, RUNS, 0, 0)] = (before, Label("stop" if at else "start"))
        before = State(0, at, RUNS, 0, 0)
    found = [
        Found(Hazard(danger, 0, unit), State(0, length, RUNS, 0, 0), why)
        for danger, length in dangers
    ]
    return Verdict(one, Start(PAIR_AT_REST, start), set(at_rest), found)


def told(*verdicts: Verdict) -> list[tuple[str, int]]:
    """Return which stories are told, and how long each is."""
    return [(story.danger, len(story.lines)) for story in stories_of(verdicts, [])]


def test_nothing_that_was_found_is_no_story():
    assert stories_of([verdict()], []) == []
    assert stories_of([], []) == []


def test_of_each_danger_the_shortest_story_is_told_and_the_shortest_first():
    assert told(verdict(("no-mail", 5), ("astray", 3)), verdict(("no-mail", 2), ("astray", 4))) == [
        ("no-mail", 2),
        ("astray", 3),
    ]


def test_of_stories_that_are_equally_long_the_first_verdict_counts():
    first = verdict(("no-mail", 2), start="first", why="one")
    second = verdict(("no-mail", 2), ("astray", 2), start="second", why="two")

    stories = stories_of([first, second], [])

    assert [(story.danger, story.start, story.lost) for story in stories] == [
        ("no-mail", "first", "one"),
        ("astray", "second", "two"),
    ]


def test_three_dangers_are_told_whole():
    many: tuple[tuple[Danger, int], ...] = (
        ("no-mail", 4), ("astray", 1), ("overwritten", 2), ("unfinished", 3)
    )  # fmt: skip  # one row

    stories = stories_of([verdict(*many)], [])

    assert [story.danger for story in stories] == ["astray", "overwritten", "unfinished"]
    assert {story.others for story in stories} == {3}


@pytest.mark.parametrize(
    ("verdicts", "others"),
    [
        ([verdict(("no-mail", 1))], 0),
        ([verdict(("no-mail", 1)), verdict(("no-mail", 2))], 0),
        ([verdict(("no-mail", 1)), verdict(("no-mail", 1), unit=1)], 1),
        ([verdict(("no-mail", 1), ("astray", 1)), verdict(("astray", 2), unit=1)], 2),
    ],
    ids=["one", "the same twice", "another unit", "another danger"],
)
def test_a_story_says_how_many_other_dangers_there_are(verdicts, others):
    assert {story.others for story in stories_of(verdicts, [])} == {others}


def test_a_story_is_told_of_its_own_world():
    (story,) = stories_of([verdict(("no-mail", 1), facts=("rude-start",))], [])

    assert story.world == ["rude-start"]


BAD: tuple[Danger, int] = ("no-mail", 1)
NO_WAY: tuple[Danger, int] = ("no-way-on", 1)
A, B, C = "guard-promotes", "lonely-promotes", "rude-start"


@pytest.mark.parametrize(
    ("verdicts", "settled"),
    [
        ([verdict(BAD)], []),
        ([verdict(BAD), verdict(BAD, facts=(A,))], []),
        ([verdict(), verdict(BAD, facts=(A,))], [f"fact.{A}=false"]),
        (
            [verdict(), verdict(BAD, facts=(B,)), verdict(BAD, facts=(A,)), verdict(facts=(C,))],
            [f"fact.{A}=false", f"fact.{B}=false"],
        ),
        ([verdict(), verdict(facts=(A,)), verdict(BAD, facts=(A, B))], []),
        (
            [verdict(), verdict(BAD, facts=(A,)), verdict(BAD, facts=(A, B, C))],
            [f"fact.{A}=false"],
        ),
        ([verdict(), verdict(BAD, facts=(A,)), verdict(BAD, facts=(B, C))], []),
        ([verdict(BAD), verdict(facts=(B,)), verdict(facts=(A,))],
         [f"fact.{A}=true", f"fact.{B}=true"]),
        ([verdict(BAD), verdict(facts=(A, B))], []),
        ([verdict(BAD), verdict(), verdict(facts=(A,))], [f"fact.{A}=true"]),
        ([verdict(NO_WAY), verdict(facts=(A,))], []),
        ([verdict(NO_WAY), verdict(BAD, facts=(A,))], [f"fact.{A}=false"]),
        ([verdict(BAD, NO_WAY), verdict(facts=(A,))], [f"fact.{A}=true"]),
        ([verdict(facts=(C,)), verdict(BAD, facts=(A, C))], [f"fact.{A}=false"]),
    ],
    ids=[
        "one world",
        "every world",
        "one fact",
        "each of two",
        "two together",
        "one of many",
        "not all",
        "it takes one",
        "it takes two",
        "one start is bad",
        "planning again only",
        "planning again beside it",
        "both",
        "a fact that is known",
    ],
)  # fmt: skip  # a case is a row
def test_the_facts_that_would_make_the_plan_safe_are_named(verdicts, settled):
    stories = stories_of(verdicts, [])

    assert stories
    assert all(story.settled_by == settled for story in stories)


def test_what_a_group_suffers_by_itself_is_told_by_rule_title_and_faults():
    at_rest = {Hazard("no-mail", 0), Hazard("mail-ends", 2), Hazard("mail-ends", 1)}

    assert inherent_of([verdict(at_rest=at_rest)]) == [
        Inherent(
            rule="S3",
            title="mail stops until a person comes",
            faults=["mx2 loses power for a while", "a monitored port of mx1 fails for a while"],
        ),
        Inherent(rule="S3", title="mail stops unannounced", faults=["no fault"]),
    ]


def test_what_a_group_suffers_is_told_of_the_world_with_the_fewest_facts():
    one = {Hazard("mail-ends", 1)}
    other = {Hazard("mail-ends", 2), Hazard("astray", 2, 0), Hazard("astray", 2, 1)}

    first, second = inherent_of(
        [verdict(at_rest=other, facts=(C, A)), verdict(at_rest=one), verdict(at_rest=one)]
    )

    assert (first.faults, first.world) == (["mx2 loses power for a while"], [])
    assert second.faults == ["a monitored port of mx1 fails for a while"]
    assert (second.title, second.world) == ("hacfg being locked out", [A, C])


def test_of_worlds_with_equally_many_facts_the_first_is_told():
    (risk,) = inherent_of([
        verdict(at_rest={Hazard("mail-ends", 1)}, facts=(B,)),
        verdict(at_rest={Hazard("mail-ends", 2)}, facts=(A,)),
        verdict(at_rest={Hazard("mail-ends", 2)}, facts=(B,)),
    ])  # fmt: skip  # a verdict is a row

    assert risk.world == [B]
    assert len(risk.faults) == 2
