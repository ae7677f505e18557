"""The plans that follow where hacfg stopped, or a fault came: each is held to its own proof."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest

from hacfg.fortimail.reading import Reading
from hacfg.plan.made import Made
from hacfg.plan.making import brief_of, make, material_again, prove, replanning
from hacfg.plan.proof import Proof, steps_digest
from hacfg.plan.rehearsal import Replanned, rehearse
from hacfg.plan.rehearsal.cutoff import choose_cast
from hacfg.plan.steps import AnyStep
from tests.plan.groups import Planned
from tests.rehearsal.scenarios import SCENARIOS, prepared

Asked = tuple[Mapping[str, Reading], bool]
"""What the units read, and whether a new password is still to be sent."""

WITHOUT_VIRTUAL_IP = {"failed over: S3 no-mail"}
"""Senders who use the own address of the unit that leads do not follow when roles change."""

KNOWN: dict[str, set[str]] = dict.fromkeys(["remove a virtual IP", "to a farm"], WITHOUT_VIRTUAL_IP)
"""Scenario to the plans that follow and are refused: the condition, the rule and the danger."""


@pytest.mark.slow
@pytest.mark.parametrize(("name", "firmware"), SCENARIOS)
def test_a_plan_that_follows_is_proved_safe_or_known_to_be_refused(
    name: str, firmware: str
) -> None:
    found = list(following(prepared(name, firmware)))

    refused = {
        f"{made.situation.condition}: {story.rule} {story.danger}"
        for made, proof in found
        for story in proof.stories[:1]
    }
    assert refused == KNOWN.get(name, set())


def following(one: Planned) -> Iterator[tuple[Made, Proof]]:
    """Yield each plan that follows in the world without doubtful facts, and its own proof."""
    done: set[tuple[str, str]] = set()
    for readings, unsent in _asked(one):
        material = material_again(one.material, unsent=unsent)
        made = make(material, readings)
        key = (steps_digest(made.outline.steps), _roles(made))
        proof = None if key in done else prove(material, made, readings)
        done.add(key)
        if proof is not None:
            yield made, proof


def _asked(one: Planned) -> list[Asked]:
    """Return what is read wherever the rehearsal of a plan has to plan again."""
    seen: list[Asked] = []
    replan = replanning(one.material)

    def noted(readings: Mapping[str, Reading], unsent: bool) -> Replanned:  # noqa: FBT001  # as the rehearsal calls it
        seen.append((readings, unsent))
        return replan(readings, unsent)

    steps: tuple[AnyStep, ...] = one.outline.steps
    cast = choose_cast(one.situation, steps)
    brief = replace(brief_of(one.material, one.made, cast), worlds=[frozenset[str]()])
    rehearse(cast.situation, cast.steps, noted, one.readings, brief)
    return seen


def _roles(made: Made) -> str:
    units = made.situation.everyone
    return "; ".join(f"{u.name} {u.configured} {u.effective} {u.in_sync} {u.blank}" for u in units)
