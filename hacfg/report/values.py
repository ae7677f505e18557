"""How one value, and one difference of values, reads."""

from collections.abc import Mapping, Sequence

from hacfg.plan.ours import AttributeDiff
from hacfg.report.escape import shown
from hacfg.report.layout import fold, width_of
from hacfg.state import Secret, Unknown

SIGN_OF_PROVENANCE: Mapping[str, str] = {"inferred": "?", "sibling": "^"}
"""Provenances of names that no document of FortiMail confirms; the others carry no sign."""

SENSITIVE = "(sensitive)"
UNKNOWN_TEXT = "(unknown)"
_WORDS: Mapping[object, str] = {None: "(not set)", "": '""'}


def value_text(value: object) -> str:
    """Return a value as people read it; a secret is never one."""
    match value:
        case Unknown() | {"unknown": True}:
            return UNKNOWN_TEXT
        case Secret() | {"secret": _}:
            return SENSITIVE
        case bool():
            return "yes" if value else "no"
        case str() | None:
            return _WORDS.get(value) or shown(value)
        case Sequence():
            return ", ".join(map(shown, value)) or "(none)"
        case _:
            return shown(value)


def difference_lines(diff: AttributeDiff, action: str, width: int) -> list[str]:
    """Return what happens to one attribute, in lines of a width."""
    if diff.sensitive:
        return ["(sensitive, will be set)" if action != "delete" else SENSITIVE]
    if diff.added or diff.removed:
        signed = [f"+{shown(item)}" for item in diff.added]
        return fold(" ".join([*signed, *(f"-{shown(item)}" for item in diff.removed)]), width)
    if action != "update":
        return fold(value_text(diff.after if action == "create" else diff.before), width)
    before = UNKNOWN_TEXT if diff.unknown else value_text(diff.before)
    return _arrow(before, value_text(diff.after), width)


def name_text(diff: AttributeDiff) -> str:
    """Return an attribute's name with the sign of how sure its name on the wire is."""
    return shown(diff.name) + SIGN_OF_PROVENANCE.get(diff.provenance, "")


def _arrow(before: str, after: str, width: int) -> list[str]:
    line = f"{before} -> {after}"
    if width_of(line) <= width:
        return [line]
    first, *others = fold(after, width - 3)
    return [*fold(before, width), f"-> {first}", *(f"   {text}" for text in others)]
