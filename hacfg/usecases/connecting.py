"""From how a unit is reached to a session with it."""

import math
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from hacfg.errors import InvalidInput, Problem
from hacfg.fortimail.client import Endpoint, Trust, UnitReader, UnitSession
from hacfg.plan.agents import asked_agents, asked_services
from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import UnitPlan
from hacfg.topology.hosts import check_urls, host_url
from hacfg.topology.load import Loaded
from hacfg.topology.units import Unit

ALLOWED_HOSTS: Final = "HACFG_ALLOWED_HOSTS"
"""The variable that says which addresses hacfg may speak to."""
LONGEST: Final = 600
"""Seconds that an answer may be waited for at most."""


@dataclass(frozen=True, slots=True)
class Reach:
    """All it takes to log in to one unit."""

    endpoint: Endpoint
    password: SecretStr
    after_join: tuple[str, SecretStr] | None = None
    """The account that joining has brought, if it has."""


def trust_of(loaded: Loaded, unit: Unit) -> Trust:
    """Return whom to trust, by content: a plan file holds no path of this machine."""
    tls = unit.api.tls
    if tls.ca_file is None:
        return Trust(None, tls.fingerprint)
    path = loaded.path.parent / tls.ca_file
    try:
        return Trust(path.read_text(encoding="ascii"), tls.fingerprint)
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "not text"
        index = loaded.topology.units.index(unit)
        raise InvalidInput(
            Problem(
                "the file with the certificate authorities cannot be read",
                loaded.places.at("units", index, "api", "tls", "ca_file"),
                seen=f"{path}: {said}",
                expected="a PEM file",
                next="correct ca_file, or pin the unit's certificate: tls: {fingerprint: ...}",
            )
        ) from None


def login_slots(unit: UnitPlan) -> list[str]:
    """Return the slots of the passwords that logging in to a unit of a plan may take."""
    joined = [f"{unit.name}.after_join.password"] if unit.after_join_username else []
    return [f"{unit.name}.api.password", *joined]


def check_planned_hosts(document: PlanDocument, environ: Mapping[str, str]) -> None:
    """Raise InvalidInput for a unit, or who else a gate asks, at an address not allowed."""
    agents = asked_agents(document.hacfg.steps)
    urls = [
        *((unit.name, unit.url) for unit in document.hacfg.units),
        *((name, host_url(agent.host)) for name, agent in agents.items()),
        *((name, host_url(host)) for name, host in asked_services(document.hacfg.steps)),
    ]
    check_urls(urls, environ.get(ALLOWED_HOSTS))


def planned_reaches(
    document: PlanDocument, secrets: Mapping[str, SecretStr], environ: Mapping[str, str]
) -> dict[str, Reach]:
    """Return how the units of a plan are reached, with the accounts that the plan names."""
    return {unit.name: _planned_reach(unit, secrets, environ) for unit in document.hacfg.units}


def _planned_reach(
    unit: UnitPlan, secrets: Mapping[str, SecretStr], environ: Mapping[str, str]
) -> Reach:
    endpoint = Endpoint(unit.name, unit.url, unit.username, Trust(unit.ca_pem, unit.fingerprint))
    own, *joined = [secrets[slot] for slot in login_slots(unit)]
    account = (unit.after_join_username, joined[0]) if unit.after_join_username else None
    return Reach(with_patience(endpoint, environ), own, account)


def with_patience(endpoint: Endpoint, environ: Mapping[str, str]) -> Endpoint:
    """Return the endpoint with the times to wait that the environment asks for."""
    return replace(
        endpoint,
        connect_timeout=_seconds(environ, "HACFG_CONNECT_TIMEOUT", endpoint.connect_timeout),
        read_timeout=_seconds(environ, "HACFG_READ_TIMEOUT", endpoint.read_timeout),
    )


def _seconds(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name, "")
    try:
        seconds = float(text) if text else default
    except ValueError:
        seconds = math.nan
    if 0 < seconds <= LONGEST:
        return seconds
    raise InvalidInput(
        Problem(
            f"{name} is no time to wait",
            seen=repr(text),
            expected=f"seconds, more than 0 and at most {LONGEST}",
            next=f"correct the variable, or unset it for {default:g}",
        )
    )


@contextmanager
def sessions(
    reaches: Mapping[str, Reach],
    *,
    read_only: bool,
    sleep: Callable[[float], None] = time.sleep,
) -> Generator[dict[str, UnitSession]]:
    """Open a session per unit; nothing is sent before it is used; all are closed at the end."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(
                UnitSession(
                    reach.endpoint,
                    reach.password,
                    read_only=read_only,
                    otherwise=reach.after_join,
                    sleep=sleep,
                )
            )
            for name, reach in reaches.items()
        }


@contextmanager
def readers(reaches: Mapping[str, Reach]) -> Generator[dict[str, UnitReader]]:
    """Open a session per unit that cannot write; all are closed at the end."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(UnitReader(reach.endpoint, reach.password, reach.after_join))
            for name, reach in reaches.items()
        }


def base_of(path: Path) -> Path:
    """Return the folder that relative paths of a topology start from."""
    return path.resolve().parent
