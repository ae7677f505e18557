"""The Rego policies of examples/, run by a Rego interpreter."""

import json
from typing import Any

import pytest
from regopy import Interpreter

from tests.policies import plans
from tests.policies.plans import POLICIES, example

STORIES = ("pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6")


def denied(plan: dict[str, Any]) -> list[str]:
    interpreter = Interpreter()
    interpreter.add_module("hacfg", (POLICIES / "hacfg.rego").read_text())
    interpreter.set_input(plan)
    answer = json.loads(str(interpreter.query("data.main.deny")))
    found: list[str] = answer["expressions"][0]
    return found


@pytest.mark.parametrize("story", STORIES)
def test_a_plan_of_an_example_keeps_the_policies(story):
    assert denied(example(story)) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (plans.destroying, "fortimail_mail_storage.group would be destroyed"),
        (plans.copying, "fortimail_ha.mx1 synchronises mail data although it is on a NAS"),
        (plans.stopping, "step 1: mail stops ~20 s"),
        (plans.unread, "not everything could be read"),
    ],
)
def test_a_plan_that_breaks_a_policy_is_denied(wrong, message):
    plan = example()

    wrong(plan)

    assert denied(plan) == [message]
