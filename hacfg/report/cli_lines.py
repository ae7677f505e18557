"""What a person would type in place of a step, or to undo it, from the dialect in the plan."""

from collections.abc import Mapping

from hacfg.fortimail.dialect import Dialect, KindSpec
from hacfg.plan.document import PlanDocument
from hacfg.plan.runbook import action_lines, set_lines
from hacfg.plan.steps import ActionStep, AnyStep, SetStep
from hacfg.plan.terraform import JsonObject
from hacfg.state import Attributes


class Typist:
    """Knows the CLI of each unit of a plan."""

    def __init__(self, document: PlanDocument) -> None:
        ours = document.hacfg
        known = {name: Dialect.model_validate(found) for name, found in ours.dialects.items()}
        spoken = {unit.name: unit.dialect for unit in ours.units if unit.dialect in known}
        self._dialects = {unit: known[name] for unit, name in spoken.items() if name}
        self._secrets: Mapping[str, JsonObject] = ours.secrets

    def lines(self, step: AnyStep) -> list[str]:
        """Return the lines that do what a step does; none if no CLI is known."""
        match step:
            case SetStep():
                return self._set(step, step.operation, step.attributes)
            case ActionStep():
                return self._action(step)
            case _:
                return list(step.lines) if step.type == "manual" else []

    def undo(self, step: AnyStep) -> list[str]:
        """Return the lines that bring back what was there before; none if nothing does."""
        if not isinstance(step, SetStep) or step.inverse is None:
            return []
        operations = {"create": "delete", "update": "update", "delete": "create"}
        return self._set(step, operations[step.operation], step.inverse)

    def _set(self, step: SetStep, operation: str, attributes: Attributes) -> list[str]:
        spec = self._spec(step)
        if spec is None:
            return []
        return set_lines(spec, _key(spec, step.key, operation), operation, attributes, self._secret)

    def _action(self, step: ActionStep) -> list[str]:
        dialect = self._dialects.get(step.unit)
        spec = dialect.actions.get(step.action) if dialect else None
        try:
            return action_lines(spec, step.arguments, self._secret) if spec else []
        except KeyError:
            # A line of another dialect may want what this step does not carry.
            return []

    def _spec(self, step: SetStep) -> KindSpec | None:
        dialect = self._dialects.get(step.unit)
        return dialect.kind(step.kind) if dialect else None

    def _secret(self, slot: str) -> str:
        """Say where a secret is, never what it is."""
        reference = self._secrets.get(slot, {})
        source, where = next(iter(reference.items()), ("slot", slot))
        return "a command" if source == "command" else f"{source} {where}"


def _key(spec: KindSpec, key: str, operation: str) -> str:
    """Return the row as it is typed; the number of a row is the unit's, and not in the plan."""
    if spec.rows != "numbered" or operation == "create":
        return key
    parent, _, row = key.rpartition("/") if spec.parent else ("", "", key)
    number = f"<number of {row}>"
    return f"{parent}/{number}" if parent else number
