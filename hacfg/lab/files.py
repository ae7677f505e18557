"""The files of a lab in its folder."""

import json
import os
from dataclasses import asdict
from pathlib import Path

from hacfg.errors import Problem, Refused
from hacfg.lab.copying import CA_FILE
from hacfg.lab.info import LabInfo

CONFIG_FILE = "config.json"
INFO_FILE = "lab.json"
LOG_FILE = "lab.log"
TOPOLOGY_FILE = "topology.yaml"
ALL = (TOPOLOGY_FILE, CA_FILE, CONFIG_FILE, LOG_FILE, INFO_FILE)


def folder_of(name: str, root: Path) -> Path:
    """Return the folder of a lab below the folder that hacfg is called in."""
    return root / ".hacfg" / "lab" / name


def write_started(folder: Path, info: LabInfo) -> None:
    """Write lab.json, which holds the token of the door and so is for its owner only.

    Of two labs that start at once in one folder only one comes past this.
    """
    try:
        handle = os.open(folder / INFO_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise already_running(info.name) from None
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(asdict(info), stream, indent=2)
    (folder / CA_FILE).write_text(info.ca_pem, "utf-8")


def remove_info(folder: Path) -> None:
    """Remove lab.json, which says that the lab is over."""
    (folder / INFO_FILE).unlink(missing_ok=True)


def read_info(folder: Path) -> LabInfo | None:
    """Return how the lab of a folder is reached; None if none was started there."""
    try:
        return LabInfo(**json.loads((folder / INFO_FILE).read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        message = f"{folder / INFO_FILE} cannot be used: {error}"
        raise Refused(Problem(message, next=f"delete {folder}")) from None


def already_running(name: str) -> Refused:
    """Say that a lab runs already."""
    return Refused(Problem(f"the lab {name} is running already", next="hacfg lab stop"))


def remove(folder: Path) -> None:
    """Remove the files of a lab, and its folder if nothing else is in it."""
    for name in ALL:
        (folder / name).unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
