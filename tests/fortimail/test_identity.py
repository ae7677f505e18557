"""Whether the units that answer are the declared ones."""

import pytest

from hacfg.errors import Problem
from hacfg.fortimail.identity import check_identity, check_operation_mode
from hacfg.fortimail.reading import Reading
from hacfg.topology.models import Topology
from hacfg.topology.yaml import parse_yaml

DECLARED = """\
version: 1
name: mail-east
firmware: {firmware}
operation_mode: gateway
mode: active-passive
ha: {{password: {{env: HA}}}}
units:
  - name: mx1
    serial: FE400F0000000001
    role: primary
    api: {{url: "https://192.0.2.11", username: a, password: {{env: P}}}}
  - name: mx2
    role: secondary
    api: {{url: "https://192.0.2.12", username: a, password: {{env: P}}}}
"""
FACTS = {"serial": "FE400F0000000001", "firmware": "7.2.3", "operation_mode": "gateway"}


def problems_of(facts, *, firmware='"7.2"', unit="mx1", problems=(), check=check_identity):
    data, places = parse_yaml(DECLARED.format(firmware=firmware), "topology.yaml")
    reading = Reading(unit, facts, problems=dict(problems))
    return check(Topology.model_validate(data), {unit: reading}, places)


def test_the_declared_unit_is_no_problem():
    assert problems_of(FACTS) == []


def test_another_serial_number_names_both_and_its_line():
    (problem,) = problems_of({**FACTS, "serial": "FE400F0000000009"})

    assert str(problem.where) == "topology.yaml:9:13"
    assert (problem.seen, problem.expected) == ("FE400F0000000009", "FE400F0000000001")


def test_a_serial_number_that_could_not_be_read_does_not_match():
    facts = {name: value for name, value in FACTS.items() if name != "serial"}

    assert [problem.seen for problem in problems_of(facts)] == ["it could not be read"]


def test_one_box_behind_two_urls_is_named_at_the_second() -> None:
    data, places = parse_yaml(DECLARED.format(firmware='"7.2"'), "topology.yaml")
    readings = {name: Reading(name, FACTS) for name in ("mx1", "mx2")}

    (problem,) = check_identity(Topology.model_validate(data), readings, places)

    assert str(problem.where) == "topology.yaml:14:16"
    assert "mx2 and mx1 are the same unit" in problem.message


def test_a_serial_number_that_is_not_declared_is_not_compared():
    assert problems_of({**FACTS, "serial": "FE400F0000000009"}, unit="mx2") == []


@pytest.mark.parametrize(
    ("firmware", "seen", "fits"),
    [
        ('"7.2"', "v7.2.3,build358", True),
        ('"7.2.3"', "7.2.3", True),
        ('["7.2", "7.6"]', "7.6.0", True),
        ('"7.2"', "7.20.1", False),
        ('"7.2.3"', "7.2.30", False),
        ('"7.6"', "7.2.3", False),
        ('"7.2"', "\x1b[2J7.2", False),
        ('"7.2"', None, False),
    ],
)
def test_the_firmware_is_one_of_the_declared(firmware, seen, fits):
    problems = problems_of({**FACTS, "firmware": seen}, firmware=firmware)

    assert [str(problem.where) for problem in problems] == ([] if fits else ["topology.yaml:3:11"])
    assert all(problem.seen.isprintable() for problem in problems)


def test_another_operation_mode_is_named():
    facts = {**FACTS, "operation_mode": "server"}

    (problem,) = problems_of(facts, check=check_operation_mode)

    assert (problem.seen, problem.expected) == ("server", "gateway")
    assert "inferred" in problem.next
    assert problems_of(facts) == []


def test_a_unit_that_did_not_answer_is_not_judged():
    assert problems_of({}, problems={"": Problem("no answer")}) == []
