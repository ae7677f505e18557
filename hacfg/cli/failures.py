"""How any ending that is not a result becomes text and an exit code."""

from hacfg import __version__
from hacfg.cli.exits import EXITS, worst
from hacfg.cli.session import Session
from hacfg.cli.signals import CutOff
from hacfg.errors import Category, HacfgError, InvalidInput, Problem

_ENDED = {Category.INTERRUPTED: "Interrupted", Category.TERMINATED: "Terminated"}


def failed(session: Session, error: BaseException, group: str = "") -> int:
    """Tell what happened and return its exit code."""
    if isinstance(error, HacfgError):
        return session.fail(error, group)
    if isinstance(error, CutOff):
        of_group = f" of {group}" if group else ""
        session.terminal.err(f"{_ENDED[error.category]}; nothing{of_group} was written.\n")
        return EXITS[error.category]
    return _defect(session, error)


def unwritable(file: object, error: OSError) -> InvalidInput:
    """Return what to raise for a file that was asked for and cannot be written."""
    return InvalidInput(
        Problem(f"{file} cannot be written: {error.strerror or type(error).__name__}")
    )


def with_output(session: Session, code: int) -> int:
    """Return the exit code of a command, which is a failure if its output went nowhere."""
    lost = session.terminal.lost
    if lost is None:
        return code
    error = InvalidInput(
        Problem(
            lost,
            seen=f"the command itself ended with exit {code}",
            next="make room, or write elsewhere",
        )
    )
    return worst([code, session.fail(error)])


def wrong_usage(session: Session, message: str, command: str) -> int:
    """Tell what is wrong with the command line."""
    session.terminal.err(f"{command}: {message}\n  next  {command} -h\n")
    return EXITS[Category.USAGE]


def _defect(session: Session, error: BaseException) -> int:
    from hacfg.report.defect import defect_text

    text = defect_text(error, __version__, session.error_style(), debug=session.debug)
    session.terminal.err(text)
    return EXITS[Category.DEFECT]
