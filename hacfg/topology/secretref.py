"""How a topology names a secret without holding it."""

from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from hacfg.topology.fields import Declared

_SOURCES = ("env", "file", "command")


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
    """Path of the file, relative to the topology; one newline at its end is not part of it."""


class CommandSecret(SecretSource):
    """A secret that a command prints; runs only with --allow-secret-commands."""

    command: list[str] = Field(min_length=1, examples=[["pass", "show", "mail-east/ha"]])
    """The command and its arguments; no shell."""


def _no_literal(value: object) -> object:
    if isinstance(value, SecretSource):
        return value
    if not isinstance(value, dict):
        raise PydanticCustomError("literal_secret", "is a secret, which must not stand in the file")
    if len([source for source in _SOURCES if source in value]) != 1:
        raise PydanticCustomError("secret_source", "must name its secret in exactly one way")
    return value


def _source(value: object) -> str:
    """Tell which of the three ways is meant; no other is tried, so that errors are its own."""
    if isinstance(value, dict):
        return next(f"{source.title()}Secret" for source in _SOURCES if source in value)
    return type(value).__name__


SecretRef = Annotated[
    Annotated[EnvSecret, Tag("EnvSecret")]
    | Annotated[FileSecret, Tag("FileSecret")]
    | Annotated[CommandSecret, Tag("CommandSecret")],
    Discriminator(_source),
    BeforeValidator(_no_literal),
    Field(examples=[{"env": "MAIL_EAST_HA_PASSWORD"}]),
]
"""A secret by reference: `{env: NAME}`, `{file: PATH}` or `{command: [...]}`; never a literal."""

for _model in (EnvSecret, FileSecret, CommandSecret):
    _model.model_rebuild()
