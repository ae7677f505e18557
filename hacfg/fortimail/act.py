"""Telling a unit to do something, by the body that its dialect gives."""

import re
from collections.abc import Mapping
from typing import Final, Literal, Protocol

from pydantic import SecretStr

from hacfg.fortimail.dialect import ActionSpec, Dialect, Plain
from hacfg.fortimail.wire import Outgoing, check_no_mask
from hacfg.source import OnUnit

Argument = str | bool | SecretStr

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


class Actor(Protocol):
    """What acting needs of a session with a unit."""

    def act(
        self, method: Literal["POST", "PUT"], path: str, body: Mapping[str, Outgoing]
    ) -> object:
        """Tell the unit to do something."""
        ...


def act(
    session: Actor, dialect: Dialect, unit: str, action: str, arguments: Mapping[str, Argument]
) -> None:
    """Tell a unit to do something, with the body of the dialect filled in."""
    spec = action_of(dialect, action)
    body = {key: filled(value, arguments) for key, value in spec.rest.body.items()}
    for key, value in body.items():
        check_no_mask(OnUnit(unit, action, key), value)
    session.act(spec.rest.method, spec.rest.path, body)


def action_of(dialect: Dialect, action: str) -> ActionSpec:
    """Return an action that the dialect is known to have."""
    spec = dialect.actions.get(action)
    if spec is None:
        raise ValueError(f"{dialect.dialect} has no action {action}")
    return spec


def filled(template: Plain, arguments: Mapping[str, Argument]) -> Outgoing:
    """Fill one value of a template; a text that is exactly `{name}` keeps the argument's type."""
    if isinstance(template, list):
        return [_text(item, arguments) for item in template]
    if not isinstance(template, str):
        return template
    if (name := _PLACEHOLDER.fullmatch(template)) is not None:
        return arguments[name[1]]
    used = [arguments[name] for name in _PLACEHOLDER.findall(template)]
    text = _text(template, arguments)
    return SecretStr(text) if any(isinstance(one, SecretStr) for one in used) else text


def _text(template: str, arguments: Mapping[str, Argument]) -> str:
    return _PLACEHOLDER.sub(lambda found: _plain(arguments[found[1]]), template)


def _plain(argument: Argument) -> str:
    match argument:
        case SecretStr():
            return argument.get_secret_value()
        case bool():
            return str(argument).lower()
        case _:
            return argument


def placeholders(template: Plain) -> frozenset[str]:
    """Return the names of the arguments that a template asks for."""
    texts = template if isinstance(template, list) else [template]
    return frozenset(
        name for text in texts if isinstance(text, str) for name in _PLACEHOLDER.findall(text)
    )
