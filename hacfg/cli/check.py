"""`hacfg check`: does the group keep the practices? Writes nothing to any unit."""

import datetime
from collections.abc import Sequence
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg.cli.exits import DONE, EXITS
from hacfg.cli.forms import JsonInto, wanted_form, write_beside
from hacfg.cli.help import described
from hacfg.cli.looking import look
from hacfg.cli.options import Dialect, Full, Json, SecretCommands
from hacfg.cli.session import Session, session_of
from hacfg.errors import Category
from hacfg.report.found.forms import FOUND_FORMS, FoundForm

if TYPE_CHECKING:
    from hacfg.findings import Finding
    from hacfg.usecases.checking import Checked

HELP = described(
    "Judge groups by the ten practices and derived rules.",
    "hacfg check topology.yaml",
    "hacfg check topology.yaml --live",
    "hacfg check groups/ --live --fail-on unknown --json",
    "hacfg check topology.yaml --format sarif > hacfg.sarif",
    "hacfg check --explain HA-04",
)


class FailOn(StrEnum):
    """From when on a check ends with exit 10."""

    error = "error"
    warning = "warning"
    note = "note"
    unknown = "unknown"
    never = "never"


Checkable = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH]...", help="Topology files, or folders that hold them."),
]
Live = Annotated[bool, typer.Option("--live", help="Ask the units as well.")]
Failing = Annotated[
    FailOn,
    typer.Option(
        "--fail-on",
        help="Exit 10 for rules broken from this severity on; unknown: for what is unseen too.",
    ),
]
FoundFormat = Annotated[
    FoundForm | None,
    typer.Option("--format", help="The form to write, for people or for a program; text if none."),
]
Explain = Annotated[
    str | None,
    typer.Option("--explain", metavar="RULE", help="Show what a rule is about, and stop."),
]


def check(
    context: typer.Context,
    paths: Checkable = None,
    *,
    live: Live = False,
    fail_on: Failing = FailOn.error,
    explain: Explain = None,
    dialect: Dialect = None,
    allow_secret_commands: SecretCommands = False,
    format: FoundFormat = None,  # noqa: A002  # the option is named so, in the environment too
    json: Json = False,
    json_into: JsonInto = None,
    full: Full = False,
) -> int:
    """Judge groups by the ten practices and derived rules."""
    session = session_of(context)
    form = wanted_form(FoundForm, format, json=json)
    if explain is not None:
        return _explain(session, explain)
    if not paths:
        raise typer.BadParameter("name a topology file, or --explain RULE", param_hint="PATH")
    from hacfg.report.check_json import check_json
    from hacfg.report.check_text import check_text
    from hacfg.usecases.options import CheckOptions

    options = CheckOptions(
        session.terminal.environ,
        datetime.datetime.now(datetime.UTC).date(),
        live=live,
        dialects=tuple(dialect or ()),
        allow_commands=allow_secret_commands,
    )
    loaded = session.usecases.load(paths, dialect or [])
    write_beside(session, json_into)
    found: list[Checked] = []

    def tell(checked: "Checked", gap: str) -> int:
        code = check_code(checked, fail_on)
        session.data(check_json(checked), json=form is FoundForm.json)
        if form is FoundForm.text:
            session.terminal.out(gap + check_text(checked, session.style(full=full), code))
        found.append(checked)
        return code

    code = look(session, loaded, lambda one: session.usecases.check_group(one, options), tell)
    if FOUND_FORMS[form].function:
        session.terminal.out(_together(found, form))
    return code


def _together(found: "Sequence[Checked]", form: FoundForm) -> str:
    from hacfg.practices.table import RULES
    from hacfg.report.found.forms import findings_form
    from hacfg.report.found.judged import JudgedGroup

    groups = [JudgedGroup(one.group, one.file, one.findings) for one in found]
    return findings_form(form, groups, RULES)


def check_code(checked: "Checked", fail_on: FailOn) -> int:
    """Return the exit code that a check earns: a unit that was not read counts more."""
    if checked.silent:
        return EXITS[Category.UNIT]
    return EXITS[Category.FOUND] if any(_fails(one, fail_on) for one in checked.findings) else DONE


def _fails(finding: "Finding", fail_on: FailOn) -> bool:
    from hacfg.findings import has_broken

    match fail_on:
        case FailOn.never:
            return False
        case FailOn.unknown:
            return finding.is_open
        case FailOn.error:
            return has_broken([finding], "error")
        case FailOn.warning:
            return has_broken([finding], "warning")
        case FailOn.note:
            return has_broken([finding], "note")


def _explain(session: Session, name: str) -> int:
    from hacfg.practices.table import RULES
    from hacfg.report.rule_page import rule_text

    known = {rule.id: rule for rule in RULES}
    if name.upper() not in known:
        near = get_close_matches(name.upper(), known, 1)
        hint = f"did you mean {near[0]}?" if near else "there are HA-01 to HA-10, HX-01 to HX-16"
        raise typer.BadParameter(f"{name!r} is no rule; {hint}", param_hint="--explain")
    session.terminal.out(rule_text(known[name.upper()], session.style()))
    return DONE
