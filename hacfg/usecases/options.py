"""What a person may choose when planning and applying."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hacfg.plan.steps import WaitStep


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """Choices for planning; `environ` is the environment that references are resolved in."""

    environ: Mapping[str, str]
    allow: frozenset[str] = frozenset()
    set_secrets: frozenset[str] = frozenset()
    dialects: tuple[Path, ...] = ()
    allow_commands: bool = False
    timestamp: str = ""
    recover: bool = False
    """Whether the way back from an abnormal condition is planned."""
    assume: tuple[str, ...] = ()
    """What a person vouches for, as it was given."""
    explain: bool = False
    """Whether to find out what each step is there for."""
    why_not: bool = False
    """Whether to find out what would make a refused plan safe."""


@dataclass(frozen=True, slots=True)
class ApplyOptions:
    """Choices for applying.

    `confirm` asks a person whether what a gate awaits is so; None: nobody can be asked.
    `attested` holds `mx2.in_sync@6`; `secrets` re-points a slot.
    """

    environ: Mapping[str, str]
    attested: frozenset[str] = frozenset()
    secrets: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    allow_commands: bool = False
    ci: bool = False
    confirm: Callable[[WaitStep], bool] | None = None
