"""`hacfg graph`: a group, or the order of a plan, as a picture."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hacfg.cli.apply import is_plan
from hacfg.cli.help import described
from hacfg.cli.options import Dialect
from hacfg.cli.session import Session, session_of

if TYPE_CHECKING:
    from hacfg.report.drawing.picture import Picture

HELP = described(
    "Draw a topology, or what a plan changes and in which order.",
    "hacfg graph topology.yaml > topology.svg",
    "hacfg graph mail-east.plan.json --format mermaid",
    "hacfg graph mail-east.plan.json --steps > order.svg",
)


class Drawing(StrEnum):
    """How it is drawn."""

    svg = "svg"
    mermaid = "mermaid"


Source = Annotated[
    Path, typer.Argument(metavar="TOPOLOGY|PLAN", help="A topology, or a saved plan.")
]
Format = Annotated[Drawing, typer.Option("--format", help="A picture, or text for Markdown.")]
Steps = Annotated[bool, typer.Option("--steps", help="Draw the order of a plan's steps.")]


def graph(
    context: typer.Context,
    source: Source,
    *,
    format: Format = Drawing.svg,  # noqa: A002  # the option is named so, in the environment too
    steps: Steps = False,
    dialect: Dialect = None,
) -> int:
    """Draw a topology or a plan."""
    session = session_of(context)
    if steps:
        session.terminal.out(_order(session, source, format))
        return 0
    from hacfg.report.drawing.mermaid import topology_mermaid
    from hacfg.report.drawing.topology_svg import topology_svg

    draw = topology_svg if format is Drawing.svg else topology_mermaid
    session.terminal.out(draw(_picture(session, source, dialect or [])))
    return 0


def _order(session: Session, source: Path, drawing: Drawing) -> str:
    from hacfg.report.drawing.mermaid import steps_mermaid
    from hacfg.report.drawing.steps_svg import steps_svg

    if not is_plan(source):
        raise typer.BadParameter(
            f"{source} is no plan; only a plan has steps", param_hint="--steps"
        )
    document = session.usecases.read_plan(source)
    return steps_svg(document) if drawing is Drawing.svg else steps_mermaid(document)


def _picture(session: Session, source: Path, dialects: list[Path]) -> "Picture":
    from hacfg.report.drawing.of_plan import picture_of_plan
    from hacfg.report.drawing.of_topology import picture_of_topology

    if is_plan(source):
        return picture_of_plan(session.usecases.read_plan(source))
    loaded = session.usecases.load([source], dialects)
    if len(loaded) != 1:
        raise typer.BadParameter(f"{source} holds {len(loaded)} groups; name one of the files")
    return picture_of_topology(loaded[0].topology)
