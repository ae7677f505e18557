"""What came of the points: kept in a file as they are met, and counted at the end."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from tests.faults.cases import FAULTS, WAYS, Point, Verdict


@dataclass(frozen=True)
class Kept:
    """A file with a line for each verdict, or nothing at all."""

    path: Path | None

    def verdicts(self) -> list[Verdict]:
        """Return what earlier runs of the same code came to."""
        if self.path is None or not self.path.exists():
            return []
        lines = map(json.loads, self.path.read_text("utf-8").splitlines())
        return [Verdict(**{**line, "point": Point(**line["point"])}) for line in lines]

    def keep(self, portion: list[list[Verdict]]) -> list[list[Verdict]]:
        """Add the verdicts of a portion, and return it."""
        if self.path is not None:
            with self.path.open("a", encoding="utf-8") as file:
                file.writelines(f"{json.dumps(asdict(each))}\n" for each in chain(*portion))
        return portion


def counts(verdicts: Sequence[Verdict], seconds: float) -> Iterator[str]:
    """Yield the lines of a table: by fault, and by the way that was gone on."""
    yield f"{'fault':42} {'points':>7} {'runs':>6} {'converged':>10} {'violations':>11}"
    for fault in FAULTS:
        if found := [each for each in verdicts if each.point.fault == fault]:
            yield _line(fault, found)
    yield _line("all", verdicts)
    counted = Counter((each.way, each.converged) for each in verdicts)
    for way in (*WAYS, "nothing left"):
        yield f"  {way}: {counted[way, True]} converged, {counted[way, False]} did not"
    yield f"  in {seconds:.0f} s"


def _line(name: str, verdicts: Sequence[Verdict]) -> str:
    met = {each.point for each in verdicts}
    converged = sum(each.converged for each in verdicts)
    violations = sum(bool(each.violations) for each in verdicts)
    return f"{name:42} {len(met):7} {len(verdicts):6} {converged:10} {violations:11}"
