"""A whole lab in one event loop: units on their ports, lab time, faults on demand."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from hacfg.fortimail.ha import Fault, RefusedByUnit, faults, strike
from hacfg.fortimail.ha.faults import FaultName
from hacfg.fortimail.ha.state import change
from hacfg.lab.box import Box
from hacfg.lab.calls import Call, Reply
from hacfg.lab.clock import Clock
from hacfg.lab.config import LabConfig, LabUnit
from hacfg.lab.group import LabGroup
from hacfg.lab.listening import Listener
from hacfg.lab.saved import Secrets
from hacfg.lab.service import Service
from hacfg.lab.sessions import Sessions
from hacfg.lab.troubles import Effect, Trouble

if TYPE_CHECKING:
    from hacfg.lab.agent import Agent

_STRIKES: Final[dict[Effect, FaultName]] = {
    "reboot": "announces-reboot",
    "power-loss": "loses-power",
    "api-stop": "api-stops",
    "port-failure": "port-fails",
    "false-alarm": "false-alarm",
}
_NEEDS: Final[dict[Effect, str]] = {
    "reboot": "a unit with power",
    "power-loss": "a unit with power",
    "api-stop": "a unit with power whose API answers",
    "port-failure": "a unit of a pair with power and a working port",
    "false-alarm": "an acting primary of a pair that is sound, with a monitored port or service",
}


class Simulation:
    """All units of a lab; used from one event loop only."""

    def __init__(
        self, config: LabConfig, secrets: Secrets, listener: Callable[["Simulation", str], Listener]
    ) -> None:
        self.config = config
        self.group = LabGroup(config, secrets)
        self.clock = Clock(config.time_scale, self.group.engine.now)
        self.boxes = {
            unit.name: self._box(unit, listener(self, unit.name), secrets) for unit in config.units
        }
        self._timer: asyncio.TimerHandle | None = None
        self._adjusting: set[asyncio.Task[None]] = set()

    def _box(self, unit: LabUnit, listener: Listener, secrets: Secrets) -> Box:
        name = unit.name
        sessions = Sessions(
            lambda: self.group.accounts[name], self.clock.now, banner=self.config.banner
        )
        service = Service(self.group, name, sessions, self.config.page_size)
        return Box(service, listener, _agent(self.group, unit, secrets))

    async def open(self) -> None:
        """Take connections on every unit that answers."""
        self.touch()
        await self.adjust()

    async def end(self) -> None:
        """Give all ports back."""
        if self._timer:
            self._timer.cancel()
        for task in tuple(self._adjusting):
            await task
        for box in self.boxes.values():
            await box.listener.end()
            if box.agent:
                box.agent.close()

    def touch(self) -> None:
        """Let everything happen that is due now, and come back when more is."""
        engine, scale = self.group.engine, self.clock.scale
        if scale == 0:
            engine.settle()
        else:
            engine.advance_to(self.clock.now())
        if self._timer:
            self._timer.cancel()
        self._timer = None
        if scale and engine.next_due is not None:
            seconds = max(0.0, engine.next_due - self.clock.now()) / scale
            self._timer = asyncio.get_running_loop().call_later(seconds, self._wake)

    def _wake(self) -> None:
        self.touch()
        task = asyncio.get_running_loop().create_task(self.adjust())
        self._adjusting.add(task)
        task.add_done_callback(self._adjusting.discard)

    def advance(self, seconds: float) -> None:
        """Let lab seconds pass at once."""
        self.clock.skip(seconds)
        self.touch()

    async def adjust(self) -> None:
        """Open or close ports as the units' state asks for."""
        for name, box in self.boxes.items():
            if self.group.is_reachable(name) and not box.refuses:
                await box.listener.open()
            elif box.listener.is_open:
                box.listener.close()
            self._adjust_agent(name, box)

    def _adjust_agent(self, name: str, box: Box) -> None:
        """Let the SNMP agent answer while the unit has power and the agent is switched on."""
        if box.agent is None:
            return
        is_on = self.group.trees[name].value("snmp", "enabled") is True
        if is_on and self.group.group.units[self.group.index(name)].up:
            box.agent.open()
        else:
            box.agent.close()

    def strike(self, name: str, effect: Effect) -> None:
        """Let a fault of the HA model happen to a unit; raise RefusedByUnit where it cannot."""
        engine, index = self.group.engine, self.group.index(name)
        fault = Fault(_STRIKES[effect], index)
        if fault not in faults(engine.group):
            raise RefusedByUnit(f"{effect} cannot happen to {name} now: it takes {_NEEDS[effect]}")
        if effect == "reboot":
            engine.rebooting.add(index)
        if effect in {"reboot", "power-loss"}:
            self.boxes[name].service.sessions.end_all()
        engine.put(strike(engine.world, engine.group, fault))
        self.touch()

    def plug(self, cables: set[str], *, up: bool) -> None:
        """Plug heartbeat cables in or out."""
        engine = self.group.engine
        pairs = zip(self.group.cables, engine.group.links, strict=True)
        links = tuple(up if cable in cables else was for cable, was in pairs)
        engine.put(engine.group._replace(links=links))
        self.touch()

    def repair(self, name: str) -> None:
        """End all faults of a unit; one without power boots."""
        engine, index = self.group.engine, self.group.index(name)
        box = self.boxes[name]
        box.troubles.clear()
        box.release()
        box.refuses = False
        unit = engine.group.units[index]
        eff = unit.eff if unit.up or unit.conf == "off" else "starting"
        engine.rebooting.discard(index)
        engine.put(change(engine.group, index, up=True, api=True, sound=True, eff=eff))
        self.touch()

    def trouble(self, name: str, trouble: Trouble) -> None:
        """Let a fault wait for its calls; one that needs none happens now."""
        self.group.index(name)
        if trouble.after == 0 and (trouble.effect in _STRIKES or trouble.effect == "refuse"):
            self.happen(name, trouble)
        else:
            self.boxes[name].troubles.add(trouble)

    def happen(self, name: str, trouble: Trouble) -> None:
        """Let a fault take effect that is about the unit, not about one answer.

        Raises RefusedByUnit where it cannot happen.
        """
        if trouble.effect in _STRIKES:
            self.strike(name, trouble.effect)
        elif trouble.effect == "refuse":
            self.boxes[name].refuses = True
        elif trouble.effect == "expire":
            self.boxes[name].service.sessions.end_all()

    def answer(self, name: str, call: Call) -> Reply:
        """Answer one call to a unit, and let happen what follows at once."""
        reboot: Callable[[], None] = partial(self.strike, name, "reboot")
        reply = self.boxes[name].service.answer(call, reboot=reboot)
        self.touch()
        return reply


def _agent(group: LabGroup, unit: LabUnit, secrets: Secrets) -> "Agent | None":
    if unit.snmp is None:
        return None
    # Loaded only here: the library is heavy, and few labs need it.
    from hacfg.lab.agent import Agent
    from hacfg.lab.objects import objects_of

    return Agent(unit.snmp, secrets, partial(objects_of, group, unit.name))
