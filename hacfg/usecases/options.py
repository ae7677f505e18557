"""What a person may choose when planning and applying."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hacfg.plan.ours import ChangeView
from hacfg.plan.steps import WaitStep


@dataclass(frozen=True, slots=True)
class StoreChoice:
    """Which store: the one of a URL, or the file under `.hacfg/` in a folder."""

    url: str | None = None
    folder: Path = field(default_factory=Path.cwd)


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """Choices for planning; `environ` is the environment that references are resolved in."""

    environ: Mapping[str, str]
    allow: frozenset[str] = frozenset()
    set_secrets: frozenset[str] = frozenset()
    dialects: tuple[Path, ...] = ()
    allow_commands: bool = False
    timestamp: str = ""
    store: StoreChoice = field(default_factory=StoreChoice)
    undo: tuple[ChangeView, ...] | None = None
    """Changes to be taken back: what was before them is planned, and not what is declared."""


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
    store: StoreChoice = field(default_factory=StoreChoice)
    sole_applier: bool = False
    run: str = ""
    """What the run is called, or (`resume`) the run that is gone on with; "": a new name."""
    resume: bool = False
    undoes: str = ""
    """The run that this one rolls back."""
    confirm_within: float = 0
    """Seconds after which the run is rolled back unless it was confirmed; 0: it stays."""
