"""Show hacfg at its main job on two simulated units: `make demo`."""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import textwrap
from dataclasses import dataclass
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent
SECRETS = ("MAIL_EAST_HA_PASSWORD", "MX1_PASSWORD", "MX2_PASSWORD", "SNMP_AUTH_PASSWORD")
LAB = ".hacfg/lab/mail-east/topology.yaml"
UNVERIFIED = ("--allow", "unverified-wire")


@dataclass(frozen=True)
class Scene:
    """What is said, and the command that shows it."""

    words: str
    command: tuple[str, ...]


SCENES = (
    Scene(
        (
            "Two FortiMail units, fresh from the box: simulated here, on loopback, over real "
            "HTTPS. The lab keeps a copy of the topology that points at them; the file itself"
            " stays as it is."
        ),
        ("lab", "start", "topology.yaml", "--blank", "--time-scale", "40"),
    ),
    Scene("Is the file sound? This asks no unit and resolves no secret.", ("validate", LAB)),
    Scene(
        (
            "What would it take? hacfg reads both units and compares. No public document "
            "names the HA resources of the REST API: the names are inferred, and writing them"
            " has to be allowed. That is what --allow unverified-wire says; without it every "
            "step is a manual one."
        ),
        ("plan", LAB, *UNVERIFIED, "--out", "pair.plan.json"),
    ),
    Scene(
        (
            "Now exactly that plan is carried out: each step is compared with the unit first,"
            " written, and read back; the gates between them are waited for."
        ),
        ("apply", "pair.plan.json", "--auto-approve"),
    ),
    Scene("And once more: is there anything left to do?", ("plan", LAB, *UNVERIFIED)),
    Scene(
        "Somebody changes a unit by hand, behind hacfg's back ...",
        ("lab", "edit", "mx1", "ha", "on_failure=off"),
    ),
    Scene("... and the next plan shows that, and nothing else.", ("plan", LAB, *UNVERIFIED)),
)


def main() -> int:
    """Play all scenes in a folder of their own; stop the lab whatever happens."""
    with tempfile.TemporaryDirectory(prefix="hacfg-demo-") as folder:
        shutil.copy(EXAMPLES / "pair-7.2" / "topology.yaml", folder)
        environment = _environment()
        try:
            for scene in SCENES:
                if code := _play(scene, Path(folder), environment):
                    return code
        finally:
            _say("That was it. The lab is stopped; nothing stays behind.")
            _hacfg(("lab", "stop"), Path(folder), environment)
    return 0


def _environment() -> dict[str, str]:
    """Make up the passwords for this run: hacfg takes secrets by reference only."""
    made_up = {name: secrets.token_urlsafe(12) for name in SECRETS}
    return {**os.environ, **made_up, "COLUMNS": os.environ.get("COLUMNS", "100")}


def _play(scene: Scene, folder: Path, environment: dict[str, str]) -> int:
    _say(scene.words)
    print(f"$ hacfg {' '.join(scene.command)}", flush=True)
    return _hacfg(scene.command, folder, environment)


def _say(words: str) -> None:
    print(f"\n{textwrap.fill(words, 90, initial_indent='# ', subsequent_indent='# ')}", flush=True)


def _hacfg(command: tuple[str, ...], folder: Path, environment: dict[str, str]) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "hacfg", *command],
        cwd=folder,
        env=environment,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
