"""A step as a person would type it: the documented CLI lines, secrets by reference."""

from collections.abc import Callable, Iterator, Mapping

from hacfg.fortimail.dialect import SURE, ActionSpec, FieldSpec, KindSpec
from hacfg.state import Attributes, Secret, Value

DescribeSecret = Callable[[str], str]
"""Slot of a secret to words like `env MAIL_EAST_HA_PASSWORD`."""


def set_lines(
    spec: KindSpec, key: str, operation: str, attributes: Attributes, secret: DescribeSecret
) -> list[str]:
    """Return the lines that set attributes of one resource, or say where a person finds it.

    `key` is the row as the unit calls it, after its parent's: `nms/2`.
    """
    where = f"in the web interface: {spec.gui}" if spec.gui else "by hand"
    if not spec.cli:
        return [f"# no CLI is documented for this; {where}", *_in_words(attributes, secret)]
    if operation == "delete":
        return _blocks(spec, key, [], operation)
    sets: list[str] = []
    for name, field in spec.fields.items():
        if name in attributes:
            sets.extend(_set(name, attributes[name], field, where, secret))
    return _blocks(spec, key, sets, operation)


def action_lines(
    spec: ActionSpec, arguments: Mapping[str, Value], secret: DescribeSecret
) -> list[str]:
    """Return the line that makes a unit do something."""
    words = {name: _argument(value, secret) for name, value in arguments.items()}
    line = spec.cli.line.format(**words)
    return [line if spec.cli.provenance in SURE else f"{line}   # {spec.cli.provenance}"]


def _argument(value: Value, secret: DescribeSecret) -> str:
    """Say an argument as commands want it: `true`, where settings say `enable`."""
    return str(value).lower() if isinstance(value, bool) else _word(value, secret)


def _blocks(spec: KindSpec, key: str, sets: list[str], operation: str) -> list[str]:
    parent, _, row = key.rpartition("/") if spec.parent else ("", "", key)
    names = [block.format(key=row, parent=parent) for block in spec.cli]
    if operation == "delete":
        names, sets = names[:-1], [f"delete {row}"]
    elif operation == "update" and spec.rows == "numbered":
        # `edit 0`, as in the table of kinds, would make another row.
        names[-1] = f"edit {row}"
    lines = [f"{'  ' * depth}{name}" for depth, name in enumerate(names)]
    lines += [f"{'  ' * len(names)}{line}" for line in sets]
    closing = ["next" if name.startswith("edit ") else "end" for name in names]
    lines += [f"{'  ' * depth}{closing[depth]}" for depth in reversed(range(len(names)))]
    return lines


def _set(
    name: str, value: Value, field: FieldSpec, where: str, secret: DescribeSecret
) -> Iterator[str]:
    word = _word(value, secret)
    if field.wire == "mkey":
        return
    if field.cli is None:
        yield f"# {name} {word}: no CLI is documented; {where}"
        return
    if field.cli_values is not None and isinstance(value, str):
        if value not in field.cli_values:
            yield f"# {name} {word}: its CLI word is not documented; {where}"
            return
        word = field.cli_values[value]
    if value is None:
        yield f"unset {field.cli}"
        return
    label = "" if field.cli_provenance in SURE else f"   # {field.cli_provenance}"
    yield f"set {field.cli} {word}{label}"


def _in_words(attributes: Attributes, secret: DescribeSecret) -> list[str]:
    return [f"# {name}: {_word(value, secret)}" for name, value in attributes.items()]


def _word(value: Value, secret: DescribeSecret) -> str:
    match value:
        case Secret(slot):
            return f"<secret: {secret(slot)}>"
        case bool():
            return "enable" if value else "disable"
        case tuple():
            return " ".join(value)
        case None:
            return "(not set)"
        case _:
            return str(value)
