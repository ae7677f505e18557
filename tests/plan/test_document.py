"""The plan file: whole, in Terraform's shape, bound to its content, without a secret."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hacfg.errors import Problem
from hacfg.plan.changes import Change, Desired
from hacfg.plan.compose import bound
from hacfg.plan.document import PlanDocument, plan_id, plan_schema, to_json, with_id
from hacfg.plan.steps import SetStep, WaitStep
from hacfg.plan.terraform import JsonObject
from hacfg.plan.values import PlanState, parse_address, parse_value
from hacfg.plan.views import explain_list, resource_change
from hacfg.state import GROUP, UNKNOWN, Actual, Address, Secret, Value, plain
from tests.plan.groups import WIRE, Group, declared, group, plan
from tests.plan.simulated import carry_out
from tests.plan.worlds import FIRMWARES, at_rest, built, groups

TOP = {
    "format_version", "terraform_version", "planned_values", "resource_changes",
    "resource_drift", "checks", "timestamp", "applyable", "complete", "errored", "hacfg",
}  # fmt: skip  # one list
CHANGE = {
    "actions", "before", "after", "after_unknown", "before_sensitive", "after_sensitive",
}  # fmt: skip  # one list


def document(**choices: Any) -> PlanDocument:
    one = group(declared(**choices))
    return plan(one, one.readings(one.blank())).document


def content(found: PlanDocument) -> Any:
    return json.loads(to_json(found))


@given(groups(), st.sampled_from([WIRE, frozenset[str]()]))
def test_a_plan_file_says_what_the_plan_says(one: Group, allowed: frozenset[str]) -> None:
    found = plan(one, one.readings(one.blank()), allowed).document

    again = PlanDocument.model_validate_json(to_json(found))

    assert again == found
    assert to_json(again) == to_json(found)
    assert plan_id(again) == found.hacfg.plan_id


@pytest.mark.parametrize("allowed", [WIRE, frozenset[str]()])
@pytest.mark.parametrize("mode", ["active-passive", "config-only"])
@pytest.mark.parametrize("firmware", FIRMWARES)
def test_every_plan_keeps_to_its_schema(firmware: str, mode: str, allowed: frozenset[str]) -> None:
    one = group(declared(firmware, mode))
    found = plan(one, one.readings(one.blank()), allowed).document

    jsonschema.validate(content(found), plan_schema())


def test_a_plan_with_removed_rows_and_unseen_values_keeps_to_its_schema() -> None:
    one = group(declared())
    rows = built(one, one.blank(), plan(one, one.readings(one.blank())).outline.steps)
    rows[Address("mx1", "alert_email", "old@example.net")] = {"address": "old@example.net"}
    del rows[Address("mx2", "ha_service", "local-ports")]["interval"]

    found = plan(one, one.readings(rows)).document

    jsonschema.validate(content(found), plan_schema())
    assert PlanDocument.model_validate_json(to_json(found)) == found


def paths(node: object, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the paths of all leaves."""
    items = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node)
        if isinstance(node, list)
        else ()
    )
    below = [path for name, value in items for path in paths(value, (*above, name))]
    return below or [above]


def changed(node: Any, path: tuple[str | int, ...]) -> None:
    *above, last = path
    for step in above:
        node = node[step]
    match node[last]:
        case bool():
            node[last] = not node[last]
        case int():
            node[last] += 1
        case str():
            node[last] += "x"
        case {}:
            node[last] = {"x": 1}
        case []:
            node[last] = ["x"]
        case _:
            node[last] = "x"


def shape(path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Return what a path has in common with those of its kind: no row numbers, no dialect."""
    inner = path[-1:] if path[:2] == ("hacfg", "dialects") else path
    return tuple("*" if isinstance(step, int) else step for step in inner)


FREE = {("timestamp",), ("hacfg", "measured"), ("hacfg", "plan_id")}


def test_the_plan_id_changes_with_any_content_but_times() -> None:
    found = document()
    before = plan_id(found)
    seen = 0
    # One leaf of each shape: of many rows, the last.
    shapes = {shape(path): path for path in paths(content(found))}

    for path in shapes.values():
        edited = content(found)
        changed(edited, path)
        try:
            other = PlanDocument.model_validate(edited)
        except ValidationError:
            continue
        free = any(path[: len(one)] == one for one in FREE)
        assert (plan_id(other) == before) == free, path
        seen += 1

    assert seen > 100


def test_time_and_measurements_leave_the_plan_id_alone() -> None:
    one = group(declared())
    early, late = (
        plan(one, one.readings(one.blank()), timestamp=f"2026-11-0{day}T00:00:00Z").document
        for day in (1, 2)
    )
    ours = late.hacfg.model_copy(update={"measured": {"read_seconds": {"mx1": 9.9}}})

    assert early.timestamp != late.timestamp
    assert plan_id(late.model_copy(update={"hacfg": ours})) == early.hacfg.plan_id


def test_writing_the_id_does_not_change_it() -> None:
    found = document()

    assert with_id(with_id(found)) == found
    assert found.hacfg.plan_id.startswith("sha256:")


@given(groups(), st.data())
def test_the_order_in_which_units_answered_does_not_matter(one: Group, data: st.DataObject) -> None:
    rows = one.blank()
    found = plan(one, one.readings(rows)).document
    shuffled = dict(data.draw(st.permutations(list(rows.items()))))
    shuffled = {a: dict(reversed(values.items())) for a, values in shuffled.items()}
    readings = dict(reversed(one.readings(shuffled).items()))

    assert to_json(plan(one, readings).document) == to_json(found)


def test_a_plan_has_the_keys_of_terraforms() -> None:
    found = content(document())

    assert set(found) == TOP
    assert found["format_version"] == "1.2"
    assert found["errored"] is False
    assert found["resource_drift"] == found["checks"] == []
    for resource in found["planned_values"]["root_module"]["resources"]:
        assert resource["mode"] == "managed"
        assert resource["type"] == f"fortimail_{parse_address(resource['address']).kind}"
        assert resource["provider_name"]
        assert set(resource["sensitive_values"]).isdisjoint(resource["values"])
    for change in found["resource_changes"]:
        assert set(change["change"]) == CHANGE
        assert change["change"]["actions"] in (["create"], ["update"], ["delete"])
        address = parse_address(change["address"])
        assert (change["type"], change["name"]) == (f"fortimail_{address.kind}", address.owner)
        assert change.get("index", "") == address.key


ROW = Address(GROUP, "snmp_user", "nms")
SHAPES: dict[str, tuple[Change, Actual, JsonObject]] = {
    "create": (
        Change(ROW, "create", {}, {"level": "authpriv", "pwd": Secret("s")}),
        Actual(),
        {
            "actions": ["create"],
            "before": None,
            "after": {"level": "authpriv"},
            "before_sensitive": False,
            "after_sensitive": {"pwd": True},
        },
    ),
    "update": (
        Change(ROW, "update", {"level": "x"}, {"level": "authpriv"}),
        Actual({ROW: {"level": "x", "other": 1}}),
        {
            "actions": ["update"],
            "before": {"level": "x"},
            "after": {"level": "authpriv"},
            "before_sensitive": {"pwd": True},
            "after_sensitive": {"pwd": True},
        },
    ),
    "update of what was not seen": (
        Change(ROW, "update", {"level": UNKNOWN}, {"level": "authpriv"}),
        Actual({ROW: {"level": UNKNOWN}}),
        {
            "actions": ["update"],
            "before": {},
            "after": {"level": "authpriv"},
            "before_sensitive": {"pwd": True},
            "after_sensitive": {"pwd": True},
        },
    ),
    "update by the mode": (
        Change(ROW, "update", {"events": ("ha",)}, {"events": ()}),
        Actual({ROW: {"level": "authpriv", "events": ("ha",)}}),
        {
            "actions": ["update"],
            "before": {"events": ["ha"], "level": "authpriv"},
            "after": {"events": [], "level": "authpriv"},
            "before_sensitive": {"pwd": True},
            "after_sensitive": {"pwd": True},
        },
    ),
}
DELETED = (
    Change(ROW, "delete", {"level": "x", "words": ("a",)}, {}),
    Actual({ROW: {"level": "x", "words": ("a",)}}),
)


@pytest.mark.parametrize("case", SHAPES)
def test_a_change_has_terraforms_before_and_after(case: str) -> None:
    change, actual, shape = SHAPES[case]
    desired = Desired({ROW: {"level": "authpriv", "pwd": Secret("s")}})

    found = resource_change(change, desired, actual).change.model_dump(mode="json")

    assert found == {**shape, "after_unknown": {}}


@pytest.mark.parametrize("desired", [Desired({ROW: None}), Desired()])
def test_a_removed_row_has_a_before_and_no_after(desired: Desired) -> None:
    change, actual = DELETED

    found = resource_change(change, desired, actual).change

    assert (found.actions, found.after) == (["delete"], None)
    assert found.before == {"level": "x", "words": ["a"]}
    assert (found.before_sensitive, found.after_sensitive) == ({}, False)


def test_resources_to_add_change_and_destroy_are_counted_once_each() -> None:
    one = group(declared())
    rows = built(one, one.blank(), plan(one, one.readings(one.blank())).outline.steps)
    rows[Address("mx1", "alert_email", "old@example.net")] = {"address": "old@example.net"}
    del rows[Address("mx1", "alert_email", "noc@example.net")]
    rows[Address("mx1", "ha_service", "local-ports")]["interval"] = 99
    rows[Address("mx2", "ha_service", "local-ports")]["retries"] = 99
    rows[Address("mx2", "ha_service", "local-ports")]["interval"] = 99

    assert plan(one, one.readings(rows)).document.counts == (1, 2, 1)


@given(groups())
def test_what_is_bound_is_what_steps_rely_on_and_no_earlier_step_wrote(one: Group) -> None:
    blank = one.blank()
    first = plan(one, one.readings(blank)).outline.steps
    rows = at_rest(one, carry_out(blank, first[: len(first) // 2]))
    found = plan(one, one.readings(rows)).document.hacfg

    written: set[tuple[Address, str]] = set()
    for step in found.steps:
        before = {} if isinstance(step, WaitStep) else step.before
        after = step.gate.expect if isinstance(step, WaitStep) else step.after
        for address, name, value in leaves(before):
            bound_to = (found.bound.get(address) or {}).get(name, UNKNOWN)
            assert (address, name) in written or bound_to == value
        written |= {(address, name) for address, name, _ in leaves(after)}
    for address, values in found.bound.items():
        assert (address in rows) == (values is not None)
        assert (values or {}).items() <= rows.get(address, {}).items()


def leaves(state: PlanState) -> list[tuple[Address, str, Value]]:
    return [
        (a, name, value) for a, values in state.items() for name, value in (values or {}).items()
    ]


def step(number: int, before: dict[str, Value], after: dict[str, Value]) -> SetStep:
    address = Address("mx1", "ha")
    return SetStep(
        number=number, unit="mx1", procedure="p", reason="r", title="t", kind="ha",
        before={address: before}, after={address: after}, operation="update", attributes=after,
    )  # fmt: skip  # what matters is the numbers


def test_a_value_is_bound_unless_an_earlier_step_wrote_it_or_nobody_saw_it() -> None:
    steps = [
        step(1, {"a": 1, "b": UNKNOWN}, {"a": 2}),
        step(2, {"a": 2, "c": 3}, {"c": 4}),
        step(3, {"c": 4, "a": 2, "d": None}, {"d": 5}),
    ]

    assert bound(steps) == {Address("mx1", "ha"): {"a": 1, "c": 3, "d": None}}


def test_no_secret_is_in_a_plan_but_its_slot_and_reference() -> None:
    text = to_json(document())

    assert '"secret": "ha.password"' in text
    for name in ("values", "before", "after"):
        for resource in _all(json.loads(text), name):
            if isinstance(resource, dict) and "secret" not in resource:
                assert not {"password", "auth_password"} & resource.keys()


def _all(node: Any, name: str) -> list[Any]:
    if isinstance(node, list):
        return [found for item in node for found in _all(item, name)]
    if not isinstance(node, dict):
        return []
    below = [found for key, item in node.items() if key != "steps" for found in _all(item, name)]
    return [*below, *([node[name]] if name in node else [])]


KEYS = ["", "port5", 'a"b', 'a"]', '["x"]', "a/b", "a\nb", "nms/2001:db8::1", "ü", " ", '"', "[]"]


@pytest.mark.parametrize("key", KEYS)
def test_an_address_is_read_as_it_was_written(key: str) -> None:
    address = Address("mx-1", "snmp_user_host", key)

    assert parse_address(str(address)) == address


@given(st.text())
def test_any_key_of_a_row_comes_back(key: str) -> None:
    address = Address("mx1", "syslog", key)

    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    "text",
    [
        *("", "ha.mx1", "fortimail_ha", "fortimail_ha.", "fortimail_ha.mx 1", "x fortimail_ha.mx1"),
        *("fortimail_ha.mx1[x]", 'fortimail_ha.mx1["x"', "fortimail_ha.mx1\n"),
        'fortimail_ha.mx1["x"]\n',
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not an address"):
        parse_address(text)


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.just(UNKNOWN),
    st.builds(Secret, st.text()), st.lists(st.text()).map(tuple),
)  # fmt: skip  # one list


@given(VALUES)
def test_any_value_comes_back_as_it_was_with_its_type(value: Value) -> None:
    again = parse_value(json.loads(json.dumps(plain(value))))

    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize("value", [1.5, {"secret": 1}, {"unknown": False}, {}, {"x": 1}])
def test_what_is_no_value_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="is not a value"):
        parse_value(value)


def test_what_a_list_gains_and_loses_is_explained() -> None:
    assert explain_list(("a", "b", "c"), ("b", "d")) == (["d"], ["a", "c"])
    assert explain_list((), ("b", "a")) == (["a", "b"], [])
    assert explain_list(("a", "b"), ("b", "a")) == ([], [])
    assert explain_list(None, ("a",)) == ([], [])
    assert explain_list("a", "b") == ([], [])


def test_rows_beside_the_declared_ones_are_counted() -> None:
    one = group(declared(parts=frozenset({"alerts"})))
    rows = one.blank()
    rows[Address("mx1", "syslog", "192.0.2.9:514")] = {"server": "192.0.2.9", "port": 514}
    rows[Address("mx2", "syslog", "192.0.2.8:514")] = {"server": "192.0.2.8", "port": 514}

    found = plan(one, one.readings(rows)).document.hacfg

    assert found.unmanaged_rows == 1


@pytest.mark.parametrize(
    ("kind", "complete"), [("policy_recipient", True), ("interface", False), ("syslog", False)]
)
def test_a_plan_is_complete_if_what_it_needs_was_read(kind: str, *, complete: bool) -> None:
    """A kind that nobody declared may be called otherwise on a unit, without stopping a plan."""
    one = group(declared())
    readings = one.readings(one.blank())
    failed = Problem("the unit has no such resource")
    readings["mx1"] = replace(
        readings["mx1"],
        kinds={name: read for name, read in readings["mx1"].kinds.items() if name != kind},
        problems={kind: failed},
    )

    document = plan(one, readings).document

    assert document.complete is complete
    assert any(failed.message in notice.message for notice in document.hacfg.notices)
