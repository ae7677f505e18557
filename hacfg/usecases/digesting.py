"""Telling whether a secret is the one that was sent last, without keeping it.

What is kept is an HMAC; its key comes from `HACFG_DIGEST_KEY` and is never stored beside it.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from hacfg.errors import InvalidInput, Problem
from hacfg.plan.document import PlanDocument, with_id
from hacfg.plan.ours import Notice
from hacfg.topology.load import Loaded
from hacfg.topology.secretref import EnvSecret, FileSecret, SecretSource
from hacfg.topology.secrets import resolve, resolve_all
from hacfg.topology.slots import secret_slots
from hacfg.usecases.connecting import base_of
from hacfg.usecases.options import PlanOptions

VARIABLE: Final = "HACFG_DIGEST_KEY"
SHORTEST: Final = 16
"""Characters of a key at least: who reads the store must not be able to try all keys."""
_REFERENCE: Final = re.compile(r"(env|file):(.+)")


@dataclass(frozen=True, slots=True)
class Digester:
    """Makes digests with one key."""

    key: SecretStr

    @property
    def check(self) -> str:
        """What tells digests of this key from those of another."""
        return self._digest("hacfg: which key")

    def digest(self, group: str, slot: str, secret: SecretStr) -> str:
        """Return the digest of a secret in its place: equal secrets elsewhere look different."""
        return self._digest(f"{group}\0{slot}\0{secret.get_secret_value()}")

    def _digest(self, text: str) -> str:
        return hmac.new(
            self.key.get_secret_value().encode(), text.encode(), hashlib.sha256
        ).hexdigest()


@dataclass(frozen=True, slots=True)
class Compared:
    """The secrets of a topology that units are sent, against what was sent last."""

    changed: frozenset[str] = frozenset()
    unverified: tuple[str, ...] = field(default=())


def digester_of(environ: Mapping[str, str]) -> Digester | None:
    """Return what makes digests, if a key is given; raise InvalidInput if it is no good key."""
    text = environ.get(VARIABLE, "")
    if not text:
        return None
    found = _REFERENCE.fullmatch(text)
    if not found:
        # The text may be the key itself, so it is not repeated.
        raise InvalidInput(_wrong("it is no reference", "env:NAME or file:PATH"))
    ref: SecretSource = EnvSecret(env=found[2]) if found[1] == "env" else FileSecret(file=found[2])
    key = resolve(
        ref, slot=VARIABLE, base=Path.cwd(), environ=environ, allow_commands=False, where=None
    )
    if len(key.get_secret_value()) < SHORTEST:
        raise InvalidInput(_wrong("the key is too short", f"{SHORTEST} characters or more"))
    return Digester(key)


def compare_secrets(loaded: Loaded, options: PlanOptions) -> Compared:
    """Tell which secrets changed since they were sent, and of which that is not known."""
    digester = digester_of(options.environ)
    if digester is None:
        return Compared()
    # A store is opened only by those who ask for this.
    from hacfg.store.digests import digests
    from hacfg.usecases.locking import store_of

    group = loaded.topology.name
    with store_of(options.store) as store:
        known = digests(store, group, digester.check)
    secrets = _sent(loaded, options)
    changed = {
        slot
        for slot, secret in secrets.items()
        if slot in known
        and not hmac.compare_digest(known[slot], digester.digest(group, slot, secret))
    }
    return Compared(frozenset(changed), tuple(sorted(set(secrets) - set(known))))


def with_unverified(document: PlanDocument, unverified: tuple[str, ...]) -> PlanDocument:
    """Return the plan with a note of the secrets whose last value is not known."""
    if not unverified:
        return document
    note = Notice(
        id="secret-unverified",
        severity="note",
        message=f"whether these secrets changed is not known: {', '.join(unverified)}",
        next=f"to send one though nothing shows that it differs: --set-secret {unverified[0]}",
    )
    ours = document.hacfg
    return with_id(
        document.model_copy(
            update={"hacfg": ours.model_copy(update={"notices": [*ours.notices, note]})}
        )
    )


def with_changed(options: PlanOptions, changed: frozenset[str]) -> PlanOptions:
    """Return the options that send what changed too."""
    return replace(options, set_secrets=options.set_secrets | changed)


def _sent(loaded: Loaded, options: PlanOptions) -> dict[str, SecretStr]:
    """Resolve the secrets that units are sent: those that log hacfg in are never written."""
    slots = secret_slots(loaded.topology)
    return resolve_all(
        {
            name: (slot.ref, loaded.places.at(*slot.path))
            for name, slot in slots.items()
            if slot.path[0] != "units"
        },
        base=base_of(loaded.path),
        environ=options.environ,
        allow_commands=options.allow_commands,
    )


def _wrong(seen: str, expected: str) -> Problem:
    return Problem(
        f"{VARIABLE} cannot be used",
        seen=seen,
        expected=expected,
        next=f"for example {VARIABLE}=env:MY_DIGEST_KEY, and MY_DIGEST_KEY=$(openssl rand -hex 32)",
    )
