"""The real program, in a process of its own: what a person sees, and what nobody may ever see."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-m", "hacfg")
LONGEST = 60


@dataclass(frozen=True)
class Told:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def message(self) -> str:
        """The only message on standard error."""
        heads = [line for line in self.err.splitlines() if not line.startswith(" ")]
        assert len(heads) == 1, self.err
        return self.err

    @property
    def text(self) -> str:
        """Standard output without its folding."""
        return " ".join(self.out.split())


def environment(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return what a command finds set; name services that do not answer are not waited for."""
    known = {"PATH": os.environ["PATH"], "COLUMNS": "140", "RES_OPTIONS": "timeout:1 attempts:1"}
    return {**known, **(environ or {})}


def hacfg(*arguments: object, folder: Path, environ: Mapping[str, str] | None = None) -> Told:
    """Run a command in a folder, with nobody to ask; check what holds for every output."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        env=environment(environ),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=LONGEST,
    )
    return told(done.returncode, done.stdout, done.stderr)


def told(code: int, out: bytes, err: bytes) -> Told:
    """Return what was written: no traceback, no secret, nothing that moves a cursor."""
    found = Told(code, out.decode(), err.decode())
    for text in (found.out, found.err):
        assert "Traceback" not in text, text
        assert "canary" not in text, text
        assert all(sign.isprintable() for sign in text.replace("\n", "")), ascii(text)
    return found
