"""Changes that cannot be written, and those that no procedure took."""

import pytest

from hacfg.plan.changes import Action, Change
from hacfg.plan.draft import Mandate
from hacfg.plan.ours import Notice
from hacfg.plan.refusals import part_impossible, refusals
from hacfg.state import GROUP, Address, Secret
from tests.plan.core.parts import (
    HA,
    HEALTHY,
    LINES,
    SYSLOG,
    Found,
    changed_kind,
    draft,
    in_roles,
    situation,
)
from tests.plan.groups import declared, group

AT = {"x": LINES[7]}
NO_PROCEDURE = "no procedure changes it in this condition"
LATER = "plan again once this plan is carried out"
FAILED_OVER = (Found("primary", "off"), Found("secondary", "primary", in_sync=True))
SPLIT = (Found("primary", "primary"), Found("secondary", "primary"))
WAITING = (Found("primary", "off"), Found("secondary", "hold-off", in_sync=True))


def left(message: str, next_: str = LATER, where: str = "mx1") -> Notice:
    return Notice(id="left", severity="error", message=message, where=where, next=next_)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            Change(HA, "update", {"b": 1}, {"b": 2, "a": 1}),
            f"mx1 ha: a, b is left as it is: {NO_PROCEDURE}",
        ),
        (
            Change(HA, "update", {}, {"a": 1, "mode": "primary"}),
            "mx1 ha: a, mode is left as it is: whether the unit acts in the group is not settled",
        ),
        (
            Change(Address("mx1", "ha_member", "mx2"), "update", {}, {"role": "primary", "a": 1}),
            "mx1 ha_member mx2: a, role is left as it is: who leads is not settled",
        ),
        (
            Change(SYSLOG, "delete", {"a": 1}, {}),
            f"mx1 {SYSLOG.resource}: the row is left as it is: {NO_PROCEDURE}",
        ),
    ],
    ids=["settings", "the switch", "a role", "a row that goes"],
)
def test_what_no_procedure_took_is_told_with_why(change: Change, message: str) -> None:
    on = draft(in_roles(*HEALTHY), [change])

    assert refusals(on, whole=True) == ((left(message),), ())
    assert refusals(on, whole=False) == ((), (left(message),))


def test_what_is_left_is_told_in_the_order_of_addresses_at_its_place() -> None:
    changes = [
        Change(Address("mx2", "ha"), "update", {}, {"x": 1}),
        Change(Address("mx1", "syslog"), "update", {}, {"x": 1}, places=AT),
        Change(HA, "update", {}, {"x": 1}),
    ]

    found, _ = refusals(draft(in_roles(*HEALTHY), changes), whole=True)

    assert [(notice.message.partition(":")[0], notice.where) for notice in found] == [
        ("mx1 ha", "mx1"),
        ("mx1 syslog", "group.yaml:7:1"),
        ("mx2 ha", "mx2"),
    ]


def test_secrets_that_go_along_with_what_was_taken_are_not_left_and_the_rest_is() -> None:
    secret = Change(HA, "update", {}, {"password": Secret("ha.password")})
    other = Change(Address("mx2", "ha"), "update", {}, {"x": 1})

    found, _ = refusals(draft(in_roles(*HEALTHY), [secret, other]), whole=True)

    assert [notice.where for notice in found] == ["mx2"]


@pytest.mark.parametrize(
    ("found", "recover", "next_"),
    [
        (HEALTHY, False, LATER),
        (HEALTHY, True, LATER),
        (FAILED_OVER, False, "hacfg plan --recover brings the declared roles back"),
        (FAILED_OVER, True, LATER),
        (SPLIT, False, None),
        (SPLIT, True, LATER),
        (WAITING, False, None),
        (WAITING, True, None),
    ],
)
def test_when_it_can_be_done_depends_on_the_condition(
    found: tuple[Found, ...], *, recover: bool, next_: str | None
) -> None:
    mandate = Mandate(recover=recover)
    on = draft(in_roles(*found), [Change(HA, "update", {}, {"x": 1})], mandate=mandate)

    _, later = refusals(on, whole=False)

    message = "mx1 ha: x is left as it is: no procedure changes it in this condition"
    assert later == (() if next_ is None else (left(message, next_),))


ROW = Address("mx1", "interface", "port9")


@pytest.mark.parametrize("action", ["create", "update", "delete"])
@pytest.mark.parametrize("kind", ["interface", "syslog", "ha"])
def test_a_row_of_a_table_whose_rows_are_fixed_is_never_made(kind: str, action: Action) -> None:
    on = in_roles(*HEALTHY)
    change = Change(Address("mx1", kind, "port9"), action, {}, {})

    possible, impossible = part_impossible(on, [change])

    if (kind, action) != ("interface", "create"):
        assert (possible, impossible) == ([change], [])
        return
    notice = Notice(
        id="no-such-row",
        severity="error",
        message="mx1 has no interface port9, and none can be made",
        where="mx1",
        next="correct the name: it has to be as the unit shows it",
    )
    assert (possible, impossible) == ([], [(change, notice)])


def test_a_table_with_two_rows_of_one_name_is_not_written_and_others_are() -> None:
    one = group(declared("7.2"))
    readings = one.readings(one.blank())
    twins = (SYSLOG, Address("mx1", "syslog", "192.0.2.51:514"))
    readings["mx1"] = changed_kind(readings["mx1"], "syslog", twins=twins)
    shared = Change(Address(GROUP, "syslog", "192.0.2.9:514"), "create", {}, {}, places=AT)
    own = Change(Address("mx2", "syslog", "192.0.2.9:514"), "create", {}, {})
    here = Change(SYSLOG, "update", {}, {"x": 1})
    unread = Change(Address("mx1", "unheard_of"), "update", {}, {"x": 1})

    possible, impossible = part_impossible(
        situation(one, readings=readings), [own, shared, here, unread]
    )

    assert possible == [own, unread]
    why = {"severity": "error", "next": "remove all but one of them by hand, then plan again"}
    more = "mx1 has syslog 192.0.2.50:514 more than once"
    assert impossible == [
        (shared, Notice.model_validate({
            "id": "twins", "message": f"syslog 192.0.2.9:514: {more}",
            "where": "group.yaml:7:1", **why})),
        (here, Notice.model_validate({
            "id": "twins", "message": f"syslog 192.0.2.50:514: {more}", "where": "mx1", **why})),
    ]  # fmt: skip  # one case a row


def test_a_row_that_cannot_be_made_is_told_at_its_place() -> None:
    change = Change(ROW, "create", {}, {"x": 1}, places=AT)

    ((_, notice),) = part_impossible(in_roles(*HEALTHY), [change])[1]

    assert notice.where == "group.yaml:7:1"
