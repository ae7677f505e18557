"""Which form of a plan is asked for, how much of it, and what is written beside it."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from hacfg.cli.failures import unwritable
from hacfg.cli.session import Session, now
from hacfg.report.forms import FORMS, Form, rendered
from hacfg.report.sheet import Sheet

if TYPE_CHECKING:
    from hacfg.plan.document import PlanDocument

AnyForm = TypeVar("AnyForm", bound=StrEnum)
"""The forms of one command; each has `text` and `json`."""

Format = Annotated[
    Form | None,
    typer.Option("--format", help="The form to write, for people or for a program; text if none."),
]
Summary = Annotated[bool, typer.Option("--summary", help="Show only what the plan amounts to.")]
Limit = Annotated[
    int | None,
    typer.Option(
        "--limit", min=2000, help="Bytes that the reader of --format markdown takes; 65536 if none."
    ),
]
JsonInto = Annotated[
    Path | None,
    typer.Option(
        "--json-into", metavar="FILE", help="Write what --json writes into a file, beside the text."
    ),
]


def wanted_form(forms: type[AnyForm], form: AnyForm | None, *, json: bool) -> AnyForm:
    """Return the form that is asked for; `--json` is a short word for one of them."""
    if json and form not in {None, forms("json")}:
        raise typer.BadParameter(f"--json and --format {form} are two forms", param_hint="--json")
    return forms("json") if json else form or forms("text")


def one_by_one(form: Form, number: int) -> None:
    """Raise for a form that cannot hold several plans."""
    if number > 1 and not FORMS[form].joins:
        raise typer.BadParameter(
            f"{form} holds one plan, these are {number}; save them with --out and show each",
            param_hint="--format",
        )


def sheet(
    session: Session, *, full: bool, summary: bool, file: str = "", limit: int | None = None
) -> Sheet:
    """Return what the plan will be read on."""
    if full and summary:
        raise typer.BadParameter("--summary and --full are two answers", param_hint="--summary")
    style = session.style(full=full, brief=summary)
    return Sheet(style=style, file=file, now=now(), limit=limit)


def write_plan_form(session: Session, document: "PlanDocument", form: Form, paper: Sheet) -> None:
    """Write a plan in the form that is asked for, and as JSON beside it."""
    session.terminal.out(rendered(document, form, paper))
    if session.beside is not None:
        session.data(rendered(document, Form.json, paper), json=False)


def write_beside(session: Session, file: Path | None) -> None:
    """Empty the file that machines read, so that one that cannot be written is said at once."""
    if file is None:
        return
    try:
        file.write_text("", encoding="utf-8")
    except OSError as error:
        raise unwritable(file, error) from error
    session.beside = file
