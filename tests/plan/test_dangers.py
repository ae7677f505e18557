"""What may hurt a group in use is done only if it was allowed by name."""

from dataclasses import replace

from hacfg.state import Address
from tests.plan.groups import PARTS, WIRE, Group, Planned, declared, group, plan
from tests.plan.simulated import Rows
from tests.plan.worlds import at_rest, built


def planned(one: Group, rows: Rows) -> Planned:
    return plan(one, one.readings(rows), WIRE)


def running(one: Group) -> Rows:
    """Return what the units hold once the group is built."""
    rows = one.blank()
    return built(one, rows, planned(one, rows).outline.steps)


def test_a_virtual_ip_that_replaces_an_address_in_use_has_its_guard() -> None:
    document = declared("7.2", parts=PARTS - {"storage"})
    document["virtual_ips"][0]["action"] = "set"
    one = group(document)
    rows = one.blank()
    rows[Address("mx1", "domain", "example.com")] = {}

    assert planned(one, rows).lacking == ["guard:virtual-ip-change"]


def test_any_port_may_be_the_one_that_a_url_with_a_name_leads_to() -> None:
    document = declared()
    document["units"][0]["api"]["url"] = "https://mx1.example.net"
    one = group(document)
    rows = running(one)
    rows[Address("mx1", "interface", "port1")]["address"] = "198.51.100.77/24"

    assert planned(one, rows).lacking == ["guard:management-path"]


def test_a_join_runs_under_restore_role_also_if_that_is_what_is_declared() -> None:
    one = group(declared("7.2", on_failure="restore-role"))
    rows = running(one)
    rows[Address("mx1", "ha")]["on_failure"] = "become-secondary"
    rows[Address("mx2", "ha")]["mode"] = "off"

    titles = planned(one, at_rest(one, rows)).titles

    assert titles.index("mx1 ha on_failure") < titles.index("mx2 ha off->secondary")


def test_a_secondary_that_does_not_tell_whether_it_is_in_sync_makes_a_plan_incomplete() -> None:
    one = group(declared())
    rows = running(one)
    del rows[Address("mx2", "ha_status")]["in_sync"]

    found = planned(one, rows)

    assert found.situation.condition == "unknown"
    assert (found.titles, found.document.complete) == ([], False)


def test_a_unit_that_does_not_say_which_box_it_is_makes_a_plan_incomplete() -> None:
    one = group(declared())
    readings = one.readings(one.blank())
    nameless = {k: v for k, v in readings["mx2"].facts.items() if k != "serial"}
    readings["mx2"] = replace(readings["mx2"], facts=nameless)

    assert not plan(one, readings, WIRE).document.complete
