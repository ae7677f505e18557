"""Starting a lab as a process of its own, asking for it, stopping it."""

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import hacfg
from hacfg.errors import Problem, Refused, Unreachable
from hacfg.fortimail.catalogue import Catalogue
from hacfg.lab.config import INFERRED
from hacfg.lab.copying import write_copy
from hacfg.lab.declared import Options, make_config
from hacfg.lab.door import Door
from hacfg.lab.extra import need_extra
from hacfg.lab.files import (
    CONFIG_FILE,
    INFO_FILE,
    LOG_FILE,
    TOPOLOGY_FILE,
    already_running,
    folder_of,
    read_info,
    remove,
    remove_info,
)
from hacfg.lab.info import LabInfo
from hacfg.topology.load import Loaded

__all__ = ["Started", "Status", "folder_of", "start", "status", "stop"]

_KEPT_ENVIRONMENT: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")
"""A process that lives long gets no variable that may hold a secret."""
_END: Final = 10.0


@dataclass(frozen=True, slots=True)
class Started:
    """A lab that was started: how it is reached, the topology to use, what has to be said."""

    info: LabInfo
    topology: Path
    note: str = INFERRED


@dataclass(frozen=True, slots=True)
class Status:
    """A lab that was started once; `answer` is what its door says, None if it is dead."""

    info: LabInfo
    answer: dict[str, Any] | None


def start(
    loaded: Loaded,
    catalogue: Catalogue,
    folder: Path,
    options: Options,
    secrets: Mapping[str, str],
) -> Started:
    """Start a lab for a topology in a folder of its own; return once it answers.

    `secrets` is what `lab_secrets` found; the server gets it by a pipe, and nothing is kept.
    """
    need_extra()
    known = status(folder)
    if known is not None and known.answer is not None:
        raise already_running(loaded.topology.name)
    config = make_config(loaded, catalogue, options)
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if known is not None:
        remove_info(folder)
    (folder / CONFIG_FILE).write_text(config.model_dump_json(), "utf-8")
    info = _spawn(folder, secrets)
    try:
        write_copy(loaded.path, info, folder / TOPOLOGY_FILE)
    except BaseException:
        stop(folder)
        raise
    return Started(info, folder / TOPOLOGY_FILE)


def status(folder: Path) -> Status | None:
    """Return the lab of a folder, dead or alive; None if none was started there."""
    info = read_info(folder)
    if info is None:
        return None
    try:
        return Status(info, Door(info).status())
    except (Refused, Unreachable):
        # Another process may have the port by now; it does not know the token.
        return Status(info, None)


def stop(folder: Path) -> bool:
    """Stop the lab of a folder and remove its files; return whether one was running."""
    known = status(folder)
    if known is not None and known.answer is not None:
        Door(known.info).stop()
        _wait_for_end(folder, known.info)
    remove(folder)
    return known is not None and known.answer is not None


def _spawn(folder: Path, secrets: Mapping[str, str]) -> LabInfo:
    command = [sys.executable, "-m", "hacfg.lab.serve", "--detach", str(folder / CONFIG_FILE)]
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    package = str(Path(hacfg.__file__).parents[1])
    with (folder / LOG_FILE).open("wb") as log:
        process = subprocess.Popen(  # noqa: S603  # our own interpreter, our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env={
                **kept,
                "PYTHONPATH": os.pathsep.join([package, os.environ.get("PYTHONPATH", "")]),
            },
            cwd=folder.anchor,
        )
    ready = _exchange(process, json.dumps(secrets).encode())
    if not ready:
        seen = _last_line(folder / LOG_FILE)
        raise Refused(Problem("the lab did not start", seen=seen, next=f"see {folder / LOG_FILE}"))
    return LabInfo(**json.loads(ready))


def _last_line(file: Path) -> str:
    return file.read_text("utf-8", "replace").strip().rpartition("\n")[2]


def _exchange(process: "subprocess.Popen[bytes]", secrets: bytes) -> bytes:
    """Hand the secrets over and return the line that says ready, or nothing."""
    if process.stdin is None or process.stdout is None:
        return b""
    with process.stdout:
        # A server that is dead already says so by its log.
        with contextlib.suppress(BrokenPipeError), process.stdin:
            process.stdin.write(secrets)
        ready = process.stdout.readline()
    # With fork this process was only the parent of the server; elsewhere it is the server.
    process.returncode = process.wait() if hasattr(os, "fork") else 0
    return ready


def _wait_for_end(folder: Path, info: LabInfo) -> None:
    """Wait until the server has removed lab.json, which is the last that it does.

    It is nobody's child any more, and its door closes before that: nothing tells it but the file.
    """
    deadline = time.monotonic() + _END
    while (folder / INFO_FILE).exists():
        if time.monotonic() > deadline:
            message = f"the lab {info.name} (process {info.pid}) does not end"
            raise Refused(Problem(message, next=f"end process {info.pid}"))
        time.sleep(0.01)
