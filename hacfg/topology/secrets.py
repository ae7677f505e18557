"""Resolving references to secrets: environment variables, files and commands."""

import pathlib
import shlex
import subprocess
from collections.abc import Mapping
from typing import Final

from pydantic import SecretStr

from hacfg.errors import InvalidInput, Problem, raise_problems
from hacfg.source import Position
from hacfg.topology.secretref import CommandSecret, EnvSecret, FileSecret, SecretSource
from hacfg.topology.slots import Slot, secret_slots

__all__ = ["Slot", "describe", "resolve", "resolve_all", "secret_slots"]

_TIMEOUT: Final = 30
_MOST: Final = 4096


def describe(ref: SecretSource) -> str:
    """Name a reference for messages: of a command only the program."""
    match ref:
        case EnvSecret():
            return f"env {ref.env}"
        case FileSecret():
            return f"file {ref.file}"
        case CommandSecret():
            return f"command {pathlib.PurePath(ref.command[0]).name}"
        case _:
            raise AssertionError(type(ref))


def resolve(  # noqa: PLR0913  # who resolves says where all of it comes from; nothing is ambient
    ref: SecretSource,
    *,
    slot: str,
    base: pathlib.Path,
    environ: Mapping[str, str],
    allow_commands: bool,
    where: Position | None = None,
) -> SecretStr:
    """Return the secret that a reference names, or raise InvalidInput naming slot and reference.

    `base` is the folder that relative paths start from. No message holds what was read.
    """
    try:
        return SecretStr(_checked(_read(ref, base, environ, allow_commands=allow_commands)))
    except _Unresolved as error:
        wrong, action = error.args
    raise InvalidInput(
        Problem(f"the secret {slot} ({describe(ref)}) {wrong}", where, next=str(action))
    )


def resolve_all(
    refs: Mapping[str, tuple[SecretSource, Position | None]],
    *,
    base: pathlib.Path,
    environ: Mapping[str, str],
    allow_commands: bool,
) -> dict[str, SecretStr]:
    """Return the secrets by slot, or raise InvalidInput with all that cannot be resolved."""
    found: dict[str, SecretStr] = {}
    problems: list[Problem] = []
    for slot, (ref, where) in refs.items():
        try:
            found[slot] = resolve(
                ref,
                slot=slot,
                base=base,
                environ=environ,
                allow_commands=allow_commands,
                where=where,
            )
        except InvalidInput as error:
            problems += error.problems
    raise_problems(InvalidInput, problems)
    return found


class _Unresolved(Exception):  # never leaves this module
    """Why a reference has no secret, and what to do."""


def _read(
    ref: SecretSource, base: pathlib.Path, environ: Mapping[str, str], *, allow_commands: bool
) -> str:
    match ref:
        case EnvSecret():
            return _from_environment(ref.env, environ)
        case FileSecret():
            return _from_file(base / ref.file)
        case CommandSecret() if allow_commands:
            return _from_command(ref.command, base, environ)
        case _:
            raise _Unresolved(
                "is printed by a command, which hacfg runs only if told to",
                "pass --allow-secret-commands, or write {env: NAME}",
            )


def _from_environment(name: str, environ: Mapping[str, str]) -> str:
    if name not in environ:
        raise _Unresolved("is not set", f"export {name}=...")
    if not environ[name]:
        raise _Unresolved("is set, but empty", f"export {name}=...")
    return environ[name]


def _from_file(path: pathlib.Path) -> str:
    try:
        if path.exists() and not path.is_file():
            raise _Unresolved("is not a file", f"name a file, not {path}")
        with path.open("rb") as stream:
            raw = stream.read(_MOST + 1)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "not a path"
        raise _Unresolved(f"cannot be read: {said}", f"put the secret in {path}") from None
    return _line(raw)


def _from_command(command: list[str], base: pathlib.Path, environ: Mapping[str, str]) -> str:
    action = f"run `{shlex.quote(command[0])}` with its arguments by hand and see what it says"
    try:
        ended = subprocess.run(  # noqa: S603  # what to run is the user's own choice; no shell
            command,
            cwd=base,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _Unresolved(f"did not come within {_TIMEOUT} s", action) from None
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or "not a command"
        raise _Unresolved(f"cannot be asked for: {said}", action) from None
    if ended.returncode:
        raise _Unresolved(f"did not come: the command ended with {ended.returncode}", action)
    return _line(ended.stdout)


def _line(raw: bytes) -> str:
    """Return the only line of what was read; whatever is wrong with it, it is not quoted."""
    if len(raw) > _MOST:
        raise _Unresolved(f"is longer than {_MOST} bytes", "see that it holds the secret alone")
    # The replacement character below cannot be part of a secret that was typed in.
    text = raw.decode(errors="replace")
    if "\ufffd" in text:
        raise _Unresolved("is not UTF-8 text", "see that it holds the secret alone")
    return text.removesuffix("\n").removesuffix("\r")


def _checked(secret: str) -> str:
    if not secret:
        raise _Unresolved("is empty", "see that it holds the secret")
    if not secret.isprintable():
        raise _Unresolved(
            "holds line breaks or control characters", "see that it holds the secret alone"
        )
    return secret
