"""The server process of a lab: `python -m hacfg.lab.serve CONFIG`.

CONFIG is the lab's configuration in its folder; the secrets come as JSON on standard input. One
JSON line on standard output says that it is ready. It ends on SIGTERM, when told so at its door,
or when CONFIG is gone; with --detach it goes on without whoever started it.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

_LOOK: Final = 1.0
"""Seconds between two looks whether the folder is still there."""


def main() -> int:
    """Serve one lab until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m hacfg.lab.serve", description=__doc__)
    parser.add_argument("config", type=Path, help="configuration of the lab, in its folder")
    parser.add_argument("--detach", action="store_true", help="go on in a process of its own")
    asked = parser.parse_args()
    if asked.detach and hasattr(os, "fork"):
        # An orphan is taken care of by the system; a child would stay behind as a zombie.
        if os.fork():
            os._exit(0)
        os.setsid()
    secrets: Mapping[str, str] = json.loads(sys.stdin.read() or "{}")
    asyncio.run(_serve(asked.config, asked.config.read_bytes(), secrets))
    return 0


async def _serve(config_file: Path, config: bytes, secrets: Mapping[str, str]) -> None:
    # Loaded after the fork, so that whoever waits for the first process waits less.
    from hacfg.lab.config import LabConfig
    from hacfg.lab.files import remove_info, write_started
    from hacfg.lab.host import Host

    stop = asyncio.Event()
    _on_signals(stop)
    host = Host(LabConfig.model_validate_json(config), secrets, stop.set)
    folder = config_file.parent
    is_ours = False
    try:
        info = await host.open()
        write_started(folder, info)
        is_ours = True
        _say_ready(json.dumps(asdict(info)))
        while _is_there(config_file) and not stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _LOOK)
    finally:
        await host.end()
        # The last act: whoever waits for the end waits for this.
        if is_ours:
            remove_info(folder)


def _is_there(file: Path) -> bool:
    return file.exists()


def _on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Windows has no signal handlers in an event loop; there the door is the way to stop.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)


def _say_ready(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
    # Nobody reads on; the pipe must not keep the one who started us waiting.
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


if __name__ == "__main__":
    sys.exit(main())
