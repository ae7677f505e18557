"""Rules on firmware versions."""

from collections.abc import Collection, Iterator

from hacfg.errors import Problem
from hacfg.topology.models import Topology
from hacfg.topology.places import Places
from hacfg.topology.rules.versions import release


def known_firmware(
    topology: Topology, places: Places, known_firmwares: Collection[str]
) -> Iterator[Problem]:
    """Require a dialect for every declared firmware."""
    known = {release(version) for version in known_firmwares}
    listed = ", ".join(f"{major}.{minor}" for major, minor in sorted(known))
    for index, version in enumerate(topology.firmwares):
        if release(version) not in known:
            yield Problem(
                f"no dialect is for firmware {version}",
                places.at("firmware", index),
                expected=f"one of {listed}" if listed else "",
                next="correct the version, or give a dialect for it with --dialect",
            )
