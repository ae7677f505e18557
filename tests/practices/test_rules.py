"""Each rule comes out as it should where one thing differs, and no other rule says anything."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from hacfg.fortimail.reading import Moving
from hacfg.practices.table import DERIVED, PRACTICES, RULES
from hacfg.source import OnUnit, Position
from hacfg.state import UNKNOWN
from tests.practices.groups import TODAY, Judged, built, declared
from tests.topology.documents import Edit

STORIES = ("pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6")
PATH = "path: crossover"
LOCAL: Edit = (
    "mail_storage: {kind: nas, protocol: nfs, host: nas1.example.net, directory: /vol/mail}",
    "mail_storage: {kind: local}",
)
SYNCED: Edit = ("mail_data: false", "mail_data: true")
NO_BACKUPS: Edit = (
    '  - {practice: HA-08, by: J. Doe, on: 2026-11-01, note: "the NAS is backed up every night"}\n',
    "",
)


@pytest.mark.parametrize("story", STORIES)
def test_the_file_of_a_good_example_breaks_nothing_and_says_what_it_cannot_show(story, tmp_path):
    group = declared(tmp_path, story)

    assert group.named("broken") == set()
    assert group.named("unknown") == {"HA-05"}


@pytest.mark.parametrize("story", STORIES)
def test_a_good_example_that_is_built_breaks_nothing_and_leaves_nothing_unknown(story, tmp_path):
    group = built(tmp_path, story)

    assert group.named("broken", "unknown") == set()
    assert group.named("attested") == {"HA-01", "HA-08"}
    assert {rule.id for rule in RULES} == {one.id for one in group.findings}


@dataclass(frozen=True)
class Edited:
    """An edit of an example's file that breaks one rule."""

    rule: str
    story: str
    edits: tuple[Edit, ...]
    points_at: str


MONITORED = (
    "    remote-smtp: {address: 198.51.100.25, port: 25, interval: 30, timeout: 10, retries: 3}\n"
)
SECOND_LINK = "      - {port: port6, address: 10.255.0.5/30, link: secondary, path: crossover}\n"
ALERTS = (
    ("trap_events: [ha, system, remote-storage]", "trap_events: [system]"),
    ("categories: [ha, system]", "categories: [system]"),
    ("  email:\n    - {address: noc@example.net}\n", ""),
)
BROKEN_FILES = (
    Edited("HA-01", "pair-7.2", ((PATH, "path: shared"),), "path: shared"),
    Edited("HA-01", "pair-7.2", ((PATH, "path: isolated-switch"),), "path: isolated-switch"),
    Edited("HA-01", "farm-7.6", (("path: isolated-switch", PATH),), PATH),
    Edited(
        "HA-02",
        "pair-7.2",
        (
            ("virtual_ips:\n  - {port: port1, address: 198.51.100.25/24, action: add}", "#"),
            ("{kind: virtual-ip}", "{kind: units}"),
        ),
        "mode: active-passive",
    ),
    Edited("HA-04", "pair-7.2", ((SECOND_LINK, ""),), "heartbeat:"),
    Edited(
        "HA-04",
        "pair-7.2",
        (("remote_services: true", "remote_services: false"),),
        "remote_services",
    ),
    Edited(
        "HA-06",
        "pair-7.2",
        (LOCAL, ("  - {practice: HA-08, by", "  - {practice: HA-05, by")),
        "mail_data: false",
    ),
    Edited("HA-07", "pair-7.2", (("mail_queue: false", "mail_queue: true"),), "mail_queue: true"),
    Edited("HA-08", "pair-7.2", (LOCAL, SYNCED, NO_BACKUPS), "mail_storage"),
    Edited("HA-09", "pair-7.2", (SYNCED,), "mail_data: true"),
    Edited("HA-10", "pair-7.2", ALERTS, "alerts:"),
    Edited(
        "HX-06", "pair-7.2", (("lost_threshold: 15", "lost_threshold: 90"),), "lost_threshold: 90"
    ),
    Edited("HX-07", "pair-7.2", ((MONITORED, ""),), "remote_services: true"),
    Edited(
        "HX-08",
        "pair-7.2",
        (("on_failure: become-secondary", "on_failure: restore-role"),),
        "on_failure",
    ),
    Edited(
        "HX-08",
        "pair-7.2",
        (("on_failure: become-secondary", 'on_failure: "off"'),),
        'on_failure: "off"',
    ),
    Edited("HX-09", "farm-7.6", (("    primary_backup: true ", "    #"),), "units:"),
    Edited(
        "HX-16",
        "pair-7.2",
        (('on: 2026-11-01, note: "cross', 'on: 2025-11-01, note: "cross'),),
        "practice: HA-01",
    ),
)


@pytest.mark.parametrize("edit", BROKEN_FILES, ids=lambda edit: f"{edit.rule} {edit.points_at}")
def test_an_edit_of_the_file_breaks_one_rule_and_points_at_its_line(edit, tmp_path):
    group = declared(tmp_path, edit.story, *edit.edits)

    broken = [one for one in group.findings if one.outcome == "broken"]
    assert {one.id for one in broken} - ({"HA-08"} if edit.rule == "HA-06" else set()) == {
        edit.rule
    }
    (where,) = {one.where for one in broken if one.id == edit.rule}
    assert isinstance(where, Position)
    line = (tmp_path / "topology.yaml").read_text().splitlines()[where.line - 1]
    assert edit.points_at in line


Change = Callable[[Judged], Judged]


@dataclass(frozen=True)
class Hand:
    """What somebody, or time, did to one unit that breaks one rule."""

    rule: str
    story: str
    change: Change
    place: str


MOVING = Moving(0.0, datetime.date(2028, 1, 31))
BROKEN_UNITS = (
    Hand(
        "HA-01",
        "pair-7.6",
        lambda g: g.with_value("mx2", "ha_interface", "port5", virtual_ip="198.51.100.77/24"),
        "mx2 ha_interface port5 virtual_ip",
    ),
    Hand(
        "HA-01",
        "pair-7.2",
        lambda g: g.with_value("mx2", "interface", "port3", address="10.255.0.3/30"),
        "mx2 interface port5 address",
    ),
    Hand(
        "HA-01",
        "pair-7.2",
        lambda g: g.with_value(
            "mx1",
            "route",
            "203.0.113.0/24:10.255.0.2",
            destination="203.0.113.0/24",
            gateway="10.255.0.2",
        ),
        "mx1 route 203.0.113.0/24:10.255.0.2 gateway",
    ),
    Hand(
        "HA-02",
        "pair-7.2",
        lambda g: g.with_value("mx1", "ha_status", effective_mode="failed"),
        "mx1 ha_status effective_mode",
    ),
    Hand("HA-02", "pair-7.2", lambda g: g.with_value("mx2", "ha", mode="off"), "mx2 ha mode"),
    Hand(
        "HA-03",
        "farm-7.2",
        lambda g: g.with_value(
            "mx3", "ha_interface", "port1", virtual_ip="198.51.100.77/24", virtual_ip_action="add"
        ),
        "mx3 ha_interface port1 virtual_ip",
    ),
    Hand(
        "HA-03",
        "farm-7.6",
        lambda g: g.with_value("mx3", "ha_service", "remote-smtp", enabled=True),
        "mx3 ha_service remote-smtp enabled",
    ),
    Hand(
        "HA-04",
        "pair-7.2",
        lambda g: g.with_value("mx2", "ha_status", primary_heartbeat="down"),
        "mx2 ha_status primary_heartbeat",
    ),
    Hand(
        "HA-04",
        "pair-7.2",
        lambda g: g.with_value("mx2", "ha_interface", "port6", heartbeat="disable"),
        "mx2 ha_interface heartbeat",
    ),
    Hand(
        "HA-05",
        "pair-7.2",
        lambda g: g.with_value("mx2", "license", antispam=False),
        "mx2 license antispam",
    ),
    Hand(
        "HA-05",
        "pair-7.2",
        lambda g: g.with_value("mx2", "license", antivirus_expires="2026-11-24"),
        "mx2 license antivirus_expires",
    ),
    Hand(
        "HA-05",
        "pair-7.2",
        lambda g: g.with_value("mx2", "license", antivirus_engine="6.0.1"),
        "mx2 license antivirus_engine",
    ),
    Hand(
        "HA-07",
        "pair-7.2",
        lambda g: g.with_value("mx2", "ha", mail_queue_sync=True),
        "mx2 ha mail_queue_sync",
    ),
    Hand(
        "HA-08",
        "pair-7.2",
        lambda g: g.with_value("mx2", "mail_storage", kind="local"),
        "mx2 mail_storage kind",
    ),
    Hand(
        "HA-09",
        "pair-7.2",
        lambda g: g.with_value("mx2", "ha", mail_data_sync=True),
        "mx2 ha mail_data_sync",
    ),
    Hand(
        "HA-10",
        "pair-7.2",
        lambda g: (
            g.with_value("mx2", "snmp", enabled=False)
            .without_row("mx2", "syslog", "192.0.2.50:514")
            .without_row("mx2", "alert_email", "noc@example.net")
        ),
        "mx2 syslog",
    ),
    Hand(
        "HX-01", "pair-7.2", lambda g: g.with_fact("mx2", firmware="v7.4.1"), "mx2 system firmware"
    ),
    Hand(
        "HX-01", "pair-7.2", lambda g: g.with_fact("mx1", firmware="v7.2.1"), "mx1 system firmware"
    ),
    Hand(
        "HX-02",
        "pair-7.2",
        lambda g: g.with_fact("mx2", operation_mode="server"),
        "mx2 system operation_mode",
    ),
    Hand("HX-03", "pair-7.2", lambda g: g.with_fact("mx2", model="FE-200F"), "mx2 system model"),
    Hand(
        "HX-04",
        "pair-7.2",
        lambda g: g.with_value("mx2", "interface", "port5", addressing="dhcp"),
        "mx2 interface port5 addressing",
    ),
    Hand(
        "HX-05",
        "pair-7.2",
        lambda g: g.with_value("mx2", "interface", "port6", access=("https",)),
        "mx2 interface port6 access",
    ),
    Hand(
        "HX-05",
        "pair-7.2",
        lambda g: g.with_value(
            "mx2", "route", "0.0.0.0/0:10.255.0.1", destination="0.0.0.0/0", gateway="10.255.0.1"
        ),
        "mx2 route 0.0.0.0/0:10.255.0.1 gateway",
    ),
    Hand(
        "HX-06",
        "pair-7.2",
        lambda g: g.with_value("mx2", "ha", lost_threshold=2),
        "mx2 ha lost_threshold",
    ),
    Hand(
        "HX-07",
        "pair-7.2",
        lambda g: g.with_value("mx2", "ha_service", "remote-smtp", enabled=False),
        "mx2 ha remote_services",
    ),
    Hand(
        "HX-08",
        "pair-7.2",
        lambda g: g.with_value("mx1", "ha", on_failure="off"),
        "mx1 ha on_failure",
    ),
    Hand(
        "HX-09",
        "farm-7.6",
        lambda g: g.with_value("mx1", "ha_member", "mx2", primary_backup=False),
        "mx1 ha_member primary_backup",
    ),
    Hand(
        "HX-10",
        "pair-7.2",
        lambda g: g.with_value("mx2", "license", antispam_expires="2026-12-20"),
        "mx2 license antispam_expires",
    ),
    Hand(
        "HX-11",
        "pair-7.2",
        lambda g: g.with_moving("mx2", Moving(31.5, MOVING.certificate_end)),
        "mx2 clock",
    ),
    Hand(
        "HX-12",
        "pair-7.2",
        lambda g: g.with_moving("mx2", Moving(0.0, datetime.date(2026, 12, 25))),
        "mx2 certificate",
    ),
    Hand(
        "HX-13",
        "pair-7.2",
        lambda g: g.with_value(
            "mx2", "ha_sync_exception", "system global", setting="system global"
        ),
        "mx2 ha_sync_exception",
    ),
    Hand(
        "HX-14",
        "pair-7.6",
        lambda g: g.with_value("mx1", "ha_member", "mx9", role="secondary"),
        "mx1 ha_member mx9",
    ),
    Hand(
        "HX-14",
        "farm-7.2",
        lambda g: g.with_value("mx1", "ha_peer", "10.255.0.99", address="10.255.0.99"),
        "mx1 ha_peer 10.255.0.99",
    ),
)


@pytest.mark.parametrize("hand", BROKEN_UNITS, ids=lambda hand: f"{hand.rule} {hand.place}")
def test_a_change_of_one_unit_breaks_one_rule_and_names_its_place(hand, tmp_path):
    group = hand.change(built(tmp_path, hand.story))

    broken = [one for one in group.findings if one.outcome == "broken"]
    assert [(one.id, str(one.where)) for one in broken] == [(hand.rule, hand.place)]


def test_one_box_behind_two_urls_is_found_where_it_is_declared(tmp_path):
    group = built(tmp_path, "pair-7.2").with_fact("mx2", serial="FEVMmx1")

    (broken,) = (one for one in group.findings if one.outcome == "broken")
    assert broken.id == "HX-15"
    assert isinstance(broken.where, Position)


def test_every_rule_is_broken_by_some_test():
    shown = {one.rule for one in (*BROKEN_FILES, *BROKEN_UNITS)} | {"HX-15"}

    assert shown == {rule.id for rule in RULES}


LIVE = [judged for judged in (*PRACTICES, *DERIVED) if judged.kinds]


@pytest.mark.parametrize("judged", LIVE, ids=lambda judged: judged.rule.id)
def test_a_rule_whose_facts_could_not_be_read_is_unknown_and_never_passes(judged, tmp_path):
    story = "farm-7.6" if judged.rule.id in {"HA-03", "HX-09", "HX-14"} else "pair-7.2"
    edits = (LOCAL, SYNCED) if judged.rule.id == "HA-06" else ()
    group = built(tmp_path, story, *edits).unread("mx2", *judged.kinds)

    outcomes = {one.outcome for one in group.only(judged.rule.id)}
    assert outcomes & {"unknown", "attested"}


def test_a_silent_unit_makes_every_rule_that_asks_the_units_unknown(tmp_path):
    group = built(tmp_path, "pair-7.2").unread("mx2")

    not_for_pairs = {"HA-03", "HA-06", "HX-09"}
    told = {judged.rule.id for judged in (*PRACTICES, *DERIVED)} - not_for_pairs
    silent = [one for one in group.findings if one.where == OnUnit("mx2")]
    assert {one.id for one in silent} == told
    assert {one.outcome for one in silent} == {"unknown"}


@pytest.mark.parametrize(
    ("rule", "kind", "key", "name"),
    [
        ("HA-04", "ha_interface", "port5", "heartbeat"),
        ("HA-05", "license", "", "antispam"),
        ("HA-05", "license", "", "antivirus_expires"),
        ("HA-07", "ha", "", "mail_queue_sync"),
        ("HA-09", "ha", "", "mail_data_sync"),
        ("HX-04", "interface", "port5", "addressing"),
        ("HX-05", "interface", "port5", "access"),
        ("HX-08", "ha", "", "on_failure"),
    ],
)
def test_an_answer_that_lacks_a_value_leaves_its_rule_unknown(rule, kind, key, name, tmp_path):
    group = built(tmp_path, "pair-7.2").with_value("mx1", kind, key, **{name: UNKNOWN})

    assert rule in group.named("unknown")
    assert group.named("broken") == set()


def test_a_rule_about_the_other_kind_of_group_does_not_apply(tmp_path):
    assert declared(tmp_path, "pair-7.2").named("not-applicable") == {"HA-03", "HA-06", "HX-09"}
    assert {"HA-02", "HA-06", "HA-07", "HA-09"} <= declared(tmp_path, "farm-7.2").named(
        "not-applicable"
    )


def test_of_different_firmware_the_oldest_is_named_by_number_and_not_by_letter(tmp_path):
    group = built(tmp_path, "pair-7.2")
    mixed = group.with_fact("mx1", firmware="v7.2.10").with_fact("mx2", firmware="v7.2.9")

    (finding,) = mixed.only("HX-01")
    assert str(finding.where) == "mx2 system firmware"


def test_every_unit_whose_firmware_is_not_the_declared_one_is_named(tmp_path):
    group = built(tmp_path, "pair-7.2")
    newer = group.with_fact("mx1", firmware="v7.4.1").with_fact("mx2", firmware="v7.4.2")

    places = [str(finding.where) for finding in newer.only("HX-01")]
    assert places == ["mx1 system firmware", "mx2 system firmware"]


def test_what_rests_on_inferred_names_says_so(tmp_path):
    group = built(tmp_path, "pair-7.2").with_value("mx2", "ha", mail_queue_sync=True)

    (broken,) = (one for one in group.only("HA-07") if one.outcome == "broken")
    assert broken.inferred


def test_a_licence_that_ends_today_is_still_valid(tmp_path):
    group = built(tmp_path, "pair-7.2").with_value("mx2", "license", antispam_expires=str(TODAY))

    assert group.named("broken") == {"HX-10"}


def test_alert_email_alone_is_unknown_as_its_selection_is_not_documented(tmp_path):
    edits = (
        ("trap_events: [ha, system, remote-storage]", "trap_events: [system]"),
        ("categories: [ha, system]", "categories: [system]"),
    )
    group = declared(tmp_path, "pair-7.2", *edits)

    (finding,) = group.only("HA-10")
    assert finding.outcome == "unknown"
    assert "Alert Email" in finding.next


def test_while_an_upgrade_rolls_different_firmware_is_expected(tmp_path):
    group = built(tmp_path, "pair-7.2").with_fact("mx2", firmware="v7.4.1")
    declared_both = declared(tmp_path, "pair-7.2", ('firmware: "7.2"', 'firmware: ["7.2", "7.0"]'))

    assert group.named("broken") == {"HX-01"}
    assert Judged(declared_both.loaded, group.readings).named("broken") == set()
