"""The difference in Markdown: one piece an owner, with signs in column 0 of a diff fence."""

from collections.abc import Iterator, Mapping, Sequence

from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import AttributeDiff, ChangeView
from hacfg.report.escape import shown
from hacfg.report.markdown.blocks import Block
from hacfg.report.markdown.escape import fence, words
from hacfg.report.plan_changes import by_owner, position_text
from hacfg.report.values import SENSITIVE, UNKNOWN_TEXT, name_text, value_text
from hacfg.state import GROUP

SIGNS: Mapping[str, str] = {"create": "+", "update": "!", "delete": "-"}
_VERBS: Mapping[str, str] = {"create": "to add", "update": "to change", "delete": "to destroy"}


def change_blocks(document: PlanDocument) -> Iterator[Block]:
    """Yield one piece for each unit that changes, then one for what they share."""
    for owner, mine in by_owner(document):
        title = owner if owner != GROUP else f"{document.hacfg.group}, shared by all units"
        yield _block(title, mine)


def _block(title: str, changes: Sequence[ChangeView]) -> Block:
    lines = [line for change in changes for line in _resource(change)]
    marks = fence(lines)
    counts = [(sum(change.action == action for change in changes), _VERBS[action])
              for action in _VERBS]  # fmt: skip  # one table, two lines
    told = ", ".join(f"{number} {verb}" for number, verb in counts if number)
    head = f"<details><summary><b>{words(title)}</b>: {told}</summary>\n\n{marks}diff"
    return Block(shown(title), lines, head, f"{marks}\n\n</details>")


def _resource(change: ChangeView) -> Iterator[str]:
    place = position_text(change.position)
    where = f"   # {place}" if place else ""
    yield f"{SIGNS[change.action]} {shown(change.address.resource)}{where}"
    for diff in change.attributes:
        yield from _attribute(diff, change.action)
    if change.unchanged:
        yield f"      ({change.unchanged} unchanged)"


def _attribute(diff: AttributeDiff, action: str) -> Iterator[str]:
    name = name_text(diff)
    if diff.sensitive:
        told = SENSITIVE if action == "delete" else "(sensitive, will be set)"
        yield f"{SIGNS[action]}     {name} = {told}"
    elif diff.added or diff.removed:
        yield from (f"-     {name}: {shown(item)}" for item in diff.removed)
        yield from (f"+     {name}: {shown(item)}" for item in diff.added)
    else:
        if action != "create":
            before = UNKNOWN_TEXT if diff.unknown else value_text(diff.before)
            yield f"-     {name} = {before}"
        if action != "delete":
            yield f"+     {name} = {value_text(diff.after)}"
