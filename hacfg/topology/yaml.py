"""Reading YAML 1.2 with the place of every key and value, and limits against hostile files."""

import pathlib
import re

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

from hacfg.errors import InvalidInput
from hacfg.source import Position
from hacfg.topology.composer import Composer, refusal
from hacfg.topology.nodes import unfold
from hacfg.topology.places import Places, invalid

MAX_BYTES = 256 * 1024
_QUOTED = re.compile(r"'([^']*)'")


def read_yaml(path: pathlib.Path) -> tuple[object, Places]:
    """Read one YAML file: its data, and where each part of it stands."""
    file = str(path)
    try:
        # A pipe or a device could keep us waiting, or never end.
        if path.exists() and not path.is_file():
            raise refusal(Position(file, 1), "is not a file", "name a YAML file")
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "not a path"
        raise refusal(Position(file, 1), f"cannot be read: {said}", "check the path") from None
    # Not strictly: that error would carry the whole file along, secrets and all.
    return parse_yaml(raw.decode("utf-8-sig", errors="replace"), file)


def parse_yaml(text: str, file: str) -> tuple[object, Places]:
    """Parse YAML text; `file` is what positions and messages call it."""
    _look_over(text, file)
    composer = Composer(file, YAML(typ="safe", pure=True).parse(text))
    try:
        root = composer.document()
    except (YAMLError, ValueError, OverflowError) as error:
        refused = _explained(error, text, file)
    else:
        if composer.problems:
            raise invalid(composer.problems)
        return unfold(root)
    raise refused


def _look_over(text: str, file: str) -> None:
    """Refuse what a parser would read slowly, or explain badly."""
    if len(text) > MAX_BYTES:
        raise refusal(
            Position(file, 1),
            f"larger than {MAX_BYTES // 1024} KiB",
            "name a topology or a dialect",
        )
    for number, line in enumerate(text.split("\n"), start=1):
        if "\ufffd" in line:
            place = Position(file, number, line.index("\ufffd") + 1)
            raise refusal(place, "not UTF-8 text", "save the file as UTF-8")
        if line.startswith("%"):
            raise refusal(
                Position(file, number),
                "a YAML directive (`%...`)",
                "delete the line; hacfg reads YAML 1.2",
            )
        indentation = line[: len(line) - len(line.lstrip())]
        if "\t" in indentation and line.strip():
            place = Position(file, number, indentation.index("\t") + 1)
            raise refusal(place, "a tab in the indentation", "indent with spaces")


def _is_the_parsers(quoted: str) -> bool:
    """Tell whether the parser quotes itself: one character, or a token such as `<block end>`."""
    return len(quoted) <= 1 or (quoted[0], quoted[-1]) == ("<", ">")


def _explained(error: Exception, text: str, file: str) -> InvalidInput:
    """Say what the parser did not like, without quoting the file: it may be a secret."""
    position, said = Position(file, 1), "a character or number that no file may hold"
    if isinstance(error, MarkedYAMLError):
        if mark := error.problem_mark or error.context_mark:
            position = Position(file, mark.line + 1, mark.column + 1)
        said = "; ".join(part for part in (error.context, error.problem) if part)
        said = _QUOTED.sub(lambda found: found[0] if _is_the_parsers(found[1]) else "'...'", said)
    elif isinstance(error, ReaderError):
        before = text[: error.position]
        position = Position(file, before.count("\n") + 1, error.position - before.rfind("\n"))
        said = "a character that YAML does not allow"
    return refusal(position, f"not YAML: {said}", "correct the file at this place or just above")
