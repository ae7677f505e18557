"""A lab with its trust, its units' ports and its control door, in one event loop."""

import datetime
import os
import ssl
from collections.abc import Callable
from functools import partial
from secrets import token_hex

import trustme

from hacfg.lab.config import LabConfig
from hacfg.lab.control import make_door
from hacfg.lab.exchange import serve
from hacfg.lab.info import LabInfo
from hacfg.lab.listening import HOST, Listener
from hacfg.lab.saved import Secrets
from hacfg.lab.simulation import Simulation


class Host:
    """Everything of a lab that has to be opened and given back; `on_stop` is told to end it."""

    def __init__(self, config: LabConfig, secrets: Secrets, on_stop: Callable[[], None]) -> None:
        self._authority = trustme.CA(organization_name="hacfg lab")
        self.simulation = Simulation(config, secrets, self._listener)
        self._token = token_hex(24)
        self._door = Listener(make_door(self.simulation, self._token, on_stop, self._renew))

    def _listener(self, simulation: Simulation, name: str) -> Listener:
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._certify(trust, None)
        return Listener(partial(serve, simulation, name), trust)

    def _certify(self, trust: ssl.SSLContext, end: datetime.datetime | None) -> None:
        self._authority.issue_cert(HOST, "localhost", not_after=end).configure_cert(trust)

    def _renew(self, name: str, end: datetime.datetime) -> None:
        """Give a unit another certificate; connections that are there keep the old one."""
        listener = self.simulation.boxes[name].listener
        if listener.trust is not None:
            self._certify(listener.trust, end)

    async def open(self) -> LabInfo:
        """Open all ports and return how they are reached."""
        await self.simulation.open()
        await self._door.open()
        boxes = self.simulation.boxes
        return LabInfo(
            name=self.simulation.config.name,
            urls={name: f"https://{HOST}:{box.listener.port}" for name, box in boxes.items()},
            door=f"http://{HOST}:{self._door.port}",
            token=self._token,
            ca_pem=self._authority.cert_pem.bytes().decode(),
            pid=os.getpid(),
            agents={name: box.agent.port for name, box in boxes.items() if box.agent},
        )

    async def end(self) -> None:
        """Give everything back."""
        await self.simulation.end()
        await self._door.end()
