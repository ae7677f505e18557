"""A simulated group broken in each way, one at a time: `check --live` names exactly that one."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from hacfg.lab.door import Door
from hacfg.practices.table import RULES
from hacfg.topology.load import Loaded
from hacfg.usecases.checking import Checked, check_group
from hacfg.usecases.loading import load
from hacfg.usecases.options import CheckOptions
from tests.end_to_end.group import SimulatedGroup, simulated
from tests.topology.documents import Edit, edited

TODAY = datetime.datetime.now(datetime.UTC).date()
NOT_DUE = str(TODAY + datetime.timedelta(days=400))
SOON = str(TODAY + datetime.timedelta(days=20))


def check(group: SimulatedGroup, loaded: Loaded | None = None, *, live: bool = True) -> Checked:
    return check_group(loaded or group.loaded, CheckOptions(group.environ, TODAY, live=live))


def broken(checked: Checked) -> set[str]:
    return {one.id for one in checked.findings if one.outcome == "broken"}


@pytest.fixture(scope="module", params=["pair-7.2", "pair-7.6", "farm-7.2", "farm-7.6"])
def good(request, tmp_path_factory) -> Iterator[SimulatedGroup]:
    with simulated(request.param, tmp_path_factory.mktemp("good"), blank=False) as group:
        yield group


def test_on_a_good_example_nothing_is_broken_and_what_is_attested_is_said(good):
    checked = check(good)

    assert broken(checked) == set()
    assert {one.id for one in checked.findings if one.outcome == "unknown"} == set()
    assert {one.id for one in checked.findings if one.outcome == "attested"} == {"HA-01", "HA-08"}
    assert good.writes() == []


@dataclass(frozen=True)
class Break:
    """What is done to the lab to break one rule, and how it is undone."""

    rule: str
    do: Callable[[Door], None]
    undo: Callable[[Door], None]
    story: str = "pair-7.2"

    def __str__(self) -> str:
        return self.rule


Values = dict[str, bool | int | str | list[str] | None]


def setting(
    rule: str,
    place: str,
    new: Values,
    old: Values,
    *,
    story: str = "pair-7.2",
) -> Break:
    """Break a rule by values of one resource; the place is unit, kind and key."""
    unit, kind, key = [*place.split(), ""][:3]
    return Break(
        rule,
        lambda door: door.edit(unit, kind, new, key),
        lambda door: door.edit(unit, kind, old, key),
        story,
    )


def fail_over(door: Door) -> None:
    """Let mx1 lose power and come back as secondary."""
    door.fault("mx1", "power-loss")
    door.repair("mx1")


def fail_back(door: Door) -> None:
    door.cli("mx2", "execute ha restore")
    door.cli("mx1", "execute ha restore")


def keep_a_setting_apart(door: Door) -> None:
    door.create("mx2", "ha_sync_exception", "0", {"setting": "system global"})


BREAKS = (
    setting("HA-01", "mx1 interface port3", {"address": "10.255.0.3/30"}, {"address": None}),
    Break("HA-02", fail_over, fail_back),
    setting(
        "HA-03",
        "mx3 ha_service remote-smtp",
        {"enabled": True},
        {"enabled": False},
        story="farm-7.6",
    ),
    Break("HA-04", lambda door: door.cut("primary"), lambda door: door.plug("primary")),
    setting("HA-05", "mx2 license", {"antispam": False}, {"antispam": True}),
    setting("HA-07", "mx2 ha", {"mail_queue_sync": True}, {"mail_queue_sync": False}),
    setting("HA-08", "mx1 mail_storage", {"kind": "local"}, {"kind": "nas"}),
    setting("HA-09", "mx1 ha", {"mail_data_sync": True}, {"mail_data_sync": False}),
    setting("HX-01", "mx2 system", {"firmware": "7.2.9"}, {"firmware": "7.2.0"}),
    setting("HX-02", "mx2 system", {"operation_mode": "server"}, {"operation_mode": "gateway"}),
    setting("HX-03", "mx2 system", {"model": "FE-200F"}, {"model": "FE-VMW"}),
    setting("HX-04", "mx2 interface port6", {"addressing": "dhcp"}, {"addressing": "static"}),
    setting("HX-05", "mx2 interface port6", {"access": ["https"]}, {"access": []}),
    setting("HX-06", "mx1 ha", {"lost_threshold": 90}, {"lost_threshold": 15}),
    setting("HX-07", "mx2 ha_service remote-smtp", {"enabled": False}, {"enabled": True}),
    setting("HX-08", "mx1 ha", {"on_failure": "off"}, {"on_failure": "become-secondary"}),
    setting("HX-10", "mx2 license", {"antivirus_expires": SOON}, {"antivirus_expires": NOT_DUE}),
    Break("HX-11", lambda door: door.clock("mx2", 90), lambda door: door.clock("mx2", 0)),
    Break(
        "HX-12",
        lambda door: door.certificate("mx2", 20),
        lambda door: door.certificate("mx2", 400),
    ),
    Break(
        "HX-13",
        keep_a_setting_apart,
        lambda door: door.delete("mx2", "ha_sync_exception", "1"),
    ),
    setting(
        "HX-15",
        "mx2 system",
        {"serial": "FEVM000000000001"},
        {"serial": "FEVM000000000002"},
    ),
)
"""What can be put back, so that all of a story share one lab."""


@pytest.fixture(scope="module")
def labs(tmp_path_factory) -> Iterator[dict[str, SimulatedGroup]]:
    with (
        simulated("pair-7.2", tmp_path_factory.mktemp("pair"), blank=False) as pair,
        simulated("farm-7.6", tmp_path_factory.mktemp("farm"), blank=False) as farm,
    ):
        yield {"pair-7.2": pair, "farm-7.6": farm}


@pytest.mark.parametrize("way", BREAKS, ids=str)
def test_a_lab_that_is_broken_in_one_way_is_named_exactly_so(way, labs):
    group = labs[way.story]
    way.do(group.door)

    found = check(group)

    way.undo(group.door)
    assert broken(found) == {way.rule}
    assert broken(check(group)) == set()
    assert group.writes() == []


def alerts_gone(group: SimulatedGroup) -> None:
    group.door.edit("mx1", "snmp", {"enabled": False})
    group.door.delete("mx1", "syslog", "1")
    group.door.delete("mx1", "alert_email", "noc@example.net")


def data_unsynced(group: SimulatedGroup) -> None:
    group.door.edit("mx1", "ha", {"mail_data_sync": False})


def backup_gone(group: SimulatedGroup) -> None:
    group.door.edit("mx1", "ha_member", {"primary_backup": False}, "mx2")


def stranger(group: SimulatedGroup) -> None:
    group.door.create("mx1", "ha_member", "mx9", {"role": "secondary"})


WAIVER = "waivers: [{practice: HA-08, reason: no NAS, owner: us, until: 2099-01-01}]\n"
LOCAL: tuple[Edit, ...] = (
    ("{kind: nas, protocol: nfs, host: nas1.example.net, directory: /vol/mail}", "{kind: local}"),
    ("mail_data: false", "mail_data: true"),
    ("{practice: HA-08, by: J. Doe", "{practice: HA-05, by: J. Doe"),
    ("attestations:  ", f"{WAIVER}attestations:  "),
)
ONCE = (
    ("HA-10", "pair-7.6", (), alerts_gone),
    ("HA-06", "pair-7.2", LOCAL, data_unsynced),
    ("HX-09", "farm-7.6", (), backup_gone),
    ("HX-14", "pair-7.6", (), stranger),
)
"""What needs a lab of its own."""


@pytest.mark.parametrize(("rule", "story", "edits", "do"), ONCE, ids=[one[0] for one in ONCE])
def test_a_lab_of_its_own_that_is_broken_is_named_exactly_so(rule, story, edits, do, tmp_path):
    with simulated(story, tmp_path, blank=False, edits=edits) as group:
        before = broken(check(group)) - {"HX-16"}
        do(group)

        assert before == set()
        assert broken(check(group)) - {"HX-16"} == {rule}
        assert group.writes() == []


def test_an_expired_attestation_in_the_file_is_named(labs, tmp_path):
    group = labs["pair-7.2"]
    edit = ('on: 2026-11-01, note: "cross', 'on: 2020-11-01, note: "cross')
    text = edited(group.loaded.path.read_text(), edit)
    (tmp_path / "topology.yaml").write_text(text)
    (tmp_path / "ca.pem").write_text((group.loaded.path.parent / "ca.pem").read_text())
    (loaded,) = load([tmp_path / "topology.yaml"])

    found = check(group, loaded)

    assert broken(found) == {"HX-16"}
    assert "HA-01" in {one.id for one in found.findings if one.outcome == "unknown"}


def test_every_rule_is_broken_in_some_lab():
    shown = {way.rule for way in BREAKS} | {rule for rule, *_ in ONCE} | {"HX-16"}

    assert shown == {rule.id for rule in RULES}


def test_a_unit_that_does_not_answer_leaves_the_rules_unknown_and_says_why(labs):
    group = labs["pair-7.2"]
    group.door.fault("mx2", "refuse")

    found = check(group)

    group.door.repair("mx2")
    assert broken(found) == set()
    assert list(found.silent) == ["mx2"]
    assert found.read == ("mx1",)


def test_the_file_alone_asks_no_unit(labs):
    group = labs["pair-7.2"]
    asked = sum(map(len, group.door.log().values()))

    check(group, live=False)

    assert sum(map(len, group.door.log().values())) == asked
