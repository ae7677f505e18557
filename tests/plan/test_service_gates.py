"""Mail service is waited for where a step may have stopped it, if the topology asks for that."""

from dataclasses import replace

import pytest

from hacfg.errors import InvalidInput
from hacfg.plan.agents import asked_services
from hacfg.plan.rehearsal.gates import restores_mail
from hacfg.plan.steps import AnyStep, WaitStep
from hacfg.report.step_notes import step_notes
from hacfg.report.style import Style
from hacfg.topology.hosts import check_urls, host_url
from tests.plan.groups import Json
from tests.plan.worlds import FIRMWARES
from tests.rehearsal.scenarios import FARMS, PAIRS, Recipe, planned

VIP = "198.51.100.25:25"


def asking(recipe: Recipe, entry: Json | None = None) -> Recipe:
    """Return the scenario with an entry for mail that asks for service."""
    wanted = {"kind": "virtual-ip", "answers": {"port": 25}, **(entry or {})}

    def declare(document: Json) -> None:
        recipe.declare(document)
        document["mail_entry"] = wanted

    return replace(recipe, declare=declare)


def greetings(recipe: Recipe, firmware: str) -> list[WaitStep]:
    steps = planned(recipe, firmware).outline.steps
    return [s for s in steps if isinstance(s, WaitStep) and s.gate.condition == "answers"]


def where(steps: list[WaitStep]) -> list[tuple[str, list[str]]]:
    return [(step.unit, [str(place) for place in step.gate.answers]) for step in steps]


@pytest.mark.parametrize("firmware", FIRMWARES)
@pytest.mark.parametrize("name", ["base port", "build around a used unit", "failed over, mx1 off"])
def test_what_stops_mail_ends_with_a_greeting_at_the_virtual_ip(name: str, firmware: str) -> None:
    one = planned(asking(PAIRS[name]), firmware)
    found = greetings(asking(PAIRS[name]), firmware)

    assert found
    assert {tuple(places) for _, places in where(found)} == {(VIP,)}
    assert one.proof is not None
    assert one.proof.safe


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_a_blank_group_has_no_mail_to_wait_for(firmware: str) -> None:
    assert greetings(asking(PAIRS["build"]), firmware) == []


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_who_asks_for_nothing_waits_for_nothing(firmware: str) -> None:
    assert greetings(PAIRS["base port"], firmware) == []


@pytest.mark.parametrize("firmware", FIRMWARES)
def test_a_member_of_a_farm_greets_at_its_own_address_before_senders_are_let_in(
    firmware: str,
) -> None:
    entry = {"kind": "load-balancer", "opened": {"command": ["./opened", "{unit}"]}}
    recipe = asking(FARMS["farm: add mx4"], entry)
    steps = planned(recipe, firmware).outline.steps
    (found,) = greetings(recipe, firmware)

    following = steps[found.number]
    assert found.unit == "mx4"
    assert isinstance(following, WaitStep)
    assert following.gate.condition == "opened"


def test_the_time_that_it_may_take_is_that_of_what_lies_outside() -> None:
    def slower(document: Json) -> None:
        document["gate_timeouts"] = {"command": 77}
        document["mail_entry"] = {"kind": "virtual-ip", "answers": {}}
        PAIRS["base port"].declare(document)

    found = greetings(Recipe(slower), "7.2")

    assert {step.gate.timeout for step in found} == {77}


def test_people_read_who_says_so_and_it_counts_as_no_sign_of_a_role() -> None:
    step = greetings(asking(PAIRS["base port"]), "7.2")[0]

    assert step_notes(step, [step], Style()) == ["says the service itself: SMTP answers 220"]
    assert not restores_mail(step.gate)


def test_a_host_that_hacfg_may_not_talk_to_is_not_greeted_either() -> None:
    steps: list[AnyStep] = [*greetings(asking(PAIRS["base port"]), "7.2")]
    urls = [(unit, host_url(host)) for unit, host in asked_services(steps)]

    with pytest.raises(InvalidInput, match=r"198\.51\.100\.25 is not among the hosts"):
        check_urls(urls, "mx1.example.net")
