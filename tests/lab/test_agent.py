"""The SNMP agent of a simulated unit, read by the client that status uses."""

import asyncio
import dataclasses
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import SecretStr

from hacfg.apply.agents import acts_as
from hacfg.errors import Unreachable
from hacfg.fortimail.snmp import SnmpReading, SnmpTarget, SnmpUser, read_snmp
from hacfg.plan.steps import Agent
from hacfg.state import UNKNOWN
from tests.lab.labs import ENVIRONMENT, topology_text

URL = 'api: {url: "https://192.0.2.11"'
COMMUNITY = "snmp: {community: {env: HA_PASSWORD}}"
AUTH = "auth: {protocol: sha1, password: {env: MX_PASSWORD}}"
PRIVACY = "privacy: {protocol: aes, password: {env: HA_PASSWORD}}"
SECRET = SecretStr(ENVIRONMENT["HA_PASSWORD"])
PASSWORD = SecretStr(ENVIRONMENT["MX_PASSWORD"])


def text_with(block: str, **how: object) -> str:
    text = topology_text(**how)  # type: ignore[arg-type]  # as topology_text wants them
    assert URL in text
    return text.replace(URL, f"{block}\n    {URL}", 1)


def ask(lab, access: SecretStr | SnmpUser, *, patience: float = 10) -> SnmpReading:
    """Ask the agent of mx1, once: with time to spare where an answer has to come."""
    port = lab.running.info.agents["mx1"]
    target = SnmpTarget("mx1", "127.0.0.1", port, access, timeout=patience, retries=0)
    return read_snmp([target])["mx1"]


WAYS: dict[str, tuple[str, SecretStr | SnmpUser]] = {
    "2c": (COMMUNITY, SECRET),
    "3": ("snmp: {user: {name: nms}}", SnmpUser("nms")),
    "3 auth": (f"snmp: {{user: {{name: nms, {AUTH}}}}}", SnmpUser("nms", ("sha1", PASSWORD))),
    "3 private": (
        f"snmp: {{user: {{name: nms, {AUTH}, {PRIVACY}}}}}",
        SnmpUser("nms", ("sha1", PASSWORD), ("aes", SECRET)),
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_unit_tells_its_roles_and_queues(way, make_lab):
    block, access = WAYS[way]
    lab = make_lab(text_with(block))

    found = ask(lab, access)

    assert found == SnmpReading("mx1", "primary", "primary", {"default": 0, "deferred": 0})


def test_an_agent_is_read_from_a_thread_that_runs_an_event_loop_too(make_lab):
    lab = make_lab(text_with(COMMUNITY))

    async def within() -> SnmpReading:
        return ask(lab, SECRET)

    with ThreadPoolExecutor(1) as other:  # this thread may run a loop already: a browser's
        assert other.submit(lambda: asyncio.run(within())).result().effective == "primary"


def test_a_farm_has_modes_of_its_own_that_mean_the_same_roles(make_lab):
    lab = make_lab(text_with(COMMUNITY, farm=True, units=3))

    found = ask(lab, SECRET)

    assert (found.configured, found.effective) == ("primary", "primary")


@pytest.mark.parametrize(
    ("way", "wrong"),
    [
        ("2c", SecretStr("guessed")),
        ("3", SnmpUser("nobody")),
        ("3 auth", SnmpUser("nms", ("sha1", SecretStr("guessed it wrong")))),
        ("3 auth", SnmpUser("nms")),
    ],
)
def test_whoever_has_no_access_gets_nothing_and_is_told_so(way, wrong, make_lab):
    lab = make_lab(text_with(WAYS[way][0]))

    found = ask(lab, wrong, patience=0.5)

    assert found.effective is UNKNOWN
    assert found.problem is not None
    assert str(found.problem.where) == "mx1 snmp"
    assert "guessed" not in str(found.problem)
    assert "nobody" not in repr(dataclasses.replace(found, problem=None))


def test_an_agent_answers_while_the_unit_has_power_whatever_its_api_does(make_lab):
    lab = make_lab(text_with(COMMUNITY))

    lab.door.fault("mx1", "api-stop")
    assert ask(lab, SECRET).effective == "primary"

    lab.door.fault("mx1", "power-loss")
    assert ask(lab, SECRET, patience=0.5).problem is not None

    lab.door.repair("mx1")
    assert ask(lab, SECRET).problem is None


def test_an_agent_that_is_switched_off_is_silent(make_lab):
    lab = make_lab(text_with(COMMUNITY))
    lab.door.edit("mx1", "snmp", {"enabled": False})

    assert ask(lab, SECRET, patience=0.5).problem is not None


def test_a_unit_without_snmp_has_no_agent(make_lab):
    assert make_lab(text_with(COMMUNITY)).running.info.agents.keys() == {"mx1"}


def test_nobody_there_is_told_in_time():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as place:
        place.bind(("127.0.0.1", 0))
        target = SnmpTarget("mx1", "127.0.0.1", place.getsockname()[1], SECRET, 0.2, 0)

        found = read_snmp([target])["mx1"]

    assert found.problem is not None
    assert "gave no usable answer" in found.problem.message


def test_nobody_to_ask_is_no_work():
    assert read_snmp([]) == {}


def acting(lab, unit: str = "mx1") -> str:
    agent = Agent(host="127.0.0.1", port=lab.running.info.agents[unit])
    return acts_as(unit, agent, {f"{unit}.snmp.community": SECRET})


def test_a_gate_gets_the_role_that_a_unit_acts_in(make_lab):
    lab = make_lab(text_with(COMMUNITY))
    led = acting(lab)

    lab.door.cli("mx1", "config system ha\nset mode off\nend")

    assert (led, acting(lab)) == ("primary", "off")


def test_a_unit_that_failed_is_not_taken_for_one_with_ha_off(make_lab):
    lab = make_lab(text_with(COMMUNITY))
    lab.door.edit("mx1", "ha_interface", {"port_monitor": True}, "port1")
    lab.door.fault("mx1", "port-failure")

    with pytest.raises(Unreachable, match="does not tell which role it acts in"):
        acting(lab)
