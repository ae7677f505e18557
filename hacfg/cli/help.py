"""Help that begins with examples."""

from collections.abc import Sequence

from typer import Context


def described(sentence: str, *examples: str) -> str:
    """Return the help text of a command: one sentence, then examples as they are typed."""
    lines = "\n".join(f"  {example}" for example in examples)
    return f"{sentence}\n\n\b\nExamples:\n{lines}"


def help_for(context: Context) -> str:
    """Return the help text of the command that a context belongs to."""
    return f"{context.get_help()}\n"


def column(pairs: Sequence[tuple[str, str]]) -> str:
    """Return pairs in two columns, kept as they are by the help formatter."""
    width = max(len(name) for name, _ in pairs)
    return "\b\n" + "\n".join(f"  {name.ljust(width)}  {text}" for name, text in pairs)
