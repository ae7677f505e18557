"""Each rule: what it refuses, with one message at one place, and what it lets pass."""

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.topology.documents import (
    FARM,
    FARM_7_6,
    PAIR,
    Edit,
    edited,
    pointed_at,
    problems_of,
)


class Broken(NamedTuple):
    """A sound topology, edits that break one rule, part of the message, what it points at."""

    text: str
    edits: tuple[Edit, ...]
    message: str
    place: str


MX2 = PAIR[PAIR.index("  - name: mx2") : PAIR.index("virtual_ips:")]
FARM_MX5 = FARM[FARM.index("  - name: mx5") : FARM.index("mail_entry:")]
SERVER = ("operation_mode: gateway", "operation_mode: server")
TO_7_6 = ('firmware: "7.2"', 'firmware: "7.6"')
NAS = "mail_storage: {kind: nas, protocol: nfs, host: nas1.example.net, directory: /vol/mail}"
VIP = "198.51.100.25/24, action: add"
VIPS = "  - {port: port1, address: 198.51.100.25/24, action: add}"
EMAIL = "    - {address: noc@example.net}\n"
IMAP = (
    "    remote-imap: {address: 198.51.100.25, port: 143, interval: 30, timeout: 10, retries: 3}\n"
)


def more_units(first: int, last: int) -> Edit:
    """Return an edit that adds secondaries to the farm."""
    rows = [
        FARM_MX5.strip("\n")
        .replace("mx5", f"mx{number}")
        .replace("MX5", f"MX{number}")
        .replace("203.0.113.15", f"203.0.113.{100 + number}")
        .replace("198.51.100.15", f"198.51.100.{100 + number}")
        .replace("10.255.0.5", f"10.255.0.{number}")
        .replace("10.255.1.5", f"10.255.1.{number}")
        for number in range(first, last + 1)
    ]
    return ("mail_entry:", "\n".join([*rows, "", "mail_entry:"]))


def absent(unit: str, *more: str) -> Edit:
    return (f"- name: {unit}", "\n    ".join([f"- name: {unit}", "state: absent", *more]))


def snmp(block: str) -> Edit:
    """Return the edit that lets mx1 be read by SNMP."""
    return ("    role: primary", f"    role: primary\n    snmp: {block}")


BROKEN: dict[str, Broken] = {
    "snmp without a way in": Broken(
        PAIR, (snmp("{port: 161}"),), "neither a community nor a user", "snmp: {port: 161}"
    ),
    "snmp with two ways in": Broken(
        PAIR,
        (snmp("{community: {env: C}, user: {name: nms}}"),),
        "both a community and a user",
        "snmp: {community:",
    ),
    "an snmp user that encrypts but proves nothing": Broken(
        PAIR,
        (snmp("{user: {name: nms, privacy: {protocol: aes, password: {env: P}}}}"),),
        "encrypts, but does not prove who it is",
        "privacy: {protocol: aes",
    ),
    "no primary": Broken(
        PAIR, (("role: primary", "role: secondary"),), "no unit is primary", "units:"
    ),
    "two primaries": Broken(
        PAIR, (("role: secondary", "role: primary"),), "two primaries: mx1 and mx2", "primary"
    ),
    "the primary leaves first": Broken(
        PAIR, (absent("mx1"),), "the primary mx1 is absent while mx2 stays", "absent"
    ),
    "a pair of one": Broken(
        PAIR, ((MX2, ""),), "an active-passive group has two units; seen: 1", "units:"
    ),
    "a pair of three": Broken(
        PAIR,
        (
            (
                MX2,
                MX2
                + MX2.replace("mx2", "mx3")
                .replace("192.0.2.12", "192.0.2.13")
                .replace("198.51.100.12", "198.51.100.13")
                .replace("10.255.0.2/30", "10.255.0.3/30")
                .replace("10.255.0.6/30", "10.255.0.7/30"),
            ),
        ),
        "an active-passive group has two units; seen: 3",
        "units:",
    ),
    "a farm of 26": Broken(
        FARM, (more_units(6, 26),), "has 2 to 25 units with this firmware; seen: 26", "units:"
    ),
    "a farm of 25 from 7.4": Broken(
        FARM_7_6, (more_units(6, 25),), "has 2 to 24 units with this firmware; seen: 25", "units:"
    ),
    "those that leave count": Broken(
        FARM, (more_units(6, 26), absent("mx6")), "seen: 26; expected: 2 to 25", "units:"
    ),
    "a unit called group": Broken(
        PAIR, (("name: mx2", "name: Group"),), "a unit cannot be called 'Group'", "Group"
    ),
    "one name twice": Broken(
        PAIR, (("name: mx2", "name: MX1"),), "the unit name mx1 stands twice; seen: first at", "MX1"
    ),
    "one address twice": Broken(
        PAIR,
        (('"https://192.0.2.12"', '"https://192.0.2.11:443"'),),
        "the address https://192.0.2.11 stands twice",
        '"https://192.0.2.11:443"',
    ),
    "one serial twice": Broken(
        PAIR,
        (
            ("name: mx1", "name: mx1\n    serial: FE400F0000000001"),
            ("name: mx2", "name: mx2\n    serial: FE400F0000000001"),
        ),
        "the serial number FE400F0000000001 stands twice",
        "FE400F0000000001",
    ),
    "lost, but present": Broken(
        PAIR,
        (("name: mx2", "name: mx2\n    lost: true"),),
        "mx2 is lost, and yet to stay",
        "true",
    ),
    "replaced, but absent": Broken(
        PAIR, (absent("mx2", "replaced: true"),), "mx2 is replaced, and yet to leave", "true"
    ),
    "two ways to trust": Broken(
        PAIR,
        (
            (
                "{env: MX1_PASSWORD}}",
                (
                    "{env: MX1_PASSWORD}, tls: "
                    f"{{ca_file: ca.pem, fingerprint: 'sha256:{'0f' * 32}'}}}}"
                ),
            ),
        ),
        "mx1 has both a CA file and a fingerprint",
        "tls:",
    ),
    "unknown firmware": Broken(
        PAIR,
        (('"7.2"', '"6.4"'),),
        "no dialect is for firmware 6.4; expected: one of 7.0, 7.2, 7.6, 8.0",
        '"6.4"',
    ),
    "unknown firmware in a list": Broken(
        PAIR, (('"7.2"', '["7.2", "7.4.1"]'),), "no dialect is for firmware 7.4.1", '"7.4.1"'
    ),
    "a short threshold": Broken(
        PAIR,
        (("lost_threshold: 15", "lost_threshold: 2"),),
        "leads to failovers under load; seen: 2 s; expected: 3 s or more",
        "2 ",
    ),
    "a link across subnets": Broken(
        PAIR,
        (("10.255.0.2/30", "10.255.9.2/30"),),
        "the primary heartbeat link of mx2 is not in the subnet of that of mx1; "
        "seen: 10.255.9.2/30; expected: an address in 10.255.0.0/30",
        "10.255.9.2/30",
    ),
    "equal heartbeat addresses": Broken(
        PAIR,
        (("10.255.0.2/30", "10.255.0.1/30"),),
        "the address 10.255.0.1 stands twice",
        "10.255.0.1/30",
    ),
    "links in one subnet": Broken(
        PAIR,
        (
            ("10.255.0.1/30", "10.255.0.1/29"),
            ("10.255.0.2/30", "10.255.0.2/29"),
            ("10.255.0.5/30", "10.255.0.5/29"),
            ("10.255.0.6/30", "10.255.0.6/29"),
        ),
        "both heartbeat links use the subnet 10.255.0.0/29",
        "10.255.0.5/29",
    ),
    "two ports on one link": Broken(
        PAIR,
        (("address: 10.255.0.5/30, link: secondary", "address: 10.255.0.3/30, link: primary"),),
        "two heartbeat ports of mx1 are on the primary link",
        "primary",
    ),
    "one heartbeat port twice": Broken(
        PAIR,
        (("port: port6", "port: port5"),),
        "port5 of mx1 is used for two heartbeat links",
        "port5",
    ),
    "heartbeat and interface": Broken(
        PAIR,
        (("port1: {address: 198.51.100.11", "port5: {address: 198.51.100.11"),),
        "port5 of mx1 is used for the heartbeat and under `interfaces`",
        "port5",
    ),
    "heartbeat and virtual IP": Broken(
        PAIR,
        ((VIPS, VIPS + "\n  - {port: port6, address: 203.0.113.5/24}"),),
        "port6 of mx1, mx2 is used for the heartbeat and a virtual IP",
        "port6",
    ),
    "heartbeat and monitored": Broken(
        PAIR,
        (("ports: [port1]", "ports: [port1, port5]"),),
        "port5 of mx1, mx2 is used for the heartbeat and `monitor.ports`",
        "port5",
    ),
    "monitored twice": Broken(
        PAIR, (("ports: [port1]", "ports: [port1, port1]"),), "the port port1 stands twice", "port1"
    ),
    "one address on two ports": Broken(
        PAIR,
        (("198.51.100.12/24", "198.51.100.11/24"),),
        "the address 198.51.100.11 stands twice",
        "198.51.100.11/24",
    ),
    "two virtual IPs on one port": Broken(
        PAIR,
        ((VIPS, VIPS + "\n  - {port: port1, address: 198.51.100.26/24}"),),
        "a virtual IP on port1 of IP version 4 stands twice",
        "198.51.100.26/24",
    ),
    "one virtual IP twice": Broken(
        PAIR,
        ((VIPS, VIPS + "\n  - {port: port2, address: 198.51.100.25/24}"),),
        "the virtual IP 198.51.100.25 stands twice",
        "198.51.100.25/24",
    ),
    "a virtual IP outside the subnet": Broken(
        PAIR,
        ((VIP, "203.0.113.25/24, action: add"), ("198.51.100.12/24", "203.0.113.12/24")),
        "the virtual IP is not in the subnet of port1 of mx1; seen: 203.0.113.25/24; "
        "expected: an address of 198.51.100.0/24",
        "203.0.113.25/24",
    ),
    "a unit's own address as virtual IP": Broken(
        PAIR,
        ((VIP, "198.51.100.12/24, action: add"),),
        "the virtual IP 198.51.100.12 is mx2's own address",
        "198.51.100.12/24",
    ),
    "the API's address as virtual IP": Broken(
        PAIR,
        ((VIP, "198.51.100.25/24, action: set"), ("192.0.2.12", "198.51.100.25")),
        "the virtual IP 198.51.100.25 is mx2's own address",
        "198.51.100.25/24",
    ),
    "set from 7.6": Broken(
        PAIR,
        ((VIP, "198.51.100.25/24, action: set"), TO_7_6),
        "firmware 7.6 cannot put a virtual IP in the place of a port's address",
        "set",
    ),
    "a bridge in a gateway": Broken(
        PAIR,
        ((VIP, "198.51.100.25/24, action: bridge"),),
        "only transparent mode has a bridge; seen: operation_mode: gateway",
        "bridge",
    ),
    "entry by no virtual IP": Broken(
        PAIR,
        ((VIP, VIP + ", state: absent"),),
        "senders enter by a virtual IP, but none is declared",
        "virtual-ip",
    ),
    "IMAP in a gateway": Broken(
        PAIR,
        (("    local-ports:", IMAP + "    local-ports:"),),
        "remote-imap is watched, but only server mode has mailboxes",
        "remote-imap:",
    ),
    "POP3 in a gateway": Broken(
        PAIR,
        (("    local-ports:", IMAP.replace("imap", "pop") + "    local-ports:"),),
        "remote-pop is watched, but only server mode has mailboxes",
        "remote-pop:",
    ),
    "a virtual IP in a farm": Broken(
        FARM,
        (("mail_entry:", "virtual_ips: [{port: port1, address: 198.51.100.25/24}]\nmail_entry:"),),
        "a config-only group has no failover, and so not a virtual IP",
        "{port: port1",
    ),
    "entry by a virtual IP in a farm": Broken(
        FARM,
        (("{kind: load-balancer}", "{kind: virtual-ip}"),),
        "and so not entry by a virtual IP",
        "virtual-ip",
    ),
    "service monitoring in a farm": Broken(
        FARM,
        (
            (
                "mail_entry:",
                "monitor: {services: {local-hd: {interval: 9, retries: 3}}}\nmail_entry:",
            ),
        ),
        "and so not service monitoring (local-hd)",
        "local-hd:",
    ),
    "remote services in a farm": Broken(
        FARM,
        (("base_port: 20000", "base_port: 20000\n    remote_services: true"),),
        "and so not remote_services",
        "true",
    ),
    "after a failure in a farm": Broken(
        FARM,
        (("  heartbeat:\n", "  on_failure: restore-role\n  heartbeat:\n"),),
        "and so not on_failure",
        "restore-role",
    ),
    "mail data in a farm": Broken(
        FARM,
        (("  heartbeat:\n", "  synchronize: {mail_data: true}\n  heartbeat:\n"),),
        "and so not synchronising mail data",
        "true",
    ),
    "mail queue in a farm": Broken(
        FARM,
        (("  heartbeat:\n", "  synchronize: {mail_queue: true}\n  heartbeat:\n"),),
        "and so not synchronising the mail queue",
        "true",
    ),
    "a server farm without NAS": Broken(
        FARM,
        (SERVER, (NAS, "mail_storage: {kind: local}")),
        "a farm in server mode needs its mailboxes on a NAS",
        "mail_storage:",
    ),
    "a primary backup in a pair": Broken(
        PAIR,
        (TO_7_6, ("name: mx2", "name: mx2\n    primary_backup: true")),
        "only a config-only group has a primary backup",
        "true",
    ),
    "a primary backup before 7.4": Broken(
        FARM,
        (("name: mx2", "name: mx2\n    primary_backup: true"),),
        "a primary backup needs firmware 7.4 or later",
        "true",
    ),
    "the primary as its own backup": Broken(
        FARM_7_6,
        (
            ("primary_backup: true", "primary_backup: false"),
            ("name: mx1", "name: mx1\n    primary_backup: true"),
        ),
        "mx1 is the primary, not its backup",
        "true",
    ),
    "two primary backups": Broken(
        FARM_7_6,
        (("name: mx3", "name: mx3\n    primary_backup: true"),),
        "two units are primary backup",
        "true",
    ),
    "a primary backup that leaves": Broken(
        FARM_7_6, (absent("mx2"),), "mx2 is to leave, and cannot be the primary's backup", "true"
    ),
    "four recipients": Broken(
        PAIR,
        ((EMAIL, EMAIL + "".join(f"    - {{address: {who}@example.net}}\n" for who in "abc")),),
        "alert email goes to 3 recipients at most; seen: 4",
        "c@example.net",
    ),
    "a recipient twice": Broken(
        PAIR,
        ((EMAIL, EMAIL + EMAIL.replace("noc", "NOC")),),
        "the recipient noc@example.net stands twice",
        "NOC@example.net",
    ),
    "a recipient twice in an owned table": Broken(
        PAIR,
        (
            (
                "email:\n" + EMAIL,
                "email: {owned: true, rows: [{address: a@b.c}, {address: a@b.c}]}\n",
            ),
        ),
        "the recipient a@b.c stands twice",
        "a@b.c}]",
    ),
    "a syslog server twice": Broken(
        PAIR,
        (("  email:", "    - {server: 192.0.2.50}\n  email:"),),
        "the syslog server 192.0.2.50 port 514 stands twice",
        "192.0.2.50",
    ),
    "an SNMP user twice": Broken(
        PAIR,
        (("  syslog:", "      - {name: nms, security_level: noauthnopriv}\n  syslog:"),),
        "the SNMP user nms stands twice",
        "nms",
    ),
    "an SNMP host twice": Broken(
        PAIR,
        (("hosts: [192.0.2.60]", "hosts: [192.0.2.60, 192.0.2.60]"),),
        "the host of SNMP user nms 192.0.2.60 stands twice",
        "192.0.2.60]",
    ),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_rule_gives_one_message_at_its_place(tmp_path: Path, case: Broken):
    text = edited(case.text, *case.edits)

    (problem,) = problems_of(tmp_path, text)

    assert case.message in str(problem)
    assert pointed_at(text, problem).startswith(case.place)
    assert problem.next


GOOD: dict[str, tuple[str, tuple[Edit, ...]]] = {
    "a pair that is disbanded": (PAIR, (absent("mx1"), absent("mx2"))),
    "a pair that a dead unit leaves": (PAIR, (absent("mx2", "lost: true"),)),
    "a pair with a new box": (PAIR, (("name: mx2", "name: mx2\n    replaced: true"),)),
    "a farm of 25": (FARM, (more_units(6, 25),)),
    "a farm of 24 from 7.4": (FARM_7_6, (more_units(6, 24),)),
    "a farm that all but the primary leave": (
        FARM,
        tuple(absent(f"mx{number}") for number in range(2, 6)),
    ),
    "active-active is config-only": (FARM, (("mode: config-only", "mode: active-active"),)),
    "a patch release of a known firmware": (PAIR, (('"7.2"', '"7.2.3"'),)),
    "two generations while an upgrade rolls": (PAIR, (('"7.2"', '["7.2", "7.6"]'),)),
    "a threshold of three seconds": (PAIR, (("lost_threshold: 15", "lost_threshold: 3"),)),
    "units on different ports of one host": (
        PAIR,
        (("192.0.2.11", "127.0.0.1:4431"), ("192.0.2.12", "127.0.0.1:4432")),
    ),
    "a virtual IP in the place of the port's address": (
        PAIR,
        ((VIP, "198.51.100.11/24, action: set"),),
    ),
    "a virtual IP on a port that is not declared": (
        PAIR,
        ((VIPS, VIPS + "\n  - {port: port2, address: 203.0.113.25/24}"),),
    ),
    "a virtual IP of each IP version": (
        PAIR,
        ((VIPS, VIPS + "\n  - {port: port1, address: 2001:db8::25/64}"),),
    ),
    "a virtual IP that goes from a heartbeat port": (
        PAIR,
        ((VIPS, VIPS + "\n  - {port: port5, address: 203.0.113.5/24, state: absent}"),),
    ),
    "a bridge in transparent mode": (
        PAIR,
        (
            ("operation_mode: gateway", "operation_mode: transparent"),
            (VIP, "198.51.100.25/24, action: bridge"),
        ),
    ),
    "IMAP and POP3 in server mode": (
        PAIR,
        (SERVER, ("    local-ports:", IMAP + IMAP.replace("imap", "pop") + "    local-ports:")),
    ),
    "a server farm with a NAS": (FARM, (SERVER,)),
    "what a farm declares to be off": (
        FARM,
        (
            (
                "  heartbeat:\n",
                (
                    "  on_failure: 'off'\n  synchronize: {mail_data: false, mail_queue: false}\n"
                    "  heartbeat:\n    remote_services: false\n"
                ),
            ),
            (
                "mail_entry:",
                (
                    "virtual_ips: [{port: port1, address: 198.51.100.25/24, state: absent}]\n"
                    "monitor: {services: {local-hd: {interval: 9, retries: 3, state: absent}}}\n"
                    "mail_entry:"
                ),
            ),
        ),
    ),
    "a fourth recipient in the place of one that goes": (
        PAIR,
        (
            (
                EMAIL,
                "    - {address: old@example.net, state: absent}\n"
                + "".join(f"    - {{address: {who}@example.net}}\n" for who in "abc"),
            ),
        ),
    ),
    "a syslog server on two ports": (
        PAIR,
        (("  email:", "    - {server: 192.0.2.50, port: 6514}\n  email:"),),
    ),
    "no alerts by SNMP": (
        PAIR,
        ((PAIR[PAIR.index("  snmp:") : PAIR.index("  syslog:")], ""),),
    ),
    "status by SNMP, with a community": (PAIR, (snmp("{community: {env: C}}"),)),
    "status by SNMP, with a user that proves who it is": (
        PAIR,
        (snmp("{user: {name: nms, auth: {protocol: sha1, password: {env: P}}}}"),),
    ),
    "an owned table": (
        PAIR,
        (("email:\n" + EMAIL, "email: {owned: true, rows: [{address: a@b.c}]}\n"),),
    ),
}


@pytest.mark.parametrize(("text", "edits"), GOOD.values(), ids=GOOD.keys())
def test_what_keeps_the_rules_loads(tmp_path: Path, text: str, edits: tuple[Edit, ...]):
    assert problems_of(tmp_path, edited(text, *edits)) == ()
