"""Whether the packages of the lab extra are installed."""

from collections.abc import Sequence
from importlib.util import find_spec

from hacfg.errors import InvalidInput, Problem

_PACKAGES = ("starlette", "uvicorn", "trustme")


def need_extra(packages: Sequence[str] = _PACKAGES) -> None:
    """Raise InvalidInput that says how to install what the lab needs, if it is not there."""
    missing = [name for name in packages if find_spec(name) is None]
    if missing:
        raise InvalidInput(
            Problem(
                f"the lab needs packages that are not installed: {', '.join(missing)}",
                next="pip install 'hacfg[lab]'",
            )
        )
