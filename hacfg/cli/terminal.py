"""What the process is attached to: who reads, who can be asked, whether colours are wanted."""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from hacfg.report.style import Style

NARROW, WIDE = 60, 140


def is_set(environ: Mapping[str, str], name: str) -> bool:
    """Tell whether a switch in the environment is on."""
    return environ.get(name, "").lower() not in {"", "0", "false"}


@dataclass(slots=True)
class Terminal:
    """The streams of the process; a reader that goes away silences its stream, nothing more."""

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    environ: Mapping[str, str]
    no_color: bool = False

    @property
    def in_ci(self) -> bool:
        """Tell whether a pipeline runs this."""
        return is_set(self.environ, "CI")

    @property
    def can_ask(self) -> bool:
        """Tell whether there is a person to ask."""
        return self.stdin.isatty() and self.stderr.isatty() and not self.in_ci

    @property
    def is_live(self) -> bool:
        """Tell whether a line may be written over."""
        return self.stderr.isatty() and not self.in_ci and self.environ.get("TERM") != "dumb"

    def out(self, text: str) -> None:
        """Write data."""
        self.stdout = _write(self.stdout, text)

    def err(self, text: str) -> None:
        """Write progress, logs and errors."""
        self.stderr = _write(self.stderr, text)

    def ask(self, question: str) -> str:
        """Ask the person; the answer is empty if there is none."""
        self.err(question)
        return self.stdin.readline().strip()

    def style(self, stream: TextIO, *, full: bool = False) -> Style:
        """Return how text for a stream may look."""
        width = min(max(shutil.get_terminal_size((80, 24)).columns, NARROW), WIDE)
        return Style(color=self._wants_color(stream), width=width, full=full)

    def _wants_color(self, stream: TextIO) -> bool:
        if self.no_color or self.environ.get("NO_COLOR"):
            return False
        if is_set(self.environ, "FORCE_COLOR") or is_set(self.environ, "CLICOLOR_FORCE"):
            return True
        return stream.isatty() and self.environ.get("TERM") != "dumb"


def process_terminal() -> Terminal:
    """Return the streams of this process, able to write any text whatever their encoding."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
    return Terminal(sys.stdin, sys.stdout, sys.stderr, os.environ)


def _write(stream: TextIO, text: str) -> TextIO:
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, stream.fileno())
    return stream
