"""Count the changed plans that the rehearsal refuses: `python -m benchmarks.mutants`.

Each step of each scenario left out, and each pair of neighbours turned round; those that are safe
all the same are listed with a reason in tests/rehearsal/free.
"""

from multiprocessing import Pool

from tests.rehearsal.mutants import first_danger, mutants
from tests.rehearsal.scenarios import SCENARIOS, prepared
from tests.rehearsal.test_scenarios import SLOW


def counted(row: tuple[str, str]) -> tuple[int, int]:
    """Return how many changed plans a scenario has, and how many of them are refused."""
    one = prepared(*row)
    found = [first_danger(one, mutant.steps) for mutant in mutants(one.outline.steps)]
    return len(found), sum(map(bool, found))


def main() -> None:
    """Print the counts of all scenarios together."""
    rows = [row for row in SCENARIOS if row[0] not in SLOW]
    with Pool() as pool:
        counts = pool.map(counted, rows, chunksize=1)
    changed, refused = map(sum, zip(*counts, strict=True))
    print(
        f"{len(rows)} plans, {changed} changed plans, {refused} refused, {changed - refused} free"
    )


if __name__ == "__main__":
    main()
