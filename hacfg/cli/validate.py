"""`hacfg validate`: are the files right? No network, no secret."""

import typer

from hacfg.cli.forms import JsonInto, write_beside
from hacfg.cli.help import described
from hacfg.cli.options import Dialect, Json, Paths
from hacfg.cli.session import session_of
from hacfg.errors import InvalidInput

HELP = described(
    "Check topology files; asks no unit, resolves no secret.",
    "hacfg validate topology.yaml",
    "hacfg validate groups/ --json",
)


def validate(
    context: typer.Context,
    paths: Paths,
    *,
    json: Json = False,
    json_into: JsonInto = None,
    dialect: Dialect = None,
) -> int:
    """Check topology files."""
    from hacfg.report.validate_json import validate_json
    from hacfg.report.validate_text import valid_line

    session = session_of(context)
    write_beside(session, json_into)
    try:
        loaded = session.usecases.load(paths, dialect or [])
    except InvalidInput as error:
        session.data(validate_json(error.problems), json=json)
        return session.fail(error)
    lines = [valid_line(str(one.path), one.topology) for one in loaded]
    session.data(validate_json(()), json=json)
    session.terminal.out("" if json else "".join(lines))
    return 0
