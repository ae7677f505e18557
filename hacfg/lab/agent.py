"""The SNMP agent of a simulated unit: real SNMP over UDP, its values from the unit's state."""

import socket
from collections.abc import Callable, Mapping
from typing import Any, Final

from pysnmp.carrier.asyncio.dgram import udp
from pysnmp.entity import config
from pysnmp.entity.engine import SnmpEngine
from pysnmp.entity.rfc3413 import cmdrsp
from pysnmp.entity.rfc3413.context import SnmpContext
from pysnmp.hlapi.v3arch.asyncio import usmNoAuthProtocol, usmNoPrivProtocol
from pysnmp.proto.api import v2c

from hacfg.fortimail.snmp.client import AUTH, PRIVACY
from hacfg.fortimail.snmp.mib import Oid
from hacfg.lab.config import LabSnmp
from hacfg.lab.listening import HOST
from hacfg.lab.saved import Secrets

Values = Callable[[], Mapping[Oid, int | str]]
"""Gives every object with its value now."""

_READABLE: Final[Oid] = (1, 3, 6)
_VERSION_2C, _VERSION_3 = 2, 3


class Agent:
    """One UDP port that answers while it is open."""

    def __init__(self, access: LabSnmp, secrets: Secrets, values: Values) -> None:
        self._access = access
        self._secrets = secrets
        self._objects: Any = _Objects(values)
        self._engine: Any = None
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as place:
            place.bind((HOST, 0))
            self.port: int = place.getsockname()[1]

    def open(self) -> None:
        """Answer from now on; needs a running event loop."""
        if self._engine is not None:
            return
        self._engine = SnmpEngine()
        transport = udp.UdpAsyncioTransport().open_server_mode((HOST, self.port))
        config.add_transport(self._engine, udp.DOMAIN_NAME, transport)
        self._let_in(self._engine)
        context = SnmpContext(self._engine)
        context.unregister_context_name(b"")
        context.register_context_name(b"", self._objects)
        for responder in (
            cmdrsp.GetCommandResponder,
            cmdrsp.NextCommandResponder,
            cmdrsp.BulkCommandResponder,
        ):
            responder(self._engine, context)

    def close(self) -> None:
        """Answer nothing any more."""
        if self._engine is not None:
            self._engine.close_dispatcher()
            self._engine = None

    def _let_in(self, engine: Any) -> None:
        access, secrets = self._access, self._secrets
        if access.community:
            config.add_v1_system(engine, "readers", secrets[access.community])
            config.add_vacm_user(engine, _VERSION_2C, "readers", "noAuthNoPriv", _READABLE)
            return
        config.add_v3_user(
            engine,
            access.user,
            AUTH[access.auth_protocol] if access.auth else usmNoAuthProtocol,
            secrets.get(access.auth or ""),
            PRIVACY[access.privacy_protocol] if access.privacy else usmNoPrivProtocol,
            secrets.get(access.privacy or ""),
        )
        level = "authPriv" if access.privacy else "authNoPriv" if access.auth else "noAuthNoPriv"
        config.add_vacm_user(engine, _VERSION_3, access.user, level, _READABLE)


class _Objects:
    """All objects of an agent, in the order of their identifiers."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def read_variables(self, *asked: Any, **_: object) -> list[Any]:
        """Return the objects that are asked for by name."""
        values = self._values()
        return [(oid, _typed(values.get(tuple(oid), v2c.NoSuchInstance()))) for oid, _ in asked]

    def read_next_variables(self, *asked: Any, **_: object) -> list[Any]:
        """Return the objects that follow those asked for."""
        values = self._values()
        return [self._after(values, oid) for oid, _ in asked]

    def _after(self, values: Mapping[Oid, int | str], oid: Any) -> tuple[Any, Any]:
        following = min((one for one in values if one > tuple(oid)), default=None)
        if following is None:
            return oid, v2c.EndOfMibView()
        return v2c.ObjectIdentifier(following), _typed(values[following])


def _typed(value: Any) -> Any:
    match value:
        case bool() | int():
            return v2c.Integer32(value)
        case str():
            return v2c.OctetString(value.encode())
        case _:
            return value
