"""Commands that are proposed hold all that the plan was told, and survive a shell."""

import shlex

import pytest

from hacfg.plan.document import PlanDocument
from hacfg.report.commands import plan_again, plan_what_is_left
from tests.plan.groups import WIRE, declared, group, plan


@pytest.fixture
def document() -> PlanDocument:
    one = group(declared())
    return plan(one, one.readings(one.blank()), WIRE).document


def told(document: PlanDocument, **ours: object) -> PlanDocument:
    return document.model_copy(update={"hacfg": document.hacfg.model_copy(update=ours)})


def test_planning_again_is_told_all_that_decided_the_plan(document: PlanDocument) -> None:
    again = plan_again(
        told(document, recover=True, sent=["ha.password"], told=["--dialect", "ours.yaml"]),
        also_allow=["role-change"],
    )

    assert shlex.split(again) == [
        *("hacfg", "plan", "group.yaml", "--recover", "--allow", "unverified-wire"),
        *("--allow", "role-change", "--set-secret", "ha.password", "--dialect", "ours.yaml"),
    ]


def test_to_see_what_is_left_no_secret_is_sent_anew(document: PlanDocument) -> None:
    left = plan_what_is_left(told(document, recover=True, sent=["ha.password"]))

    assert left == "hacfg plan group.yaml --allow unverified-wire"


def test_a_file_name_stays_one_word(document: PlanDocument) -> None:
    name = "my group; rm -rf $HOME.yaml"

    assert shlex.split(plan_what_is_left(told(document, topology=name)))[2] == name


def test_a_way_back_is_asked_for_once(document: PlanDocument) -> None:
    assert plan_again(told(document, recover=True), recover=True).count("--recover") == 1
