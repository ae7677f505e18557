"""Values on the wire: strict by type, and the same after a round trip."""

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import SecretStr

from hacfg.errors import BadAnswer, InvalidInput
from hacfg.fortimail.dialect import FieldSpec, KindSpec
from hacfg.fortimail.wire import check_no_mask, decode, encode, row_key, visible
from hacfg.source import OnUnit
from hacfg.state import UNKNOWN, Secret

HERE = OnUnit("mx1", "ha", "mode")
NO_ADDRESS = "0.0.0.0"  # noqa: S104  # what a unit sends, nothing listens there
MODES = {"off": 0, "primary": 1, "secondary": 2}
EVENTS = {"cpu": 1, "ha": 4, "mem": 32}

SPECS = {
    "bool": FieldSpec(wire="x", type="bool"),
    "int": FieldSpec(wire="x", type="int", unset=0),
    "enum": FieldSpec(wire="x", type="enum", values=MODES),
    "str": FieldSpec(wire="x", type="str", unset=""),
    "ip": FieldSpec(wire="x", type="ip", unset=NO_ADDRESS),
    "ip_mask": FieldSpec(wire="x", type="ip_mask", unset="0.0.0.0/0"),
    "secret": FieldSpec(wire="x", type="secret"),
    "list": FieldSpec(wire="x", type="list", values=EVENTS),
    "words": FieldSpec(wire="x", type="list"),
}

VALUES = {
    "bool": some.booleans(),
    "int": some.integers().filter(bool) | some.none(),
    "enum": some.sampled_from(sorted(MODES)),
    "str": some.text(min_size=1) | some.none(),
    "ip": some.ip_addresses().filter(lambda ip: not ip.is_unspecified).map(str) | some.none(),
    "ip_mask": some.tuples(some.ip_addresses(v=4), some.integers(1, 32))
    .filter(lambda pair: not pair[0].is_unspecified)
    .map(lambda pair: f"{pair[0]}/{pair[1]}"),
    "list": some.sets(some.sampled_from(sorted(EVENTS))).map(lambda words: tuple(sorted(words))),
    "words": some.lists(some.sampled_from(["a", "b c", "d,e"])).map(tuple),
}


@pytest.mark.parametrize("name", VALUES)
@given(data=some.data())
def test_what_is_written_reads_back_as_the_same_value(name, data):
    value = data.draw(VALUES[name])

    back = decode(SPECS[name], encode(SPECS[name], value), HERE)

    assert back == value
    assert type(back) is type(value)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("bool", False, False),
        ("int", 0, None),
        ("int", 7, 7),
        ("enum", 2, "secondary"),
        ("str", "", None),
        ("ip", NO_ADDRESS, None),
        ("ip", "", None),
        ("ip", "2001:DB8:0:0::1", "2001:db8::1"),
        ("ip_mask", "::/0", None),
        ("ip_mask", "192.0.2.1/255.255.255.0", "192.0.2.1/24"),
        ("list", 36, ("ha", "mem")),
        ("list", 0, ()),
        ("list", ["mem", "ha", "ha"], ("ha", "mem")),
        ("list", "mem, ha", ("ha", "mem")),
        ("list", "", ()),
        ("words", "b,a", ("b", "a")),
        ("secret", "******", None),
        ("secret", 7, None),
    ],
)
def test_values_are_normalised(name, raw, value):
    decoded = decode(SPECS[name], raw, HERE)

    assert decoded == value
    assert type(decoded) is type(value)


@pytest.mark.parametrize(
    ("name", "raw", "seen", "expected"),
    [
        ("bool", 1, "1 (int)", "true or false"),
        ("bool", "enable", "'enable' (str)", "true or false"),
        ("int", True, "True (bool)", "a whole number"),
        ("int", "5", "'5' (str)", "a whole number"),
        ("int", 1.0, "1.0 (float)", "a whole number"),
        ("int", None, "None (NoneType)", "a whole number"),
        ("int", False, "False (bool)", "a whole number"),
        ("enum", 9, "9 (int)", "one of 0 (off), 1 (primary), 2 (secondary)"),
        ("enum", True, "True (bool)", "one of 0 (off), 1 (primary), 2 (secondary)"),
        ("enum", "primary", "'primary' (str)", "one of 0 (off), 1 (primary), 2 (secondary)"),
        ("str", 5, "5 (int)", "a text"),
        ("ip", "mail", "'mail' (str)", "an IP address"),
        ("ip", 1, "1 (int)", "a text"),
        ("ip_mask", "192.0.2.1", "'192.0.2.1' (str)", "an IP address with mask"),
        ("ip_mask", "192.0.2.1/99", "'192.0.2.1/99' (str)", "an IP address with mask"),
        ("list", 2, "2 (int)", "a sum of 1 (cpu), 4 (ha), 32 (mem)"),
        ("list", -1, "-1 (int)", "a sum of 1 (cpu), 4 (ha), 32 (mem)"),
        ("list", ["disk"], "['disk'] (list)", "some of cpu, ha, mem, not disk"),
        ("list", {"ha": True}, "{'ha': True} (dict)", "a list of words"),
        ("words", [1], "[1] (list)", "a list of words"),
    ],
)
def test_a_value_of_another_type_names_place_seen_and_expected(name, raw, seen, expected):
    with pytest.raises(BadAnswer) as caught:
        decode(SPECS[name], raw, HERE)

    problem = caught.value.problems[0]
    assert problem.where == HERE
    assert problem.seen == seen
    assert problem.expected.startswith(expected)
    assert "--dialect" in problem.next


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("bool", 1),
        ("bool", None),
        ("int", True),
        ("enum", "standby"),
        ("str", 5),
        ("secret", "plain text"),
        ("secret", Secret("ha.password")),
        ("bool", UNKNOWN),
        ("list", ["ha"]),
    ],
)
def test_a_value_without_a_place_on_the_wire_is_a_defect(name, value):
    with pytest.raises(ValueError, match="has no place on the wire"):
        encode(SPECS[name], value)


def test_a_secret_stays_wrapped():
    assert "hidden" not in repr(encode(SPECS["secret"], SecretStr("hidden")))


@pytest.mark.parametrize("value", ["******", SecretStr("******")])
def test_the_mask_of_a_secret_is_never_sent(value):
    with pytest.raises(InvalidInput, match="is what a unit shows instead of a secret"):
        check_no_mask(HERE, value)


@pytest.mark.parametrize(
    "text", ["\x1b[31m", "a\u202eb", "a\x00", "a\u2028b", "\ud800", "a\u200bb"]
)
def test_text_of_a_unit_is_shown_without_harm(text):
    assert visible(text).isprintable()


def test_long_text_of_a_unit_is_cut():
    assert visible("x" * 1000) == "x" * 200 + "... (1000 characters)"


def test_rows_of_numbered_tables_are_called_by_their_identity():
    kind = KindSpec(
        path="P",
        shape="table",
        rows="numbered",
        identity=["server", "port"],
        provenance="inferred",
        source="test",
        fields={},
    )

    assert row_key(kind, {"server": "192.0.2.50", "port": 514}, "3") == "192.0.2.50:514"
    assert row_key(kind, {"server": "192.0.2.50", "port": None}, "3") == "192.0.2.50:"
    assert row_key(kind.model_copy(update={"identity": []}), {}, "3") == "3"
