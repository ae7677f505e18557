"""Values and addresses as a plan file holds them, and words for what steps are about."""

import pytest

from hacfg.plan.steps import Answering, Condition
from hacfg.plan.values import parse_address, parse_value
from hacfg.state import UNKNOWN, Address, Secret
from tests.plan.core.steps import GATE, waits, writes


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("fortimail_ha.mx1", Address("mx1", "ha")),
        ("fortimail_ha_peer.mx-1_A", Address("mx-1_A", "ha_peer")),
        ('fortimail_syslog.group["192.0.2.9:514"]', Address("group", "syslog", "192.0.2.9:514")),
        ('fortimail_syslog.mx1[""]', Address("mx1", "syslog")),
        ('fortimail_syslog.mx1["a\nb"]', Address("mx1", "syslog", "a\nb")),
        (Address("mx1", "ha", "x"), Address("mx1", "ha", "x")),
    ],
)
def test_an_address_is_read_from_its_text(text: object, address: Address) -> None:
    assert parse_address(text) == address


@pytest.mark.parametrize("text", ["", "ha.mx1", "fortimail_ha", "fortimail_ha.mx1.x", 7, None])
def test_what_is_no_address_is_refused_in_its_own_words(text: object) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011  # the whole message is compared
        parse_address(text)

    assert str(raised.value) == f"{text!r} is not an address like fortimail_ha.mx1"


@pytest.mark.parametrize(
    ("held", "value"),
    [
        ({"unknown": True}, UNKNOWN),
        ({"secret": "ha.password"}, Secret("ha.password")),
        (["a", 1, True], ("a", "1", "True")),
        (("a",), ("a",)),
        ([], ()),
        (None, None),
        (False, False),
        (0, 0),
        ("", ""),
        (UNKNOWN, UNKNOWN),
        (Secret("s"), Secret("s")),
    ],
)
def test_a_value_is_read_as_what_it_stands_for(held: object, value: object) -> None:
    found = parse_value(held)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("held", [{"unknown": False}, {"secret": 7}, {"other": 1}, 1.5, {}])
def test_what_is_no_value_is_refused_in_its_own_words(held: object) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011  # the whole message is compared
        parse_value(held)

    assert str(raised.value) == f"{held!r} is not a value of an attribute"


@pytest.mark.parametrize(
    ("host", "text"),
    [("192.0.2.1", "192.0.2.1:25"), ("mx.example", "mx.example:25"), ("2001:db8::1",
                                                                      "[2001:db8::1]:25")],
)  # fmt: skip  # one table
def test_where_mail_service_greets_is_written_as_people_do(host: str, text: str) -> None:
    assert str(Answering(host=host, port=25)) == text


@pytest.mark.parametrize(
    ("condition", "name"), [("in-sync", "mx1.in_sync"), ("role", "mx1.role"), ("data", "mx1.data")]
)
def test_a_gate_is_attested_by_the_name_of_its_unit_and_condition(
    condition: Condition, name: str
) -> None:
    assert GATE.model_copy(update={"condition": condition}).attestation == name


def test_a_step_is_calm_if_mail_does_not_notice_it() -> None:
    assert writes().is_calm
    assert waits(1).is_calm
    assert not writes(mail="stops briefly").is_calm
