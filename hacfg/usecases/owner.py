"""Who runs this, and where: what locks and the journal name."""

import getpass
import os
import socket
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Final

from hacfg.store.records import Owner

_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")
_CONTAINER: Final = Path("/proc/self/ns/pid")


def new_run() -> str:
    """Return what a new run is called."""
    return uuid.uuid4().hex[:8]


def this_owner() -> Owner:
    """Return this process as the owner of a lock."""
    try:
        who = getpass.getuser()
    except (OSError, KeyError):
        who = "unknown"
    return Owner(who, socket.gethostname(), os.getpid(), _place())


def is_gone(owner: Owner) -> bool:
    """Tell whether the owner was a process of this very place, and certainly is no more."""
    if not owner.place or owner.place != _place():
        return False
    try:
        os.kill(owner.pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _place() -> str:
    """Return what makes a process number unique: this boot, this container; "" if not known."""
    with suppress(OSError):
        return f"{_BOOT.read_text(encoding='ascii').strip()} {_CONTAINER.readlink()}"
    return ""
