"""What pydantic finds is told in people's words, with the place."""

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from hacfg.errors import InvalidInput
from hacfg.source import Position
from hacfg.topology.explain import validate
from hacfg.topology.yaml import parse_yaml
from tests.topology.documents import PAIR, Edit, edited, pointed_at, problems_of

CASES: list[tuple[Edit, str, str]] = [
    # edit, the whole message after the position, what the position points at
    (
        ("heartbeat:\n    base", "hartbeat:\n    base"),
        "unknown key 'hartbeat' in ha; next: did you mean 'heartbeat'?",
        "hartbeat:",
    ),
    (
        ("ports: [port1]", "colour: red"),
        (
            "unknown key 'colour' in monitor; expected: one of ports, services; "
            "next: correct or delete the key"
        ),
        "colour:",
    ),
    (
        ('"7.2"', "7.2"),
        (
            "firmware has the wrong type; seen: a decimal number; expected: text or a list; "
            'next: put the value in quotes ("...")'
        ),
        "7.2",
    ),
    (
        ("base_port: 20000", 'base_port: "20000"'),
        (
            "ha.heartbeat.base_port has the wrong type; seen: text; expected: a whole number; "
            "next: write a whole number, for example 20000"
        ),
        '"20000"',
    ),
    (
        ("remote_services: true", "remote_services: yes"),
        (
            "ha.heartbeat.remote_services has the wrong type; seen: text; expected: true or false; "
            "next: write true or false, for example true"
        ),
        "yes",
    ),
    (
        ("base_port: 20000", "base_port: 80"),
        (
            "ha.heartbeat.base_port has a value that is not allowed; seen: 80; "
            "expected: greater than or equal to 1024; next: correct it, for example 20000"
        ),
        "80",
    ),
    (
        ("operation_mode: gateway\n", ""),
        (
            "the file lacks the key 'operation_mode'; expected: Operation mode of the units; "
            "next: add `operation_mode`, for example gateway"
        ),
        "#",
    ),
    (
        ("    role: secondary\n", ""),
        (
            "units[1] lacks the key 'role'; expected: Configured role; "
            "next: add `role`, for example primary"
        ),
        "name: mx2",
    ),
    (
        ("on_failure: become-secondary", "on_failure: become-secundary"),
        (
            "ha.on_failure has a value that is not allowed; seen: 'become-secundary'; "
            "expected: one of off, restore-role, become-secondary; "
            "next: did you mean 'become-secondary'?"
        ),
        "become-secundary",
    ),
    (
        ("mode: active-passive", "type: group\nmode: active-passive"),
        (
            "type asks for group HA (a cluster of clusters), which hacfg does not support; "
            "seen: 'group'; next: declare each cluster as a group of its own, and delete `type`"
        ),
        "group",
    ),
    (
        ("password: {env: MAIL_EAST_HA_PASSWORD}", "password: hunter2"),
        (
            "ha.password is a secret, which must not stand in the file; "
            "next: write {env: NAME} and set that variable, or {file: PATH}"
        ),
        "hunter2",
    ),
    (
        ("{env: MAIL_EAST_HA_PASSWORD}", "{env: A, file: b}"),
        (
            "ha.password must name its secret in exactly one way; "
            "next: write one of {env: NAME}, {file: PATH}, {command: [PROGRAM, ARGUMENT]}"
        ),
        "password:",
    ),
    (
        ("address: 198.51.100.11/24", "address: 198.51.100.11"),
        (
            "units[0].interfaces.port1.address has no prefix length, "
            "as the /24 in 198.51.100.11/24; seen: '198.51.100.11'; "
            'next: correct it, for example "198.51.100.11/24"'
        ),
        "198.51.100.11",
    ),
    (
        ("address: 198.51.100.11/24", "address: 198.51.100.256/24"),
        (
            "units[0].interfaces.port1.address is no IP address with prefix length; "
            "seen: '198.51.100.256/24'; next: correct it, for example \"198.51.100.11/24\""
        ),
        "198.51.100.256/24",
    ),
    (
        ("hosts: [192.0.2.60]", "hosts: [nms.example.net]"),
        (
            "alerts.snmp.users[0].hosts[0] is no IP address; seen: 'nms.example.net'; "
            'next: correct it, for example "198.51.100.25"'
        ),
        "nms.example.net",
    ),
    (
        ("https://192.0.2.11", "https://192.0.2.11:70000"),
        (
            "units[0].api.url has a port that is not one of 1 to 65535, or a broken address; "
            "seen: 'https://192.0.2.11:70000'; next: correct it, for example \"https://192.0.2.11\""
        ),
        '"https://192.0.2.11:70000"',
    ),
    (
        ("lost_threshold: 15 ", "lost_threshold: # "),
        "ha.heartbeat.lost_threshold has no value; next: write a value, or delete the line",
        "",
    ),
    (
        ("kind: nas, protocol: nfs, host: nas1.example.net", "kind: nas, protocol: nfs"),
        (
            "mail_storage lacks the key 'host'; expected: The storage server; "
            "next: add `host`, for example nas1.example.net"
        ),
        "mail_storage:",
    ),
    (
        (
            "{kind: nas, protocol: nfs, host: nas1.example.net, directory: /vol/mail}",
            "{kind: nass}",
        ),
        (
            "mail_storage.kind has a value that is not allowed; seen: 'nass'; "
            "expected: one of nas, local; next: did you mean 'nas'?"
        ),
        "nass",
    ),
    (
        ("{kind: nas, protocol: nfs, host", "{protocol: nfs, host"),
        (
            "mail_storage lacks the key 'kind'; expected: A network storage; "
            "next: add `kind`, for example nas"
        ),
        "mail_storage:",
    ),
    (
        ("antivirus: required", "antispyware: required"),
        (
            "licenses.antispyware has a value that is not allowed; seen: 'antispyware'; "
            "expected: one of antispam, antivirus; next: did you mean 'antispam'?"
        ),
        "required",
    ),
    (
        ("- {server: 192.0.2.50, port: 514", "- {server: 192.0.2.50, prt: 514"),
        "unknown key 'prt' in alerts.syslog[0]; next: did you mean 'port'?",
        "prt: 514",
    ),
    (
        ("email:\n    - {address: noc@example.net}", "email: noc@example.net"),
        (
            "alerts.email has the wrong type; seen: text; expected: a list or a mapping "
            "(`key: value`); next: write a list or a mapping (`key: value`), for example "
            "[{address: noc@example.net}]"
        ),
        "noc@",
    ),
    (
        ("on: 2026-11-01", "on: 2026-11-31"),
        (
            "attestations[0].on is no date; write it as 2027-03-31; seen: '2026-11-31'; "
            'next: correct it, for example "2027-03-31"'
        ),
        "2026-11-31",
    ),
]


@pytest.mark.parametrize(("edit", "message", "place"), CASES, ids=[case[1] for case in CASES])
def test_one_mistake_gives_one_message_at_its_place(
    tmp_path: Path, edit: Edit, message: str, place: str
):
    text = edited(PAIR, edit)

    (problem,) = problems_of(tmp_path, text)

    assert str(problem).removeprefix(f"{problem.where}: ") == message
    assert pointed_at(text, problem).startswith(place)


def test_all_mistakes_are_told_at_once_from_top_to_bottom(tmp_path: Path):
    text = edited(PAIR, *(CASES[number][0] for number in (0, 6, 7, 15)))

    found = problems_of(tmp_path, text)

    assert len(found) == 4
    lines = [problem.where.line for problem in found if isinstance(problem.where, Position)]
    assert lines == sorted(lines)


SECRETS: list[Edit] = [
    ("password: {env: MAIL_EAST_HA_PASSWORD}", "password: hunter2"),
    ("password: {env: MAIL_EAST_HA_PASSWORD}", "password: [hunter2]"),
    ("password: {env: MAIL_EAST_HA_PASSWORD}", "password: {hunter2: x}"),
    ("password: {env: MAIL_EAST_HA_PASSWORD}", "password: {env: hunter2!}"),
    ("password: {env: MAIL_EAST_HA_PASSWORD}", "password: {env: X, hunter2: hunter2}"),
    ("password: {env: MAIL_EAST_HA_PASSWORD}", "password: {command: hunter2}"),
    ("password: {env: MAIL_EAST_HA_PASSWORD}", "passwort: hunter2"),
    ("password: {env: MAIL_EAST_HA_PASSWORD}", "password: {env: X, previous: hunter2}"),
    ("auth_password: {env: SNMP_AUTH_PASSWORD}", "auth_password: hunter2"),
    ("https://192.0.2.11", "https://hacfg:hunter2@192.0.2.11"),
    ("ha:\n", "ha: hunter2\nx:\n"),
]


@pytest.mark.parametrize("edit", SECRETS, ids=[edit[1] for edit in SECRETS])
def test_no_message_quotes_a_secret_that_stands_in_the_file(tmp_path: Path, edit: Edit):
    found = problems_of(tmp_path, edited(PAIR, edit))

    assert found
    assert "hunter2" not in "\n".join(map(str, found))


def test_the_error_keeps_no_trace_of_the_values_that_pydantic_saw(tmp_path: Path):
    with pytest.raises(InvalidInput) as caught:
        validate(Small, {"password": "hunter2"}, parse_yaml("a: 1", str(tmp_path))[1])

    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


class Small(BaseModel):
    """A model that is no topology's, with a plain union and an own constraint."""

    model_config = ConfigDict(extra="forbid", strict=True)

    size: int | list[int] = 1


def test_any_model_can_be_validated():
    data, places = parse_yaml("size: 3\n", "f.yaml")

    assert validate(Small, data, places) == Small(size=3)


def test_a_file_that_is_no_mapping_is_refused():
    data, places = parse_yaml("- 1\n", "f.yaml")

    with pytest.raises(InvalidInput, match="the file has the wrong type; seen: a list"):
        validate(Small, data, places)


def test_of_a_union_only_the_alternative_that_was_meant_is_told():
    data, places = parse_yaml("size: [1, x]\n", "f.yaml")

    with pytest.raises(InvalidInput) as caught:
        validate(Small, data, places)

    assert str(caught.value) == (
        "f.yaml:1:11: size[1] has the wrong type; seen: text; expected: a whole number; "
        "next: write a whole number"
    )


def test_values_are_quoted_where_the_caller_says_that_nothing_is_secret():
    class Named(BaseModel):
        model_config = ConfigDict(extra="forbid")

        password: bool

    data, places = parse_yaml("password: {kind: secret}\nsecret: x", "f.yaml")

    with pytest.raises(InvalidInput, match="unknown key 'secret'"):
        validate(Named, data, places, hides=lambda _: False)
