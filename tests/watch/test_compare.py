"""What two units do not have in common, and what may differ."""

import pytest

from hacfg.watch.compare import Comparison, compare_sides, live_side, saved_side
from tests.practices.groups import CATALOGUE, Judged, built
from tests.watch.groups import saved


def live(group: Judged, left: str = "mx1", right: str = "mx2") -> Comparison:
    return compare_sides(live_side(group.readings[left]), live_side(group.readings[right]))


def then_and_now(before: Judged, after: Judged, unit: str = "mx1") -> Comparison:
    dialect = before.readings[unit].dialect
    assert dialect is not None
    state = saved(before).units[unit]
    then = saved_side(unit, state, "monday.json", CATALOGUE.named(state.dialect or ""))
    return compare_sides(then, live_side(after.readings[unit]))


def differing(found: Comparison) -> list[tuple[str, str]]:
    return [(one.resource, one.name) for one in found.differences if not one.may_differ]


@pytest.mark.parametrize("story", ["pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6"])
def test_two_good_members_differ_only_in_what_may(story, tmp_path):
    found = live(built(tmp_path, story))

    assert differing(found) == []
    assert found.differences
    assert found.same > 50
    assert found.one_sided == {}


def test_what_members_should_share_is_told(tmp_path):
    group = built(tmp_path, "pair-7.2").with_value("mx2", "snmp_user", "nms", trap_events=("ha",))

    assert differing(live(group)) == [("snmp_user nms", "trap_events")]


def test_what_must_be_equal_is_told_though_each_unit_holds_it_for_itself(tmp_path):
    group = built(tmp_path, "pair-7.2").with_value("mx2", "ha", lost_threshold=30)

    assert differing(live(group)) == [("ha", "lost_threshold")]


def test_a_row_that_one_unit_lacks_is_one_difference(tmp_path):
    group = built(tmp_path, "pair-7.2").without_row("mx2", "alert_email", "noc@example.net")

    (one,) = [one for one in live(group).differences if not one.may_differ]
    assert (one.resource, one.name) == ("alert_email noc@example.net", "")
    assert (one.left, one.right) == (True, False)


def test_another_firmware_and_model_are_told(tmp_path):
    group = built(tmp_path, "pair-7.2").with_fact("mx2", firmware="7.2.9", model="FE-200F")

    assert differing(live(group)) == [("system", "firmware"), ("system", "model")]


def test_of_one_unit_at_two_times_nothing_may_differ(tmp_path):
    group = built(tmp_path, "pair-7.2")
    after = group.with_value("mx1", "interface", "port1", address="198.51.100.13/24")

    assert then_and_now(group, group).differences == ()
    assert differing(then_and_now(group, after)) == [("interface port1", "address")]


def test_what_only_one_unit_told_is_said_and_not_compared(tmp_path):
    group = built(tmp_path, "pair-7.2").unread("mx2", "syslog", "license")

    found = live(group)

    assert found.one_sided == {"license": "mx1", "syslog": "mx1"}
    assert differing(found) == []
