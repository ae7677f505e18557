"""What people see of a lab."""

from hacfg.lab.info import LabInfo
from hacfg.report.lab_text import dead_text, log_text, started_text, status_text
from hacfg.report.style import Style

NOTE = "The HA resources of this lab are inferred: no public document names them."


def test_a_start_says_what_is_inferred_and_how_to_go_on():
    urls = {"mx1": "https://127.0.0.1:4001", "mx2": "https://127.0.0.1:4002"}

    info = LabInfo("mail-east", urls, "http://127.0.0.1:4000", "CANARY", "CANARY")

    text = started_text(info, "a b/topology.yaml", NOTE, Style())
    elsewhere = started_text(info, "a b/topology.yaml", NOTE, Style(), folder="a b")

    assert text.startswith("The lab mail-east runs: 2 units on loopback.\n  mx1  https://")
    assert NOTE in text
    assert "  hacfg plan 'a b/topology.yaml' --allow unverified-wire\n" in text
    assert text.endswith("  hacfg lab stop\n")
    assert elsewhere.endswith("  hacfg lab stop 'a b'\n")
    assert "CANARY" not in text


def test_a_status_shows_roles_cables_and_what_is_not_reachable():
    unit = {"url": "https://127.0.0.1:4001", "configured": "primary", "effective": "off"}
    answer = {
        "name": "mail-east",
        "units": {"mx1": {**unit, "reachable": False}, "mx2": {**unit, "reachable": True}},
        "cut": ["primary"],
        "moves": True,
    }

    lines = status_text(answer, Style()).splitlines()

    assert lines == [
        "mail-east   lab   cut: primary   still moving",
        "  mx1  https://127.0.0.1:4001   is primary, acts as off   not reachable",
        "  mx2  https://127.0.0.1:4001   is primary, acts as off",
    ]


def test_a_log_is_one_harmless_line_a_call():
    log = {"mx1": [["GET", "SysHa", 200]], "mx2": [["PUT", "\x1b[2J", 500]]}

    assert log_text(log) == "mx1  GET SysHa 200\nmx2  PUT \\x1b[2J 500\n"


def test_a_dead_lab_is_said_to_be_dead():
    assert "does not run any more" in dead_text("mail-east")
