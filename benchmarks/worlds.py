"""Rehearse every scenario in all worlds, and print the table that stands in docs/proof.md."""

from concurrent.futures import ProcessPoolExecutor

from tests.rehearsal.figures import in_all_worlds, table
from tests.rehearsal.scenarios import SCENARIOS


def main() -> None:
    """Print the table, then what was found; in docs/proof.md that is explained."""
    names, firmwares = zip(*SCENARIOS, strict=True)
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(in_all_worlds, names, firmwares))
    print("\n".join(table(found)))
    for one in found:
        for story in one.proof.stories:
            print(f"{one.name}, {one.firmware}: {story.rule} {story.title} {story.world}")


if __name__ == "__main__":
    main()
