"""From arguments to exit code: runs a command and turns every ending into text and a number."""

from collections.abc import Sequence
from typing import Final

import typer

from hacfg.cli.app import app
from hacfg.cli.failures import failed, with_output, wrong_usage
from hacfg.cli.session import Session
from hacfg.cli.signals import CutOff, end_now, handled_by
from hacfg.cli.terminal import is_set, process_terminal
from hacfg.cli.usecases import Usecases
from hacfg.errors import HacfgError

_SWITCHES = frozenset({"--debug", "--no-color"})
_WITH_VALUE = "--log-level"

USAGE_ERROR: Final = typer.BadParameter.__mro__[2]
"""What typer raises for wrong usage; where the class lives depends on the version of typer."""


def run(arguments: Sequence[str], usecases: Usecases | None = None) -> int:
    """Run one command and return its exit code."""
    terminal = process_terminal()
    debug = "--debug" in arguments or is_set(terminal.environ, "HACFG_DEBUG")
    session = Session(terminal, usecases or Usecases(), debug=debug)
    if any(map(_is_empty, arguments)):
        return wrong_usage(session, "an argument is empty: is a shell variable not set?", "hacfg")
    try:
        with handled_by(end_now):
            return with_output(session, _invoke(session, globals_first(arguments)))
    except (HacfgError, CutOff) as error:
        return failed(session, error)
    except Exception as error:  # noqa: BLE001  # whatever escapes is a defect, and said to be one
        return _usage_or_defect(session, error)


def globals_first(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with global options in front, wherever they were typed."""
    front: list[str] = []
    rest: list[str] = []
    pending = iter(arguments)
    for argument in pending:
        if argument == "--":
            rest += [argument, *pending]
        elif argument in _SWITCHES or argument.startswith(f"{_WITH_VALUE}="):
            front.append(argument)
        elif argument == _WITH_VALUE:
            front += [argument, *[value for value in [next(pending, None)] if value is not None]]
        else:
            rest.append(argument)
    return [*front, *rest]


def _is_empty(argument: str) -> bool:
    """Tell whether nothing was given: as a path it would be the folder that we are in."""
    return not argument or (argument.startswith("--") and argument.endswith("="))


def _invoke(session: Session, arguments: list[str]) -> int:
    code = app(args=arguments, prog_name="hacfg", standalone_mode=False, obj=session)
    return code if isinstance(code, int) else 0


def _usage_or_defect(session: Session, error: Exception) -> int:
    if not isinstance(error, USAGE_ERROR):
        return failed(session, error)
    context = getattr(error, "ctx", None)
    command = str(getattr(context, "command_path", "hacfg"))
    return wrong_usage(session, str(getattr(error, "format_message", error.__str__)()), command)
