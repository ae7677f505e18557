"""Reading files of drift that is known."""

from pathlib import Path

from hacfg.topology.explain import validate
from hacfg.topology.yaml import read_yaml
from hacfg.watch.known import Known, KnownDrifts


def read_known(path: Path) -> tuple[Known, ...]:
    """Return what a file says; raise InvalidInput with all that is wrong with it."""
    data, places = read_yaml(path)
    found = validate(KnownDrifts, data, places, hides=lambda _: False)
    return tuple(
        Known(
            one.address,
            one.attribute,
            one.reason,
            one.owner,
            one.until,
            places.at("known", number, "address"),
        )
        for number, one in enumerate(found.known)
    )
