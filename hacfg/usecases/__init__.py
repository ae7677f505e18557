"""One function a verb: they wire the rest and return results."""
