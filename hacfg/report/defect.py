"""What people see when hacfg itself is wrong."""

import traceback

from hacfg.report.escape import shown
from hacfg.report.style import Style


def defect_text(error: BaseException, version: str, style: Style, *, debug: bool) -> str:
    """Return what to report; the error's own words only if asked for, they may quote a unit."""
    lines = [
        style.paint("This is a defect in hacfg, not something you did.", "bold", "red"),
        f"  what     {type(error).__name__} {_place(error)}",
        f"  version  {version}",
    ]
    if debug:
        lines += ["", *_traceback(error)]
    else:
        lines.append("  next     run it again with --debug and report what it prints")
    return "".join(f"{line}\n" for line in lines)


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return ""
    last = next((frame for frame in reversed(frames) if "hacfg" in frame.filename), frames[-1])
    return f"at {shown(last.filename)}:{last.lineno} in {shown(last.name)}"


def _traceback(error: BaseException) -> list[str]:
    """Local variables are never printed: they may hold a secret."""
    told = "".join(traceback.format_exception(error))
    return [shown(line, 1000) for line in told.splitlines()]
