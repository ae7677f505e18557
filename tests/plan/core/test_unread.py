"""What could not be read, told once for each unit and resource, with what to do."""

import pytest

from hacfg.errors import Problem
from hacfg.fortimail.reading import Reading
from hacfg.plan.ours import Notice
from hacfg.plan.unread import notice_of, unread_notices
from hacfg.source import Position
from hacfg.state import GROUP, Address
from tests.plan.core.parts import SILENT, changed_kind, situation, without_kinds
from tests.plan.groups import Group, declared, group

LINE = Position("group.yaml", 7)


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (Problem("no answer"), "no answer"),
        (Problem("no answer", seen="a"), "no answer (seen: a)"),
        (Problem("no answer", expected="b"), "no answer (expected: b)"),
        (Problem("no answer", seen="a", expected="b"), "no answer (seen: a; expected: b)"),
    ],
)
def test_a_notice_says_what_was_seen_and_expected(problem: Problem, message: str) -> None:
    assert notice_of("x", "note", problem) == Notice(id="x", severity="note", message=message)


def test_a_notice_is_where_the_problem_is_or_else_where_it_is_told() -> None:
    problem = Problem("no answer", where=LINE, next="wait")

    assert notice_of("x", "error", problem, "mx1").where == "group.yaml:7:1"
    assert notice_of("x", "error", Problem("no answer"), "mx1").where == "mx1"
    assert notice_of("x", "error", problem).next == "wait"


def pair() -> tuple[Group, dict[str, Reading]]:
    one = group(declared("7.2"))
    return one, one.readings(one.blank())


def without_keys(reading: Reading, kind: str, *names: str, key: str = "") -> Reading:
    """Return a reading in whose answer the keys of these attributes were not there."""
    assert reading.dialect is not None
    spec = reading.dialect.kinds[kind]
    assert spec is not None
    address = Address(reading.unit, kind, key)
    held = dict(reading.kinds[kind].held)
    held[address] -= {spec.fields[name].wire for name in names}
    return changed_kind(reading, kind, held=held)


def test_each_unit_and_kind_that_could_not_be_read_is_told() -> None:
    one, readings = pair()
    readings["mx1"] = Reading("mx1", dialect=one.dialect, kinds=readings["mx1"].kinds,
                              problems={"ha": SILENT, "syslog": Problem("timed out")})  # fmt: skip
    readings["mx2"] = Reading("mx2", problems={"": SILENT})

    found = list(unread_notices(situation(one, readings=readings), ()))

    silent = "mx2 did not answer (seen: nothing; expected: an answer)"
    assert found == [
        Notice(id="unread", severity="warning", message=message, where=where, next=next_)
        for message, where, next_ in (
            (silent, "mx1 ha", "look at it"),
            ("timed out", "mx1 syslog", ""),
            (silent, "mx2", "look at it"),
        )
    ]


def test_of_a_unit_that_leaves_the_plan_itself_tells_nothing_unread() -> None:
    document = declared("7.2", "config-only", 3)
    document["units"][2]["state"] = "absent"
    one = group(document)
    readings = one.readings(one.blank())
    readings["mx3"] = Reading("mx3", problems={"": SILENT})

    assert list(unread_notices(situation(one, readings=readings), ())) == []


def test_keys_that_an_answer_lacked_are_told_once_for_each_resource_by_their_wire_names() -> None:
    one, readings = pair()
    spec = one.dialect.kinds["ha"]
    assert spec is not None
    port, threshold = (spec.fields[name].wire for name in ("base_port", "lost_threshold"))
    readings["mx1"] = without_keys(readings["mx1"], "ha", "base_port", "lost_threshold")
    readings["mx2"] = without_keys(readings["mx2"], "ha", "base_port")
    readings["mx2"] = without_keys(readings["mx2"], "interface", "address", key="port1")
    interface = one.dialect.kinds["interface"]
    assert interface is not None
    unknown = [
        (Address("mx1", "ha"), "base_port"),
        (Address("mx1", "ha"), "mode"),
        (Address("mx2", "ha"), "base_port"),
        (Address("mx1", "ha"), "lost_threshold"),
        (Address("mx2", "interface", "port1"), "address"),
    ]

    found = list(unread_notices(situation(one, readings=readings), unknown))

    assert found == [
        Notice(
            id="unread",
            severity="warning",
            message=f"the answer held no key {keys}",
            where=where,
            next="say what your unit calls it: hacfg --dialect FILE",
        )
        for keys, where in (
            (f"{port}, {threshold}", "mx1 ha"),
            (port, "mx2 ha"),
            (interface.fields["address"].wire, "mx2 interface port1"),
        )
    ]


def test_what_the_group_shares_is_told_of_the_unit_that_leads() -> None:
    one, readings = pair()
    readings["mx1"] = without_keys(readings["mx1"], "mail_storage", "host")

    (notice,) = unread_notices(
        situation(one, readings=readings), [(Address(GROUP, "mail_storage"), "host")]
    )

    assert notice.where == "mx1 mail_storage"


def test_no_key_is_named_where_no_answer_came() -> None:
    one, readings = pair()
    readings["mx1"] = without_kinds(readings["mx1"], "ha")
    unknown = [
        (Address("mx1", "ha"), "base_port"),
        (Address("mx2", "unheard_of"), "x"),
        (Address("mx2", "syslog", "192.0.2.9:514"), "port"),
        (Address("mx2", "ha"), "base_port"),
    ]

    assert list(unread_notices(situation(one, readings=readings), unknown)) == []


def test_no_key_is_named_of_a_kind_that_the_dialect_does_not_know() -> None:
    one, readings = pair()
    address = Address("mx1", "unheard_of")
    readings["mx1"] = changed_kind(
        readings["mx1"], "unheard_of", held={address: frozenset[str]()}, resources={address: {}}
    )

    assert list(unread_notices(situation(one, readings=readings), [(address, "x")])) == []
