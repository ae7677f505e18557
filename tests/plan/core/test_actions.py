"""An action: carried out by hacfg, or typed by a person."""

from dataclasses import replace
from typing import Any

import pytest

from hacfg.fortimail.dialect import Provenance
from hacfg.plan.draft import Draft, Mandate
from hacfg.plan.procedures import Stage
from hacfg.plan.steps import ActionStep, ManualStep
from hacfg.plan.writing import Deed, act
from hacfg.state import Address, Secret
from tests.plan.core.parts import GUESSED, SECOND_HA, SISTER, draft, situation
from tests.plan.groups import WIRE, declared, group

DEED = Deed(
    action="join",
    arguments={"primary_ip": "10.0.0.1", "primary_backup": True, "password": Secret("ha.password"),
               "unit": "mx2"},
    after={SECOND_HA: {"enabled": True}},
    guards=("config-overwrite",),
    position="group.yaml:9:1",
    relies=("mx1",),
    overwrites=("mx2",),
)  # fmt: skip  # one list


def deed(allowed: frozenset[str], provenance: Provenance = "inferred") -> tuple[Draft, Any]:
    """Return the draft that an action is in, and its step; how its REST call is known."""
    one = group(declared("7.6"))
    join = one.dialect.actions["join"]
    assert join is not None
    rest = join.rest.model_copy(update={"provenance": provenance})
    actions = {"join": join.model_copy(update={"rest": rest})}
    known = one.dialect.model_copy(update={"actions": actions})
    made = draft(situation(replace(one, dialect=known)), mandate=Mandate(allowed))
    made.procedure = "join mx2"
    act(made, "mx2", Stage({}, "why", "stops"), DEED)
    (step,) = made.steps
    return made, step


COMMON: dict[str, Any] = {
    "number": 1, "unit": "mx2", "procedure": "join mx2", "reason": "why", "title": "ha join",
    "position": "group.yaml:9:1", "guards": ["config-overwrite"], "overwrites": ["mx2"],
    "after": {SECOND_HA: {"enabled": True}},
    "before": {
        address: values
        for unit in ("mx2", "mx1")
        for address, values in (
            (Address(unit, "ha"), {"mode": "active-passive", "enabled": False}),
            (Address(unit, "ha_status"), {"effective_mode": "off"}),
        )
    },
}  # fmt: skip  # one list


@pytest.mark.parametrize(
    ("allowed", "provenance"), [(WIRE, "inferred"), (frozenset(), "documented")]
)
def test_an_action_has_its_arguments_and_says_what_is_read_once_it_took_effect(
    allowed: frozenset[str], provenance: Provenance
) -> None:
    made, step = deed(allowed, provenance)

    assert step == ActionStep(**COMMON, action="join", arguments=dict(DEED.arguments))
    assert made.read("mx2", "ha", "enabled") is True


@pytest.mark.parametrize(("provenance", "why"), [("inferred", GUESSED), ("sibling", SISTER)])
def test_an_action_by_hand_is_a_line_to_type_and_why_a_person_does_it(
    provenance: Provenance, why: str
) -> None:
    made, step = deed(frozenset(), provenance)

    assert step == ManualStep(
        **COMMON,
        action="join",
        secrets=["ha.password"],
        lines=step.lines,
        why_manual=why,
    )
    assert all(word in step.lines[0] for word in ("10.0.0.1", "true", "<secret: env ha.password>"))
    assert made.read("mx2", "ha", "enabled") is True
