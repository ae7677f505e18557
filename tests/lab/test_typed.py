"""Lines of a runbook typed into simulated units, in the words of the CLI references."""

import pytest

from hacfg.errors import Refused
from tests.lab.labs import topology_text

PRIMARY, SECONDARY = 1, 2


def unit_lines(number: int, peer: int, role: str) -> str:
    return f"""\
config system interface
edit port5
set ip 10.255.0.{number}/28
next
end
config system ha
set password "x"
set mode {role}
config interface
edit port5
set heartbeat-status primary
set peer-ip 10.255.0.{peer}
next
end
end
"""


def test_a_pair_is_built_by_typing(blank):
    blank.door.cli("mx1", unit_lines(1, 2, "primary"))
    blank.door.cli("mx2", unit_lines(2, 1, "secondary"))

    assert (blank.client("mx1").role, blank.client("mx2").role) == (PRIMARY, SECONDARY)


def test_a_unit_of_the_shared_generation_joins_by_the_documented_line(make_lab):
    lab = make_lab(topology_text("7.6"), blank=True)
    for number in (1, 2):
        lines = f"""
            config system interface
            edit port5
            set ip 10.255.0.{number}/28
            end
            config system ha
            config interface
            edit port5
            set heartbeat-status enable
            end
            end
        """
        lab.door.cli(f"mx{number}", lines)
    lab.door.cli(
        "mx1",
        [
            "config system ha",
            "set state enable",
            "set password x",
            "config member",
            "edit mx1",
            "set role primary",
            "set ip 10.255.0.1/28",
            "next",
            "end",
            "end",
        ],
    )

    lab.door.cli("mx2", 'execute ha hb join 10.255.0.1 false "x" mx2')

    assert (lab.client("mx1").role, lab.client("mx2").role) == (PRIMARY, SECONDARY)


def test_rows_are_made_changed_and_deleted(pair):
    pair.door.cli(
        "mx1",
        """
        config log setting remote
        edit 0
        set server 192.0.2.99
        set sysevent-log-category ha system
        next
        edit 1
        set port 1514
        next
        end
        config log alertemail recipient
        edit second@example.net
        next
        delete noc@example.net
        end
        config system snmp user
        edit nms
        config host
        edit 0
        set ip 192.0.2.61
        next
        end
        next
        end
        """,
    )

    client = pair.client("mx2")
    rows = client.get("LogSettingRemote")["collection"]
    assert [(r["server"], r["port"], r["sysevent_log_category"]) for r in rows] == [
        ("192.0.2.50", 1514, 16),
        ("192.0.2.99", 514, 48),
    ]
    recipients = client.get("LogAlertemailRecipient")["collection"]
    assert [row["mkey"] for row in recipients] == ["second@example.net"]
    hosts = client.get("SysSnmpUser/nms/SysSnmpUserHost")["collection"]
    assert [row["ip"] for row in hosts] == ["192.0.2.60", "192.0.2.61"]


def test_words_that_differ_in_the_cli_are_understood(pair):
    lines = ["edit port1", "set action-on-primary ignore-vip", "next", "end", "end"]
    pair.door.cli("mx1", ["config system ha", "config interface", *lines])

    assert pair.client().get("SysHaInterface/port1")["action_on_primary"] == 0


def test_unset_brings_the_factory_value_back(pair):
    pair.door.cli("mx1", "config system ha\nset hb-lost-threshold 30\nunset hb-base-port\nend")

    found = pair.client().get("SysHa")
    assert (found["hb_lost_threshold"], found["hb_base_port"]) == (30, 20000)


def test_remarks_of_a_runbook_are_passed_over_and_passwords_kept(pair):
    lines = ["# by hand", "config system ha", 'set password "a # b"   # inferred', "end"]

    pair.door.cli("mx1", [*lines, ""])

    # Only with the same password do the units still hear each other.
    pair.door.edit("mx2", "ha", {"password": "a # b"})
    assert pair.client("mx2").get("SysHaStatus")["config_sync"] is True


def test_restore_is_typed_too(pair):
    pair.door.cut()
    pair.door.plug()

    pair.door.cli("mx2", "execute ha restore")

    assert pair.client("mx2").role == SECONDARY


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("show", "Unknown action"),
        ("config system nothing\nset x 1\nend", "Unknown action"),
        ("config system ha\nset color red\nend", "Unknown attribute color"),
        ("config system ha\nset mode king\nend", "Invalid value king"),
        (
            "config system ha\nset hb-base-port many\nend",
            "failed at: set hb-base-port many",
        ),
        ("config system ha\nset hb-base-port\nend", "Command failed at: set hb-base-port"),
        ("config system ha\nset remote-services-as-heartbeat on\nend", "Invalid value on"),
        ("next", "no such block"),
        ("execute ha hb join 10.255.0.1 false x mx2", "Unknown action"),
    ],
)
def test_what_the_cli_does_not_know_fails_with_its_line_and_changes_nothing(pair, lines, words):
    before = pair.door.dump()

    with pytest.raises(Refused, match=words):
        pair.door.cli("mx1", lines)

    assert pair.door.dump() == before


def test_a_secondary_answers_in_the_documented_words(pair):
    lines = "config log setting remote\nedit 1\nset port 1514\nnext\nend"

    with pytest.raises(Refused, match=r"HA secondary can't set attribute port\. .*\(-38\)"):
        pair.door.cli("mx2", lines)
