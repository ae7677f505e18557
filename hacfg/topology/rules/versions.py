"""Comparing firmware versions."""


def release(version: str) -> tuple[int, int]:
    """Return major and minor of `7.2` or `7.2.3`."""
    major, minor = version.split(".")[:2]
    return int(major), int(minor)
