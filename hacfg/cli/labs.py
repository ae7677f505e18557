"""Finding the lab that a command is about, and reading what is typed for it."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from hacfg.errors import InvalidInput, Problem

if TYPE_CHECKING:
    from hacfg.lab.door import Door, Given

_KIND = re.compile(r"^(?P<kind>[a-z_]+)(?:\[\"?(?P<key>[^\"\]]*)\"?\])?$")
_WORDS: Final[dict[str, bool]] = {"yes": True, "no": False}

Lab = Annotated[
    str | None,
    typer.Option("--lab", metavar="NAME", help="Which lab, by name or by folder."),
]
Unit = Annotated[str, typer.Argument(metavar="UNIT", help="Name of a unit.")]


def lab_folder(name: str | None, choice: str = "--lab") -> Path:
    """Return the folder of the lab of that name or folder, or of the only one started here.

    `choice` is what a name follows where the lab has to be chosen.
    """
    from hacfg.lab.files import INFO_FILE, folder_of

    root = Path.cwd()
    if name is not None:
        return Path(name) if (Path(name) / INFO_FILE).is_file() else folder_of(name, root)
    found = sorted(path.parent for path in root.glob(f".hacfg/lab/*/{INFO_FILE}"))
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise typer.BadParameter(
            f"several labs run here: {names}; choose one: {choice} {found[0].name}"
        )
    if not found:
        raise InvalidInput(
            Problem("no lab was started in this folder", next="hacfg lab start TOPOLOGY")
        )
    return found[0]


def lab_door(name: str | None) -> "Door":
    """Return the control door of a lab."""
    from hacfg.lab.door import Door
    from hacfg.lab.files import read_info

    folder = lab_folder(name)
    info = read_info(folder)
    if info is None:
        raise InvalidInput(
            Problem(f"no lab {folder.name} was started here", next="hacfg lab start TOPOLOGY")
        )
    return Door(info)


def kind_and_key(text: str) -> tuple[str, str]:
    """Return kind and row of `ha` or `interface[port5]`."""
    found = _KIND.match(text)
    if not found:
        raise typer.BadParameter(f"{text!r} is not KIND or KIND[KEY]", param_hint="KIND[KEY]")
    return found["kind"], found["key"] or ""


def assignments(texts: list[str]) -> "dict[str, Given]":
    """Return `attribute=value` as a mapping."""
    found: dict[str, Given] = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name:
            raise typer.BadParameter(f"{text!r} is not ATTRIBUTE=VALUE", param_hint="ATTRIBUTE")
        found[name] = given(value)
    return found


def given(text: str) -> "Given":
    """Return a value as it was meant: yes and no, a number, a JSON list, or plain text."""
    if text in _WORDS:
        return _WORDS[text]
    try:
        value: object = json.loads(text)
    except ValueError:
        return text
    if isinstance(value, list):
        return [str(item) for item in value]
    return value if isinstance(value, bool | int | str) or value is None else text
