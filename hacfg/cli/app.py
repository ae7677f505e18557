"""The tree of commands and the options that all of them have."""

import logging
from enum import StrEnum
from typing import Annotated

import typer

from hacfg import __version__
from hacfg.cli import (
    apply,
    check,
    compare,
    drift,
    graph,
    history,
    init,
    lab,
    lock,
    plan,
    rehearse,
    rollback,
    schema,
    show,
    status,
    validate,
)
from hacfg.cli.help import described, help_for
from hacfg.cli.session import session_of
from hacfg.cli.terminal import Terminal
from hacfg.report.escape import shown

HELP = described(
    "Plan and apply the high availability of FortiMail units.",
    "hacfg init topology.yaml",
    "hacfg validate topology.yaml",
    "hacfg plan topology.yaml --out mail-east.plan.json",
    "hacfg apply mail-east.plan.json",
)

app = typer.Typer(
    help=HELP,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "auto_envvar_prefix": "HACFG",
    },
)


class LogLevel(StrEnum):
    """How much is logged to standard error."""

    debug = "debug"
    info = "info"
    warning = "warning"
    error = "error"


class EscapedLines(logging.Formatter):
    """One harmless line a record: what is logged may quote a unit."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        return shown(super().format(record), 1000)


@app.callback(invoke_without_command=True)
def hacfg(
    context: typer.Context,
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", help="Show the version and exit.", allow_from_autoenv=False
        ),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where in hacfg a defect happened.")
    ] = False,
    no_color: Annotated[bool, typer.Option("--no-color", help="Write without colours.")] = False,
    log_level: Annotated[
        LogLevel, typer.Option("--log-level", help="How much is logged to standard error.")
    ] = LogLevel.warning,
) -> None:
    """Set up what all commands share."""
    session = session_of(context)
    session.debug = session.debug or debug
    session.terminal.no_color = no_color
    _log(log_level, session.terminal)
    if version:
        session.terminal.out(f"hacfg {__version__}\n")
        raise typer.Exit
    if context.invoked_subcommand is None:
        session.terminal.out(help_for(context))


def _log(level: LogLevel, terminal: Terminal) -> None:
    handler = logging.StreamHandler(terminal.stderr)
    handler.setFormatter(EscapedLines("%(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("hacfg")
    logger.handlers = [handler]
    logger.setLevel(level.upper())
    logger.propagate = False


app.command("init", help=init.HELP)(init.init)
app.command("validate", help=validate.HELP)(validate.validate)
app.command("schema", help=schema.HELP)(schema.schema)
app.command("check", help=check.HELP)(check.check)
app.command("plan", help=plan.HELP)(plan.plan)
app.command("show", help=show.HELP)(show.show)
app.command("apply", help=apply.HELP)(apply.apply)
app.command("confirm", help=rollback.CONFIRM)(rollback.confirm)
app.command("rollback", help=rollback.ROLLBACK)(rollback.rollback)
app.command("history", help=history.HELP)(history.history)
app.add_typer(lock.lock, name="lock")
app.command("rehearse", help=rehearse.HELP)(rehearse.rehearse)
app.command("drift", help=drift.HELP)(drift.drift)
app.command("status", help=status.HELP)(status.status)
app.command("compare", help=compare.HELP)(compare.compare)
app.command("graph", help=graph.HELP)(graph.graph)
app.add_typer(lab.lab, name="lab")
