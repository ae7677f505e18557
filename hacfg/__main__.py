"""Where `hacfg` starts; asking for the version loads nothing else."""

import os
import sys

from hacfg import __version__

_INTERRUPTED = frozenset({130, 143})


def main() -> int:
    """Run hacfg with the arguments of the process and return its exit code."""
    if sys.argv[1:] in (["--version"], ["-V"]) and _is_said(f"hacfg {__version__}\n"):
        return 0
    from hacfg.cli.main import run

    code = run(sys.argv[1:])
    if code in _INTERRUPTED:
        # Reads of units that do not answer would hold the process for as long as they wait.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


def _is_said(text: str) -> bool:
    """Write text; false if that cannot be done, and is to be explained."""
    try:
        os.write(1, text.encode())
    except OSError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
