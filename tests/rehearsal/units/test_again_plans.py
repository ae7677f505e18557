"""What becomes of the plans that planning again makes: each is safe, and they come to an end."""

import pytest

from hacfg.fortimail.ha.state import BLANK, change
from hacfg.plan.rehearsal.again import ROUNDS
from hacfg.plan.rehearsal.graph import Graph
from hacfg.plan.rehearsal.play import Play
from hacfg.plan.rehearsal.script import write_script
from hacfg.plan.rehearsal.stage import SHARED
from hacfg.state import Address
from tests.ha.groups import PAIR, world_with
from tests.rehearsal.units.parts import awaiting_sync, play, stage, start
from tests.rehearsal.units.replanning import Planner, ended, planning, wrong
from tests.rehearsal.units.steps import HA, HA2, awaited, write

BOTH = write(HA, {"on_failure": "off"}), write(HA2, {"x": 1})
LEADS = write(HA2, {"mode": "primary"})
REFUSED = write(Address("mx2", "mail_storage"), {"port": 1})


def test_planning_again_goes_on_from_where_the_next_plan_ends():
    tuned = write(HA, {"on_failure": "off"})
    one, planner = play(), Planner(next_=lambda n: (tuned,) if n == 1 else ())
    ended(one, start())

    again, found = planning(one, planner)

    assert found == []
    values = [shown["mx1"].get("ha", "on_failure") for shown in planner.shown]
    assert values == ["become-secondary", "off"]
    assert len(again.settled) == 2


def test_planning_again_goes_on_from_all_that_the_next_plan_writes():
    one, planner = play(), Planner(next_=lambda n: BOTH if n == 1 else ())
    ended(one, start())

    wrong(one, planner)

    assert planner.shown[1]["mx1"].get("ha", "on_failure") == "off"
    assert planner.shown[1]["mx2"].get("ha", "x") == 1


def test_a_unit_of_a_configuration_that_nobody_knows_holds_what_it_held():
    strange = start().units[1].cfg._replace(lineage="of another group")
    one, planner = play(), Planner()
    ended(one, change(start(), 1, cfg=strange))

    assert wrong(one, planner) == []
    (shown,) = planner.shown
    assert shown["mx2"].get("ha", "on_failure") == "become-secondary"


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


def test_where_a_plan_leads_nowhere_any_state_that_comes_there_is_told():
    tuned = write(HA, {"on_failure": "off"})
    first, planner = play(), Planner(next_=lambda n: (tuned,) if n == 1 else ())
    ended(first, start())
    there = [group for group in planning(first, planner)[0].settled if group != start()]
    one, planner = play(), Planner(next_=lambda n: (tuned,) if n == 1 else (REFUSED,))
    states = [ended(one, group) for group in (start(), *there)]

    told = "planning again is not safe: unfinished"
    assert wrong(one, planner) == [(state, told) for state in states]


def test_that_senders_reach_nobody_for_a_while_is_no_danger_of_planning_again():
    off = write(HA, {"mode": "off"}), write(HA2, {"mode": "off"})
    one, planner = play(), Planner(next_=lambda n: off if n == 1 else ())
    ended(one, start())

    assert wrong(one, planner) == []


def test_a_fact_without_which_planning_again_is_safe_is_a_question():
    one = play(world=world_with("rude-start", "guard-promotes"))
    planner = Planner(next_=lambda n: (LEADS,) if n == 1 else ())
    ended(one, start())

    again, found = planning(one, planner)

    assert found == []
    assert list(again.questions) == ["--assume fact.rude-start=false"]


def test_a_fact_is_asked_for_knowing_that_all_links_were_cut_before():
    steps = write(HA, {"mode": "off"}), write(HA2, {"base_port": 21000}, 2)
    one = play(world=world_with("silent-restart"))
    planner = Planner(next_=lambda n: steps if n == 1 else ())
    ended(one, start(), apart=1)

    again, found = planning(one, planner)

    assert found == []
    assert list(again.questions) == ["--assume fact.silent-restart=false"]


@pytest.mark.parametrize(
    ("source", "told"), [("mx2", []), (None, ["planning again is not safe: overwritten"])]
)
def test_whose_configuration_counts_is_as_a_person_said_when_planning_again(source, told):
    lineage = start().units[1].cfg._replace(lineage="mx2")
    split = change(start(), 1, conf="primary", eff="primary", cfg=lineage)
    joins = write(HA, {"mode": "secondary"}, 2, overwrites=["mx1"])
    steps = write(HA, {"mode": "off"}), joins, awaited(awaiting_sync("mx1"), 3)
    one = play()
    planner = Planner(next_=lambda n: steps if n == 1 else (), source=source)
    ended(one, split)

    assert [why for _, why in wrong(one, planner)] == told


@pytest.mark.parametrize(
    ("conf", "accounts"), [("off", [SHARED, "mx2"]), ("secondary", [SHARED, SHARED])]
)
def test_planning_again_takes_a_unit_that_is_out_to_have_accounts_of_its_own(conf, accounts):
    tuned = write(HA, {"on_failure": "off"})
    logins = [frozenset({name, SHARED}) for name in ("mx1", "mx2")]
    one = Play(Graph(PAIR, logins, frozenset()), stage(), ())
    planner = Planner(next_=lambda n: (tuned,) if n == 1 else ())
    group = change(change(start(), 0, account=SHARED), 1, account=SHARED, conf=conf)
    ended(one, group)

    again, _ = planning(one, planner)

    (end,) = [found for found in again.settled if found.units[0].on_failure == "off"]
    assert [unit.account for unit in end.units] == accounts


def test_each_danger_of_planning_again_is_told():
    steps = LEADS, awaited(awaiting_sync("mx2"), 2), write(HA, {"base_port": 21000}, 3)
    one = play(world=world_with("rude-start"))
    planner = Planner(next_=lambda _: steps)
    state = ended(one, start())

    told = "planning again is not safe: two-primaries, unfinished"
    assert wrong(one, planner) == [(state, told)]


@pytest.mark.parametrize("plans", [[LEADS], [write(HA, {"on_failure": "off"}), LEADS]])
def test_that_two_lead_after_all_links_were_cut_is_not_the_fault_of_planning_again(plans):
    one = play(world=world_with("rude-start", "guard-promotes"))
    planner = Planner(next_=lambda n: (plans[n - 1],) if n <= len(plans) else ())
    ended(one, start(), apart=1)

    again, found = planning(one, planner)

    assert (found, list(again.questions)) == ([], [])


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


def test_where_every_configuration_is_lost_it_is_no_matter_which_blank_unit_leads():
    nothing = start().units[0].cfg._replace(lineage=BLANK)
    lost = change(change(start(), 0, cfg=nothing), 1, cfg=nothing)
    out = write(HA, {"mode": "off"}, before={})
    one, planner = play(), Planner(next_=lambda n: (out,) if n == 1 else ())
    ended(one, lost)

    assert wrong(one, planner) == []


def test_a_blank_unit_that_comes_to_lead_beside_a_good_configuration_is_a_danger():
    nothing = start().units[0].cfg._replace(lineage=BLANK)
    swaps = write(HA, {"mode": "off"}, before={}), write(HA2, {"mode": "primary"}, before={})
    one, planner = play(), Planner(next_=lambda n: swaps if n == 1 else ())
    state = ended(one, change(start(), 1, conf="off", eff="off", cfg=nothing))

    assert wrong(one, planner) == [(state, "planning again is not safe: blank-serves")]
