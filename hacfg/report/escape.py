"""Text of devices and users made harmless: nothing in it can move a cursor or reorder a line."""

LIMIT = 300
"""Characters of one text that are shown; what is longer says how much is left out."""


def shown(text: object, limit: int = LIMIT) -> str:
    """Return the text with everything that is not plain print made visible, bounded in length."""
    whole = str(text)
    visible = "".join(map(_visible, whole[:limit]))
    left_out = len(whole) - limit
    return f"{visible}... ({left_out} more characters)" if left_out > 0 else visible


def _visible(character: str) -> str:
    """Bidi overrides, zero widths, controls and surrogates are not printable for Python either."""
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")
