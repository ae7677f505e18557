"""A lab inside this process: real sockets and TLS, served by a thread of its own."""

import asyncio
import threading
from collections.abc import Generator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass

from hacfg.lab.config import LabConfig
from hacfg.lab.door import Door
from hacfg.lab.engine import Engine
from hacfg.lab.extra import need_extra
from hacfg.lab.info import LabInfo

Opened = Future[tuple[LabInfo, Engine]]


@dataclass(frozen=True, slots=True)
class RunningLab:
    """A lab that runs while its context does."""

    info: LabInfo
    door: Door
    engine: Engine
    """How its units move; served by another thread, so that it is only to be watched."""


@contextmanager
def running_lab(config: LabConfig, secrets: Mapping[str, str]) -> Generator[RunningLab, None, None]:
    """Serve a lab until the context ends; `secrets` maps slots to what they hold."""
    need_extra()
    opened: Opened = Future()
    stop = _Stop()
    thread = threading.Thread(
        target=_run, args=(config, secrets, opened, stop), name=f"lab {config.name}", daemon=True
    )
    thread.start()
    try:
        info, engine = opened.result()
        yield RunningLab(info, Door(info), engine)
    finally:
        stop.now()
        thread.join()


class _Stop:
    """Ends the loop of a lab from another thread; harmless once it has ended."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()

    def begin(self) -> None:
        self._loop = asyncio.get_running_loop()

    def now(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self) -> None:
        await self._event.wait()


def _run(config: LabConfig, secrets: Mapping[str, str], opened: Opened, stop: _Stop) -> None:
    try:
        asyncio.run(_serve(config, secrets, opened, stop))
    except BaseException as error:  # handed to the thread that waits for it
        if opened.done():
            raise
        opened.set_exception(error)


async def _serve(
    config: LabConfig, secrets: Mapping[str, str], opened: Opened, stop: _Stop
) -> None:
    from hacfg.lab.host import Host

    stop.begin()
    host = Host(config, secrets, stop.now)
    try:
        opened.set_result((await host.open(), host.simulation.group.engine))
        await stop.wait()
    finally:
        await host.end()
