"""What units hold otherwise than they shall."""

import pytest

from hacfg.plan.rehearsal.ending import shortfall
from hacfg.state import Address
from tests.rehearsal.units.parts import stage

PORT = Address("mx1", "ha")
SYSLOG = Address("mx2", "syslog", "192.0.2.50:514")
DOMAIN = Address("mx1", "domain", "example.com")


@pytest.mark.parametrize(
    ("goal", "short"),
    [
        ({}, []),
        ({PORT: {"base_port": 20001, "mode": "primary"}}, []),
        ({PORT: {"base_port": 1, "mode": "primary"}}, [(PORT, "base_port")]),
        ({PORT: {"mode": "off", "base_port": 1}}, [(PORT, "mode"), (PORT, "base_port")]),
        ({PORT: {"no_such_name": None}}, []),
        ({DOMAIN: {}}, []),
        ({DOMAIN: None}, [(DOMAIN, "")]),
        ({Address("mx1", "domain", "no.example"): None}, []),
        (
            {Address("mx1", "domain", "no.example"): {}},
            [(Address("mx1", "domain", "no.example"), "")],
        ),
        ({Address("mx1", "no_such_kind"): {}}, [(Address("mx1", "no_such_kind"), "")]),
        ({Address("mx9", "ha"): {"mode": "off"}}, []),
        (
            {SYSLOG: None, Address("mx9", "ha"): {"mode": "off"}, DOMAIN: None},
            [(DOMAIN, ""), (SYSLOG, "")],
        ),
    ],
)
def test_a_shortfall_is_what_a_held_unit_holds_otherwise_than_it_shall(goal, short):
    assert list(shortfall(stage().held, goal)) == short
