"""Firmware versions as units and people write them."""

import re
from typing import Final

_VERSION: Final = re.compile(r"v?(\d+\.\d+(?:\.\d+)*)")


def version_of(text: str) -> str | None:
    """Return the numbers of a firmware version: `7.2.3` of `v7.2.3,build358`."""
    found = _VERSION.match(text.strip())
    return found[1] if found else None


def numbers_of(text: str) -> tuple[int, ...]:
    """Return a firmware version as numbers, which compare as versions do; () if it is none."""
    return tuple(int(number) for number in (version_of(text) or "").split(".") if number)
