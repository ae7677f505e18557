"""Loading topologies: files to models, or all that is wrong with them."""

from collections.abc import Sequence
from pathlib import Path

from hacfg.fortimail.catalogue import load_catalogue
from hacfg.topology.load import Loaded, load_topologies


def load(paths: Sequence[Path], dialects: Sequence[Path] = ()) -> tuple[Loaded, ...]:
    """Return the groups that files and folders declare; raise InvalidInput with all problems."""
    return load_topologies(paths, load_catalogue(dialects).known_firmwares)
