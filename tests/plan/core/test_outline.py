"""What is left over where all procedures had their turn, and what a person types."""

from hacfg.plan.changes import Change, Desired
from hacfg.plan.draft import Mandate
from hacfg.plan.planner import Outline, make_steps
from hacfg.plan.situation import Situation
from hacfg.plan.steps import ManualStep
from hacfg.state import GROUP, Address, Secret
from tests.plan.core.parts import HEALTHY, SYSLOG, changed_kind, in_roles, situation
from tests.plan.groups import WIRE, declared, group


def outline(on: Situation, *changes: Change, allowed: frozenset[str] = WIRE) -> Outline:
    """Return what is made of these changes."""
    words = "as {}".format
    return make_steps(on, Desired(), changes, Mandate(allowed), words)


def test_what_no_procedure_took_of_a_whole_plan_refuses_it() -> None:
    strange = Change(Address("mx1", "unheard_of"), "update", {}, {"x": 1})

    found = outline(in_roles(*HEALTHY), strange)

    assert [notice.id for notice in found.lacking] == ["left"]
    assert (found.later, found.whole) == ((), True)
    assert found.left == {strange.address}


def test_what_the_group_shares_and_cannot_be_written_is_left_on_the_unit_that_leads() -> None:
    one = group(declared("7.2"))
    readings = one.readings(one.blank())
    readings["mx1"] = changed_kind(readings["mx1"], "syslog", twins=(SYSLOG,))
    shared = Change(Address(GROUP, "syslog", "192.0.2.9:514"), "create", {}, {})

    found = outline(situation(one, readings=readings), shared)

    assert [notice.id for notice in found.lacking] == ["twins"]
    assert found.left == {Address("mx1", "syslog", "192.0.2.9:514")}


def test_a_secret_that_a_person_types_is_told_in_the_words_of_its_reference() -> None:
    user = Change(
        Address(GROUP, "snmp_user", "nms"), "create", {}, {"auth_password": Secret("nms.auth")}
    )

    first = outline(in_roles(*HEALTHY), user, allowed=frozenset()).steps[0]

    assert isinstance(first, ManualStep)
    assert "    set auth-pwd <secret: as nms.auth>" in first.lines
