"""What the process is attached to: who reads, who can be asked, whether colours are wanted."""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TextIO

from hacfg.report.style import Style

NARROW, WIDE = 60, 140


def is_set(environ: Mapping[str, str], name: str) -> bool:
    """Tell whether a switch in the environment is on."""
    return environ.get(name, "").lower() not in {"", "0", "false"}


@dataclass(slots=True)
class Terminal:
    """The streams of the process; one that cannot be written falls silent, and nothing stops.

    A reader that goes away had enough; any other reason why data went nowhere is in `lost`.
    """

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    environ: Mapping[str, str]
    no_color: bool = False
    lost: str | None = None

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
        error = _write(self.stdout, text)
        if error is not None and not isinstance(error, BrokenPipeError):
            why = error.strerror or type(error).__name__
            self.lost = f"standard output cannot be written: {why}"

    def append(self, text: str, file: Path) -> None:
        """Write data into a file beside standard output."""
        try:
            with file.open("a", encoding="utf-8") as stream:
                stream.write(text)
        except OSError as error:
            self.lost = f"{file} cannot be written: {error.strerror or type(error).__name__}"

    def err(self, text: str) -> None:
        """Write progress, logs and errors."""
        _write(self.stderr, text)

    def ask(self, question: str) -> str:
        """Ask the person; the answer is empty if there is none."""
        self.err(question)
        return self.stdin.readline().strip()

    def style(self, stream: TextIO, *, full: bool = False, brief: bool = False) -> Style:
        """Return how text for a stream may look."""
        width = min(max(shutil.get_terminal_size((80, 24)).columns, NARROW), WIDE)
        return Style(color=self._wants_color(stream), width=width, full=full, brief=brief)

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
    stdin, stdout, stderr = map(_or_silence, (sys.stdin, sys.stdout, sys.stderr))
    return Terminal(stdin, stdout, stderr, os.environ)


def _or_silence(stream: TextIO | None) -> TextIO:
    """Return the stream; Python has None for one that was closed before we began (`>&-`)."""
    return StringIO() if stream is None else stream


def _write(stream: TextIO, text: str) -> OSError | None:
    """Write at once; return why that failed, after which the stream is silent."""
    try:
        stream.write(text)
        stream.flush()
    except OSError as error:
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, stream.fileno())
        return error
    return None
