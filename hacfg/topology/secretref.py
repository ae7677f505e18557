"""How a topology names a secret without holding it."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from hacfg.topology.fields import Declared


class SecretSource(Declared):
    """Base of the three ways to name a secret."""

    previous: "SecretRef | None" = Field(
        default=None, examples=[{"env": "MAIL_EAST_HA_PASSWORD_OLD"}]
    )
    """The secret that is in force until this one is; makes a rotation reversible."""


class EnvSecret(SecretSource):
    """A secret in an environment variable."""

    env: str = Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", examples=["MAIL_EAST_HA_PASSWORD"])
    """Name of the environment variable."""


class FileSecret(SecretSource):
    """A secret in a file."""

    file: str = Field(min_length=1, examples=["secrets/ha-password"])
    """Path of the file, relative to the topology; one trailing newline is not part of the secret."""


class CommandSecret(SecretSource):
    """A secret that a command prints; runs only with --allow-secret-commands."""

    command: list[str] = Field(min_length=1, examples=[["pass", "show", "mail-east/ha"]])
    """The command and its arguments; no shell."""


def _no_literal(value: Any) -> Any:  # noqa: ANN401  # pydantic hands over whatever the file holds
    if isinstance(value, dict | SecretSource):
        return value
    raise PydanticCustomError(
        "literal_secret", "a secret must not stand in the file; write {env: NAME} instead"
    )


SecretRef = Annotated[
    EnvSecret | FileSecret | CommandSecret,
    BeforeValidator(_no_literal),
    Field(examples=[{"env": "MAIL_EAST_HA_PASSWORD"}]),
]
"""A secret by reference: `{env: NAME}`, `{file: PATH}` or `{command: [...]}`; never a literal."""

for _model in (EnvSecret, FileSecret, CommandSecret):
    _model.model_rebuild()
