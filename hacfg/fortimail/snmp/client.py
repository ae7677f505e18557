"""Asking SNMP agents: the two HA modes and the mail queues of each unit."""

import asyncio
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from pydantic import SecretStr
from pysnmp.entity.engine import SnmpEngine
from pysnmp.error import PySnmpError
from pysnmp.hlapi.v3arch.asyncio import (
    CommunityData,
    ContextData,
    ObjectIdentity,
    ObjectType,
    UdpTransportTarget,
    UsmUserData,
    bulk_walk_cmd,
    get_cmd,
    usmAesCfb128Protocol,
    usmDESPrivProtocol,
    usmHMAC192SHA256AuthProtocol,
    usmHMACMD5AuthProtocol,
    usmHMACSHAAuthProtocol,
)

from hacfg.errors import Problem
from hacfg.fortimail.roles import Role
from hacfg.fortimail.snmp.mib import CONFIGURED, EFFECTIVE, QUEUE_COUNTS, QUEUE_NAMES, ROLES, Oid
from hacfg.fortimail.snmp.target import SnmpReading, SnmpTarget, SnmpUser
from hacfg.fortimail.wire import visible
from hacfg.source import OnUnit
from hacfg.state import UNKNOWN, Unknown

AUTH: Final[Mapping[str, Any]] = {
    "sha1": usmHMACSHAAuthProtocol,
    "md5": usmHMACMD5AuthProtocol,
    "sha256": usmHMAC192SHA256AuthProtocol,
}
PRIVACY: Final[Mapping[str, Any]] = {"aes": usmAesCfb128Protocol, "des": usmDESPrivProtocol}
_AT_ONCE: Final = 10
"""Rows asked for in one message."""


class _Silent(Exception):
    """An agent gave no usable answer; holds why."""


def read_all(targets: Iterable[SnmpTarget]) -> dict[str, SnmpReading]:
    """Read all agents side by side, from a thread that runs an event loop or from another."""
    with ThreadPoolExecutor(1) as own_loop:
        return own_loop.submit(lambda: asyncio.run(_read_all(tuple(targets)))).result()


async def _read_all(targets: tuple[SnmpTarget, ...]) -> dict[str, SnmpReading]:
    engine = SnmpEngine()
    try:
        found = await asyncio.gather(*(_read(engine, target) for target in targets))
    finally:
        engine.close_dispatcher()
    return {reading.unit: reading for reading in found}


async def _read(engine: SnmpEngine, target: SnmpTarget) -> SnmpReading:
    try:
        agent = _Agent(engine, target, await _transport(target))
        roles = await agent.get(CONFIGURED, EFFECTIVE)
        queues = await agent.queues()
    except (_Silent, PySnmpError, OSError) as error:
        return SnmpReading(target.unit, problem=_problem(target, error))
    return SnmpReading(target.unit, _role(roles[CONFIGURED]), _role(roles[EFFECTIVE]), queues)


async def _transport(target: SnmpTarget) -> UdpTransportTarget:
    place = (target.host, target.port)
    return await UdpTransportTarget.create(place, timeout=target.timeout, retries=target.retries)


class _Agent:
    """One agent: what is asked of it, checked and in plain types."""

    def __init__(
        self, engine: SnmpEngine, target: SnmpTarget, transport: UdpTransportTarget
    ) -> None:
        self._asked = (engine, _credentials(target.access), transport, ContextData())

    async def get(self, *oids: Oid) -> dict[Oid, Any]:
        """Return single objects."""
        objects = [ObjectType(ObjectIdentity(oid)) for oid in oids]
        failed, status, _, found = await get_cmd(*self._asked, *objects, lookupMib=False)
        _check(failed, status)
        return dict(zip(oids, (value for _, value in found), strict=True))

    async def queues(self) -> dict[str, int]:
        """Return the messages of each queue; an agent without the table has none."""
        names, counts = await self._column(QUEUE_NAMES), await self._column(QUEUE_COUNTS)
        return {visible(str(names.get(row, row))): count for row, count in counts.items()}

    async def _column(self, column: Oid) -> dict[str, Any]:
        rows: dict[str, Any] = {}
        walk = bulk_walk_cmd(
            *self._asked,
            0,
            _AT_ONCE,
            ObjectType(ObjectIdentity(column)),
            lookupMib=False,
            lexicographicMode=False,
        )
        async for failed, status, _, found in walk:
            _check(failed, status)
            for oid, value in found:
                number = ".".join(str(part) for part in tuple(oid)[len(column) :])
                rows[number] = _plain(value)
        return rows


def _check(failed: object, status: object) -> None:
    if failed or status:
        raise _Silent(str(failed or getattr(status, "prettyPrint", status.__str__)()))


def _plain(value: Any) -> int | str:  # noqa: ANN401  # the library's values have no common type
    """Return a number or text of the library as Python's own."""
    return int(value) if hasattr(value, "__index__") or _is_number(value) else str(value)


def _is_number(value: object) -> bool:
    return str(value).isdecimal()


def _role(value: object) -> Role | Unknown:
    return ROLES.get(int(str(value)), UNKNOWN) if _is_number(value) else UNKNOWN


def _credentials(access: SecretStr | SnmpUser) -> CommunityData | UsmUserData:
    if isinstance(access, SecretStr):
        return CommunityData(access.get_secret_value())
    more: dict[str, Any] = {}
    if access.auth:
        protocol, password = access.auth
        more |= {"authProtocol": AUTH[protocol], "authKey": password.get_secret_value()}
    if access.privacy:
        cipher, secret = access.privacy
        more |= {"privProtocol": PRIVACY[cipher], "privKey": secret.get_secret_value()}
    return UsmUserData(access.name, **more)  # noqa: S509  # the file says how agents are spoken to


def _problem(target: SnmpTarget, error: Exception) -> Problem:
    return Problem(
        "the unit's SNMP agent gave no usable answer",
        OnUnit(target.unit, "snmp"),
        seen=f"{target.host}:{target.port}: {visible(str(error)) or type(error).__name__}",
        next="check `snmp` of the unit, that its agent is on and that the port allows snmp",
    )
