"""A unit while a plan is carried out: fresh reads, single writes, secrets filled in at the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pytest
from pydantic import SecretStr

from hacfg.apply.live import LiveUnit
from hacfg.errors import BadAnswer
from hacfg.fortimail.reading import Moving
from hacfg.fortimail.wire import Outgoing
from hacfg.plan.steps import ActionStep
from hacfg.state import Address, Secret
from tests.apply.units import HA, ROW, row, setting
from tests.plan.groups import catalogue

Document = Mapping[str, object]


@dataclass
class FakeSession:
    """What a unit would answer, and what was sent to it."""

    objects: dict[str, dict[str, object]] = field(default_factory=dict)
    tables: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    sent: list[tuple[str, str, object]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)

    def login(self) -> Document:
        return {}

    def login_as(self, username: str, password: SecretStr) -> None:
        self.sent.append(("login", username, password.get_secret_value()))

    def get(self, path: str) -> Document:
        self.read.append(path)
        return self.objects[path]

    def moving(self) -> Moving:
        return Moving()

    def rows(self, path: str) -> Sequence[Document]:
        self.read.append(path)
        return self.tables.get(path, [])

    def create(self, path: str, body: Mapping[str, Outgoing]) -> None:
        self.sent.append(("create", path, dict(body)))

    def update(self, path: str, body: Mapping[str, Outgoing]) -> None:
        self.sent.append(("update", path, dict(body)))

    def delete(self, path: str) -> None:
        self.sent.append(("delete", path, None))

    def act(self, method: Literal["POST", "PUT"], path: str, body: Mapping[str, Outgoing]) -> None:
        self.sent.append((method, path, dict(body)))


SYSLOG = {"mkey": 7, "server": "192.0.2.50", "port": 514, "status": True}


def live(firmware: str = "7.2", after_join: tuple[str, SecretStr] | None = None) -> LiveUnit:
    dialect = catalogue().for_firmware(firmware)
    assert dialect is not None
    session = FakeSession(
        {"SysHa": {"mode": 0, "hb_base_port": 20000, "password": "******"}},
        {"LogSettingRemote": [SYSLOG]},
    )
    return LiveUnit("mx1", session, dialect, {"ha.password": SecretStr("hush")}, after_join)


def session_of(unit: LiveUnit) -> FakeSession:
    assert isinstance(unit.session, FakeSession)
    return unit.session


def test_each_look_reads_afresh_and_each_kind_once() -> None:
    unit = live()
    other = Address("mx1", "syslog", "192.0.2.51:514")

    seen = unit.look([HA, ROW, other, Address("mx2", "ha")])

    assert session_of(unit).read == ["SysHa", "LogSettingRemote"]
    assert seen == {
        HA: {"mode": "off", "base_port": 20000},
        ROW: {"server": "192.0.2.50", "port": 514, "enabled": True},
        other: None,
    }
    session_of(unit).objects["SysHa"]["mode"] = 1
    assert unit.look([HA]) == {HA: {"mode": "primary", "base_port": 20000}}


def test_a_write_holds_its_own_keys_and_the_secret_itself() -> None:
    unit = live()
    unit.look([HA])

    unit.carry_out(setting(1, {}, {"mode": "primary", "password": Secret("ha.password")}))

    ((verb, path, body),) = session_of(unit).sent
    assert (verb, path) == ("update", "SysHa")
    assert isinstance(body, dict)
    assert body["mode"] == 1
    assert body["password"].get_secret_value() == "hush"
    assert "hush" not in str(body) + str(unit)


def test_a_row_is_removed_by_the_number_that_the_unit_gave_it() -> None:
    unit = live()
    unit.look([ROW])

    unit.carry_out(row(1, creates=False))

    assert session_of(unit).sent == [("delete", "LogSettingRemote/7", None)]


def test_nothing_is_written_to_what_was_not_read() -> None:
    unit = live()

    with pytest.raises(BadAnswer):
        unit.carry_out(setting(1, {}, {"base_port": 20001}))

    assert session_of(unit).sent == []


def test_an_action_is_sent_with_its_arguments() -> None:
    step = ActionStep(
        number=1, unit="mx1", procedure="p", reason="r", title="ha join", action="join",
        before={}, after={},
        arguments={
            "primary_ip": "10.0.0.1", "primary_backup": False,
            "password": Secret("ha.password"), "unit": "mx1",
        },
    )  # fmt: skip  # what matters is the arguments
    unit = live("7.6")

    unit.carry_out(step)

    ((verb, _, body),) = session_of(unit).sent
    assert verb == "POST"
    assert isinstance(body, dict)
    assert (body["primary_ip"], body["primary_backup"]) == ("10.0.0.1", False)
    assert body["password"].get_secret_value() == "hush"


def test_the_account_that_joining_brings_is_used_once() -> None:
    unit = live(after_join=("hacfg", SecretStr("new")))

    assert unit.use_joined_account() is True
    assert unit.use_joined_account() is False
    assert session_of(unit).sent == [("login", "hacfg", "new")]
    assert live().use_joined_account() is False
