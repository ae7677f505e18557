"""What a person may choose when planning and applying."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hacfg.plan.document import PlanDocument
from hacfg.plan.ours import ChangeView
from hacfg.plan.steps import WaitStep
from hacfg.usecases.past import Past
from hacfg.watch.known import Known
from hacfg.watch.saved import SavedState


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Choices for checking; `live` asks the units, and only then are references resolved."""

    environ: Mapping[str, str]
    today: datetime.date
    live: bool = False
    dialects: tuple[Path, ...] = ()
    allow_commands: bool = False


@dataclass(frozen=True, slots=True)
class DriftOptions:
    """Choices for drift; `applied` and `saved` are what a group is compared with, by its name.

    Where `applied` has no plan of a group, that of its `past` is taken.
    """

    environ: Mapping[str, str]
    now: datetime.datetime
    dialects: tuple[Path, ...] = ()
    allow_commands: bool = False
    applied: Mapping[str, PlanDocument] = field(default_factory=dict)
    saved: Mapping[str, SavedState] = field(default_factory=dict)
    past: Mapping[str, Past] = field(default_factory=dict)
    known: tuple[Known, ...] = ()
    all_fields: bool = False


@dataclass(frozen=True, slots=True)
class StatusOptions:
    """Choices for status; `past` is what a store knows of each group's runs, by its name."""

    environ: Mapping[str, str]
    now: datetime.datetime
    dialects: tuple[Path, ...] = ()
    allow_commands: bool = False
    past: Mapping[str, Past] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """Choices for comparing two units."""

    environ: Mapping[str, str]
    dialects: tuple[Path, ...] = ()
    allow_commands: bool = False


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
    recover: bool = False
    """Whether the way back from an abnormal condition is planned."""
    assume: tuple[str, ...] = ()
    """What a person vouches for, as it was given."""
    explain: bool = False
    """Whether to find out what each step is there for."""
    why_not: bool = False
    """Whether to find out what would make a refused plan safe."""
    strict_practices: bool = False

    @property
    def told(self) -> tuple[str, ...]:
        """What else decides how is planned, as words of the command line."""
        return (
            *(word for file in self.dialects for word in ("--dialect", str(file))),
            *(("--strict-practices",) if self.strict_practices else ()),
            *(("--allow-secret-commands",) if self.allow_commands else ()),
        )

    @property
    def today(self) -> datetime.date:
        """The day of the timestamp; without one the first day that there is."""
        return datetime.date.fromisoformat(self.timestamp[:10] or "0001-01-01")


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
