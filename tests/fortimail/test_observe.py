"""Observing units: what is read, and how a unit or a kind may fail."""

import threading

import pytest

from hacfg.errors import BadAnswer, LoginRefused, NotPermitted, Problem, Unreachable
from hacfg.fortimail.observe import observe, observe_unit
from hacfg.source import OnUnit
from hacfg.state import Address
from tests.fortimail.fakes import FakeUnit
from tests.fortimail.recordings import recorded

LOGIN = recorded("login").body
HA = {"mode": 1, "hb_base_port": 20000}
OBJECTS = {"SysHa": HA, "SysInterface": [], "domain": [{"mkey": "example.com"}]}


def told(kind):
    return kind(Problem("as told", OnUnit("mx1", "SysHa")))


def test_only_wanted_kinds_are_read_and_the_login_gives_the_facts(catalogue):
    unit = FakeUnit(OBJECTS)

    reading = observe({"mx1": unit}, catalogue, ["ha", "domain"])["mx1"]

    assert reading.answered
    assert reading.dialect is catalogue.named("fortimail-7.2")
    assert reading.facts["serial"] == "FEVM010000000001"
    assert reading.facts["operation_mode"] == "transparent"
    assert reading.get("ha", "mode") == "primary"
    assert unit.calls == [("LOGIN", ""), ("ROWS", "domain"), ("GET", "SysHa")]
    assert reading.seconds > 0


def test_a_kind_that_the_dialect_of_the_unit_lacks_is_skipped(catalogue):
    new = FakeUnit({"SysHaMember": []}, {**LOGIN, "product_version": "v7.6.3,build100"})
    old = FakeUnit({})

    readings = observe({"new": new, "old": old}, catalogue, ["ha_member"])

    assert list(readings["new"].kinds) == ["ha_member"]
    assert (readings["old"].kinds, readings["old"].problems) == ({}, {})


def test_the_parent_of_a_wanted_kind_is_read_once(catalogue):
    unit = FakeUnit({"SysSnmpUser": [{"mkey": "nms"}], "SysSnmpUser/nms/SysSnmpUserHost": []})

    reading = observe({"mx1": unit}, catalogue, ["snmp_user_host", "snmp_user"])["mx1"]

    assert sorted(reading.kinds) == ["snmp_user", "snmp_user_host"]
    assert len(unit.calls) == 3


@pytest.mark.parametrize("error", [told(BadAnswer), told(NotPermitted)])
def test_a_kind_that_fails_leaves_the_others_alone(catalogue, error):
    unit = FakeUnit({**OBJECTS, "SysHa": error})

    reading = observe({"mx1": unit}, catalogue, ["ha", "interface", "syslog"])["mx1"]

    assert reading.answered
    assert list(reading.kinds) == ["interface"]
    assert reading.problems["ha"] == error.problems[0]
    assert "LogSettingRemote" in str(reading.problems["syslog"])


def test_child_rows_of_a_kind_that_fails_fail_for_the_same_reason(catalogue):
    unit = FakeUnit({"SysSnmpUser": told(NotPermitted)})

    reading = observe({"mx1": unit}, catalogue, ["snmp_user_host"])["mx1"]

    assert reading.problems["snmp_user_host"] == reading.problems["snmp_user"]
    assert len(unit.calls) == 2


@pytest.mark.parametrize("error", [told(Unreachable), told(LoginRefused)])
def test_a_unit_that_cannot_be_logged_in_to_is_a_reading_with_the_reason(catalogue, error):
    readings = observe({"mx1": FakeUnit({}, error), "mx2": FakeUnit(OBJECTS)}, catalogue, ["ha"])

    assert readings["mx1"].problems == {"": error.problems[0]}
    assert readings["mx1"].dialect is None
    assert readings["mx2"].answered


def test_a_unit_that_stops_answering_is_not_asked_for_the_rest(catalogue):
    unit = FakeUnit({**OBJECTS, "SysHa": told(Unreachable)})

    reading = observe({"mx1": unit}, catalogue, ["ha", "interface"])["mx1"]

    assert not reading.answered
    assert unit.calls[-1] == ("GET", "SysHa")


@pytest.mark.parametrize("version", ["7.4.1", "6.0", "", "\x1b[31m", 7.2])
def test_an_unknown_firmware_names_the_known_ones(catalogue, version):
    unit = FakeUnit({}, {**LOGIN, "product_version": version})

    problem = observe({"mx1": unit}, catalogue, ["ha"])["mx1"].problems[""]

    assert problem.where == OnUnit("mx1", "system", "firmware")
    assert problem.expected == "one of 7.0, 7.2, 7.6, 8.0"
    assert problem.seen.isprintable()
    assert unit.calls == [("LOGIN", "")]


def test_a_login_reply_without_a_firmware_says_so(catalogue):
    problem = observe({"mx1": FakeUnit({}, {"a": 1})}, catalogue, [])["mx1"].problems[""]

    assert problem.seen == "no product_version in the login reply"


def test_a_fact_that_does_not_fit_is_a_problem_and_the_others_stay(catalogue):
    unit = FakeUnit({}, {**LOGIN, "operation_mode": 9})

    reading = observe({"mx1": unit}, catalogue, [])["mx1"]

    assert reading.facts["serial"] == "FEVM010000000001"
    assert "operation_mode" not in reading.facts
    assert "9 (int)" in str(reading.problems["system"])


def test_units_are_read_side_by_side(catalogue):
    both = threading.Barrier(2, timeout=5)

    class Meeting(FakeUnit):
        def login(self):
            both.wait()
            return super().login()

    readings = observe({"mx2": Meeting(OBJECTS), "mx1": Meeting(OBJECTS)}, catalogue, ["ha"])

    assert list(readings) == ["mx2", "mx1"]
    assert all(Address(name, "ha") in readings[name].kinds["ha"].resources for name in readings)


def test_an_interrupted_reading_makes_no_further_calls(catalogue):
    unit, ended = FakeUnit(OBJECTS), threading.Event()
    ended.set()

    observe_unit("mx1", unit, catalogue, ["ha", "domain"], ended)

    assert unit.calls == [("LOGIN", "")]


def test_a_defect_is_not_taken_for_a_problem_of_the_unit(catalogue):
    class Broken(FakeUnit):
        def login(self):
            raise RuntimeError("a defect")

    with pytest.raises(RuntimeError, match="a defect"):
        observe({"mx1": Broken({}), "mx2": FakeUnit(OBJECTS)}, catalogue, ["ha"])


def test_no_units_give_no_readings(catalogue):
    assert observe({}, catalogue, ["ha"]) == {}
