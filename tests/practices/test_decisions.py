"""Waivers and attestations: what they settle, and what is said of themselves."""

import datetime

import pytest

from hacfg.findings import NOTHING
from tests.practices.groups import TODAY, Judged, built, declared

QUEUE = ("mail_queue: false", "mail_queue: true")
ATTESTATIONS = "attestations:  "


def waived(rule: str = "HA-07", until: str = "2027-03-31"):
    """Return the edit that adds a waiver."""
    line = f"waivers: [{{practice: {rule}, reason: tests, owner: mail-team, until: {until}}}]"
    return (ATTESTATIONS, f"{line}\n{ATTESTATIONS}")


def test_a_waiver_settles_what_is_broken_and_says_who_and_until_when(tmp_path):
    group = declared(tmp_path, "pair-7.2", QUEUE, waived())

    (finding,) = group.only("HA-07")
    assert (finding.outcome, finding.was, finding.by) == ("waived", "broken", "mail-team")
    assert finding.until == datetime.date(2027, 3, 31)
    assert finding.next == NOTHING
    assert finding.reason == "tests"
    assert group.named("broken") == set()


@pytest.mark.parametrize(
    ("until", "counts"), [("2026-11-24", False), ("2026-11-25", True), ("2026-12-26", True)]
)
def test_a_waiver_counts_until_its_last_day(until, counts, tmp_path):
    group = declared(tmp_path, "pair-7.2", QUEUE, waived(until=until))

    assert ("HA-07" in group.named("waived")) is counts
    assert ("HA-07" in group.named("broken")) is not counts


def test_an_expired_waiver_counts_as_none_and_is_said(tmp_path):
    group = declared(tmp_path, "pair-7.2", QUEUE, waived(until="2026-11-24"))

    (told,) = (one for one in group.only("HX-16") if one.outcome == "broken")
    assert told.severity == "warning"
    assert "the waiver of HA-07 by mail-team ended on 2026-11-24" in told.message


def test_a_waiver_that_ends_soon_is_a_note(tmp_path):
    group = declared(tmp_path, "pair-7.2", QUEUE, waived(until="2026-12-05"))

    (told,) = (one for one in group.only("HX-16") if one.outcome == "broken")
    assert told.severity == "note"
    assert "ends in 10 days (2026-12-05)" in told.message


def test_a_waiver_of_a_rule_that_passes_is_said_to_be_needless(tmp_path):
    group = declared(tmp_path, "pair-7.2", waived())

    (told,) = (one for one in group.only("HX-16") if one.outcome == "broken")
    assert told.severity == "note"
    assert "is not needed: the rule is pass" in told.message
    assert told.next == "delete it"


def test_a_waiver_does_not_settle_what_is_unknown(tmp_path):
    group = declared(tmp_path, "pair-7.2", waived("HA-05"))

    assert "HA-05" in group.named("unknown")


def test_an_attestation_does_not_settle_what_is_broken(tmp_path):
    group = declared(tmp_path, "pair-7.2", ("path: crossover", "path: shared"))

    assert group.named("broken") == {"HA-01"}


def test_an_attestation_settles_what_no_unit_reports(tmp_path):
    edit = ("{practice: HA-08,", "{practice: HA-05,")
    group = declared(tmp_path, "pair-7.2", edit)

    (finding,) = group.only("HA-05")
    assert (finding.outcome, finding.was, finding.by) == ("attested", "unknown", "J. Doe")
    assert group.named("unknown") == {"HA-08"}


@pytest.mark.parametrize(
    ("on", "until", "counts"),
    [
        ("2025-11-25", "", True),
        ("2025-11-24", "", False),
        ("2025-11-24", ", until: 2026-11-25", True),
        ("2026-11-01", ", until: 2026-11-24", False),
        ("2026-11-26", "", False),
    ],
)
def test_an_attestation_counts_for_a_year_unless_it_says_until_when(on, until, counts, tmp_path):
    written = "{practice: HA-01, by: J. Doe, on: "
    edit = (f"{written}2026-11-01", f"{written}{on}{until}")
    group = declared(tmp_path, "pair-7.2", edit)

    assert ("HA-01" in group.named("attested")) is counts
    told = [one for one in group.only("HX-16") if one.severity == "warning" and one.is_open]
    assert bool(told) is not counts


def test_nobody_can_attest_what_the_units_tell(tmp_path):
    edit = ("{practice: HA-08,", "{practice: HA-09,")
    group = declared(tmp_path, "pair-7.2", edit)

    (told,) = (one for one in group.only("HX-16") if one.outcome == "broken")
    assert "no person has to vouch for it" in told.message


def test_a_decision_about_no_rule_is_said(tmp_path):
    group = declared(tmp_path, "pair-7.2", waived("HA-77"))

    (told,) = (one for one in group.only("HX-16") if one.outcome == "broken")
    assert "there is no such rule" in told.message


def test_a_derived_rule_can_be_waived(tmp_path):
    group = built(tmp_path, "pair-7.2", waived("HX-03")).with_fact("mx2", model="FE-200F")

    assert "HX-03" in group.named("waived")
    assert group.named("broken") == set()


def test_the_same_group_on_the_same_day_gives_the_same_findings(tmp_path):
    group = built(tmp_path, "pair-7.2")

    assert group.findings == Judged(group.loaded, group.readings, TODAY).findings
