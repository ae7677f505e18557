"""How practices show in a plan, and which of them stop it."""

from pathlib import Path

import pytest

from hacfg.fortimail.catalogue import load_catalogue
from hacfg.fortimail.reading import Moving, Reading
from hacfg.plan.document import PlanDocument
from hacfg.practices.table import RULES
from hacfg.report.plan_text import plan_text
from hacfg.report.style import Style
from hacfg.usecases.options import PlanOptions
from hacfg.usecases.planning import plan_from
from tests.plan.simulated import blank_group
from tests.practices.groups import Judged, built, declared
from tests.topology.documents import Edit

QUEUE: Edit = ("mail_queue: false", "mail_queue: true")
RESTORE: Edit = ("on_failure: become-secondary", "on_failure: restore-role")
WAIVER = "waivers: [{practice: HA-07, reason: tests, owner: us, until: 2027-03-31}]\n"
WAIVED: Edit = ("attestations:  ", f"{WAIVER}attestations:  ")
ALLOW = frozenset({"unverified-wire"})


def plan(group: Judged, *, strict: bool = False, time: str = "12:00:00") -> PlanDocument:
    options = PlanOptions({}, allow=ALLOW, timestamp=f"2026-11-25T{time}Z", strict_practices=strict)
    return plan_from(group.loaded, group.readings, load_catalogue(), options)


def from_blank(folder: Path, *edits: Edit) -> Judged:
    loaded = declared(folder, "pair-7.2", *edits).loaded
    dialect = load_catalogue().for_firmware("7.2")
    assert dialect is not None
    return Judged(loaded, blank_group(loaded.topology, dialect))


def outcome(document: PlanDocument, rule: str) -> set[str]:
    return {one.outcome for one in document.hacfg.findings if one.id == rule}


def lacking(document: PlanDocument) -> set[str]:
    """Return the rules that refuse the plan; what else it lacks is told by other tests."""
    rules = {rule.id for rule in RULES}
    return {notice.id for notice in document.hacfg.lacking} & rules


def test_a_plan_from_blank_units_judges_the_group_that_it_builds(tmp_path):
    document = plan(from_blank(tmp_path))

    assert lacking(document) == set()
    assert outcome(document, "HA-10") == {"pass"}
    assert {one.outcome for one in document.hacfg.findings} == {
        "pass",
        "attested",
        "not-applicable",
    }


def test_a_practice_that_the_plan_would_break_refuses_it(tmp_path):
    document = plan(from_blank(tmp_path, QUEUE))

    assert not document.applyable
    assert lacking(document) == {"HA-07"}
    (notice,) = (one for one in document.hacfg.lacking if one.id == "HA-07")
    line = int(notice.where.split(":")[-2])
    assert "mail_queue: true" in (tmp_path / "topology.yaml").read_text().splitlines()[line - 1]
    assert "waivers: [{practice: HA-07" in notice.next


def test_a_waiver_lets_the_plan_through_and_shows(tmp_path):
    document = plan(from_blank(tmp_path, QUEUE, WAIVED))

    assert lacking(document) == set()
    assert outcome(document, "HA-07") == {"waived"}
    assert "1 waived" in plan_text(document, Style())


def test_what_the_units_break_already_is_told_and_refuses_nothing(tmp_path):
    group = built(tmp_path, "pair-7.2", QUEUE)
    group = group.with_value("mx1", "alert_email", "noc@example.net", address=None)
    document = plan(group.without_row("mx1", "alert_email", "noc@example.net"))

    assert document.counts == (1, 0, 0)
    assert outcome(document, "HA-07") == {"broken"}
    assert lacking(document) == set()
    assert "!  HA-07  the mail queue is synchronised" in plan_text(document, Style())


def test_strict_practices_refuse_for_what_the_units_break_already(tmp_path):
    group = built(tmp_path, "pair-7.2", QUEUE)
    document = plan(group.without_row("mx1", "alert_email", "noc@example.net"), strict=True)

    assert not document.applyable
    assert lacking(document) == {"HA-07"}


@pytest.mark.parametrize(("strict", "refused"), [(False, set()), (True, {"HX-08"})])
def test_a_warning_refuses_only_with_strict_practices(strict, refused, tmp_path):
    document = plan(from_blank(tmp_path, RESTORE), strict=strict)

    assert outcome(document, "HX-08") == {"broken"}
    assert lacking(document) == refused


def test_checks_have_terraforms_shape(tmp_path):
    document = plan(from_blank(tmp_path, QUEUE))

    checks = {check["address"]["name"]: check for check in document.checks}
    assert checks["HA-07"]["status"] == "fail"
    assert checks["HA-07"]["address"] == {
        "kind": "check",
        "name": "HA-07",
        "to_display": "check.HA-07",
    }
    (problem,) = checks["HA-07"]["instances"][0]["problems"]
    assert "topology.yaml:" in problem["message"]
    assert "the mail queue is synchronised" in problem["message"]
    assert checks["HA-09"]["status"] == "pass"
    assert checks["HA-09"]["instances"][0]["problems"] == []


def test_clocks_and_certificates_are_told_but_leave_the_plan_id_alone(tmp_path):
    group = from_blank(tmp_path)
    late = group.with_moving("mx2", Moving(90.0, None))

    first, second = plan(group), plan(late, time="13:00:00")

    assert first.hacfg.plan_id == second.hacfg.plan_id
    assert "!  HX-11  the clock of mx2 is 90 s ahead" in plan_text(second, Style())


def test_what_only_practices_look_at_does_not_stop_a_plan(tmp_path):
    group = from_blank(tmp_path)
    silent: Reading = group.unread("mx1", "license", "route").readings["mx1"]
    document = plan(Judged(group.loaded, {**group.readings, "mx1": silent}))

    assert document.complete
    assert not any(notice.id == "unread" for notice in document.hacfg.notices)
    assert outcome(document, "HA-05") == {"unknown"}
