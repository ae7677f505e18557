"""What counts as drift, since when, and what does not."""

import datetime
import json

import pytest

from hacfg.source import Position
from hacfg.state import UNKNOWN
from hacfg.watch.known import Known
from hacfg.watch.saved import SavedState
from tests.practices.groups import built
from tests.watch.groups import against, differing, drift, plan_of, saved

STORIES = ("pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6")
HERE = Position("known.yaml", 3)


def known(address: str, attribute: str = "", until: str = "2026-11-25") -> Known:
    return Known(address, attribute, "tests", "us", datetime.date.fromisoformat(until), HERE)


@pytest.mark.parametrize("name", STORIES)
def test_a_group_that_is_as_declared_has_no_drift(name, tmp_path):
    found = drift(built(tmp_path, name))

    assert found.drifts == ()
    assert found.members == ()
    assert found.unseen == ()
    assert not found.is_alarm


def test_a_changed_attribute_is_named_with_its_line_and_both_values(tmp_path):
    found = drift(built(tmp_path, "pair-7.2").with_value("mx1", "ha", on_failure="off"))

    (one,) = found.drifts
    assert (str(one.address), one.name) == ("fortimail_ha.mx1", "on_failure")
    assert (one.expected, one.actual) == ("become-secondary", "off")
    assert one.where is not None
    lines = (tmp_path / "topology.yaml").read_text().splitlines()
    assert "on_failure" in lines[one.where.line - 1]
    assert one.inferred
    assert found.is_alarm


def test_a_row_that_is_gone_and_one_that_should_be_are_told(tmp_path):
    edit = ("    - {address: noc@example.net}", "    - {address: noc@example.net, state: absent}")
    group = built(tmp_path, "pair-7.2", edit)
    group = group.with_value("mx1", "alert_email", "noc@example.net", address="noc@example.net")
    found = drift(group.without_row("mx1", "syslog", "192.0.2.50:514"))

    assert [(str(one.address), one.expected, one.actual) for one in found.drifts] == [
        ('fortimail_alert_email.group["noc@example.net"]', False, True),
        ('fortimail_syslog.group["192.0.2.50:514"]', True, False),
    ]


def test_what_nobody_declares_is_never_drift(tmp_path):
    group = built(tmp_path, "pair-7.2")
    group = group.with_value("mx1", "interface", "port3", address="203.0.113.9/24")
    group = group.with_value("mx1", "route", "0.0.0.0/0:203.0.113.1", gateway="203.0.113.1")

    assert not drift(group).is_alarm


def test_a_secret_is_never_drift(tmp_path):
    found = drift(built(tmp_path, "pair-7.2").with_value("mx1", "ha", mode="off"))

    assert [one.name for one in found.drifts] == ["mode"]


def test_what_could_not_be_seen_is_no_drift_and_is_said(tmp_path):
    group = built(tmp_path, "pair-7.2").with_value("mx1", "ha", on_failure=UNKNOWN)
    found = drift(group.unread("mx2", "interface"))

    assert found.drifts == ()
    assert [(str(one.address), one.name) for one in found.unseen] == [
        ("fortimail_interface.mx2", ""),
        ("fortimail_ha.mx1", "on_failure"),
    ]


def test_a_silent_unit_hides_no_drift_of_the_other(tmp_path):
    group = built(tmp_path, "pair-7.2").with_value("mx1", "ha", on_failure="off")
    found = drift(group.unread("mx2"))

    assert differing(found) == [("fortimail_ha.mx1", "on_failure", "untold")]
    assert list(found.silent) == ["mx2"]


def test_against_the_applied_plan_a_change_of_the_unit_is_told_from_one_of_the_file(tmp_path):
    applied = plan_of(built(tmp_path, "pair-7.2"))
    group = built(tmp_path, "pair-7.2").with_value("mx1", "ha", on_failure="off")
    edited = built(tmp_path, "pair-7.2", ("lost_threshold: 15", "lost_threshold: 20"))
    edited = type(group)(edited.loaded, group.readings)

    found = drift(edited, against(applied))

    assert differing(found) == [
        ("fortimail_ha.mx1", "lost_threshold", "not-applied"),
        ("fortimail_ha.mx1", "on_failure", "changed"),
        ("fortimail_ha.mx2", "lost_threshold", "not-applied"),
    ]


def test_what_the_file_only_asks_for_raises_no_alarm(tmp_path):
    group = built(tmp_path, "pair-7.2")
    applied = plan_of(group)
    edited = built(tmp_path, "pair-7.2", ("lost_threshold: 15", "lost_threshold: 20"))
    found = drift(type(group)(edited.loaded, group.readings), against(applied))

    assert {since for _, _, since in differing(found)} == {"not-applied"}
    assert not found.is_alarm


def test_rows_too_are_told_apart_by_the_applied_plan(tmp_path):
    group = built(tmp_path, "pair-7.2")
    applied = plan_of(group)
    line = "    - {server: 192.0.2.50, port: 514, categories: [ha, system]}"
    more = built(tmp_path, "pair-7.2", (line, f"{line}\n    - {{server: 192.0.2.51}}"))
    gone = group.without_row("mx1", "syslog", "192.0.2.50:514")
    found = drift(type(group)(more.loaded, gone.readings), against(applied))

    assert differing(found) == [
        ('fortimail_syslog.group["192.0.2.50:514"]', "", "changed"),
        ('fortimail_syslog.group["192.0.2.51:514"]', "", "not-applied"),
    ]


@pytest.mark.parametrize(("until", "alarm"), [("2026-11-25", False), ("2026-11-24", True)])
def test_known_drift_raises_no_alarm_until_its_last_day_and_stays_in_the_report(
    until, alarm, tmp_path
):
    group = built(tmp_path, "pair-7.2").with_value("mx1", "ha", on_failure="off")
    found = drift(group, against(known=(known("fortimail_ha.mx1", "on_failure", until),)))

    assert len(found.drifts) == 1
    assert found.is_alarm is alarm


@pytest.mark.parametrize(
    ("address", "attribute", "alarm"),
    [
        ("fortimail_ha.mx1", "", False),
        ("fortimail_ha.mx1", "lost_threshold", True),
        ("fortimail_ha.mx2", "", True),
    ],
)
def test_known_drift_is_about_one_resource_or_one_attribute(address, attribute, alarm, tmp_path):
    group = built(tmp_path, "pair-7.2").with_value("mx1", "ha", on_failure="off")

    assert drift(group, against(known=(known(address, attribute),))).is_alarm is alarm


def test_of_two_members_the_one_that_does_not_lead_is_odd(tmp_path):
    group = built(tmp_path, "pair-7.2").with_value("mx2", "syslog", "192.0.2.50:514", enabled=False)
    found = drift(group)

    (one,) = found.members
    assert (one.resource, one.name, one.odd) == ("syslog 192.0.2.50:514", "enabled", ("mx2",))
    assert dict(one.values) == {"mx1": True, "mx2": False}
    assert found.is_alarm


def test_of_many_members_the_one_unlike_the_others_is_odd_even_if_it_leads(tmp_path):
    group = built(tmp_path, "farm-7.6").with_value("mx1", "ha", lost_threshold=99)
    found = drift(group)

    (one,) = found.members
    assert (one.resource, one.name, one.odd) == ("ha", "lost_threshold", ("mx1",))


def test_members_of_a_per_unit_generation_are_compared_in_what_must_be_equal(tmp_path):
    edit = (
        "    lost_threshold: 15             # seconds without heartbeat before mx2 takes over\n",
        "",
    )
    group = built(tmp_path, "pair-7.2", edit).with_value("mx2", "ha", lost_threshold=30)
    found = drift(group)

    assert found.drifts == ()
    assert [(one.name, one.odd) for one in found.members] == [("lost_threshold", ("mx2",))]


def test_a_unit_of_another_dialect_is_not_compared_with_the_others(tmp_path):
    pair = built(tmp_path, "pair-7.2", ('firmware: "7.2"', 'firmware: ["7.2", "7.6"]'))
    other = built(tmp_path, "pair-7.6")
    group = type(pair)(pair.loaded, {"mx1": pair.readings["mx1"], "mx2": other.readings["mx2"]})

    found = drift(group)

    assert found.members == ()
    assert {one.address.owner for one in found.drifts} <= {"mx2", "group"}


def test_undeclared_changes_since_a_saved_state_are_reported_apart(tmp_path):
    group = built(tmp_path, "pair-7.2")
    state = saved(group)
    later = group.with_value("mx1", "interface", "port3", address="203.0.113.9/24")
    later = later.with_value("mx1", "ha", on_failure="off")
    later = later.with_value("mx2", "route", "0.0.0.0/0:203.0.113.1", gateway="203.0.113.1")
    found = drift(later, against(saved=state))

    assert found.unmanaged is not None
    assert [(str(one.address), one.name, one.actual) for one in found.unmanaged] == [
        ('fortimail_interface.mx1["port3"]', "address", "203.0.113.9/24"),
        ('fortimail_route.mx2["0.0.0.0/0:203.0.113.1"]', "", True),
    ]
    assert [one.name for one in found.drifts] == ["on_failure"]


def test_undeclared_changes_raise_no_alarm(tmp_path):
    group = built(tmp_path, "pair-7.2")
    later = group.with_value("mx1", "interface", "port3", address="203.0.113.9/24")

    assert not drift(later, against(saved=saved(group))).is_alarm


def test_a_saved_state_survives_its_file_and_holds_no_secret(tmp_path):
    state = saved(built(tmp_path, "pair-7.2"))
    text = state.model_dump_json()

    assert SavedState.model_validate_json(text) == state
    assert "password" not in json.loads(text)["units"]["mx1"]["kinds"]["ha"][""]


def test_a_row_that_one_member_lacks_is_one_difference(tmp_path):
    group = built(tmp_path, "pair-7.2").without_row("mx2", "syslog", "192.0.2.50:514")

    (one,) = drift(group).members
    assert (one.name, dict(one.values), one.odd) == ("", {"mx1": True, "mx2": False}, ("mx2",))
