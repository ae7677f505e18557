"""A client of a lab's control door."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from typing import Any, Final

from hacfg.errors import Problem, Refused, Unreachable
from hacfg.lab.info import LabInfo

_TIMEOUT: Final = 30.0
Given = bool | int | str | list[str] | None


class Door:
    """What can be done to a running lab, as no appliance allows it."""

    def __init__(self, info: LabInfo) -> None:
        self._info = info
        # A proxy of the environment must not see the token.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(self, command: str, **asked: object) -> dict[str, Any]:
        """Do one command of the door; raise Refused with its words if it is refused."""
        given = {name: value for name, value in asked.items() if value is not None}
        request = urllib.request.Request(  # noqa: S310  # the URL is the lab's own loopback door
            f"{self._info.door}/{command}",
            json.dumps(given).encode(),
            {"Authorization": f"Bearer {self._info.token}", "Content-Type": "application/json"},
            method="POST",
        )
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as answer:
                found: dict[str, Any] = json.loads(answer.read())
                return found
        except urllib.error.HTTPError as error:
            with error:
                words = json.loads(error.read()).get("error", "")
            raise Refused(Problem(f"lab {self._info.name}: {words}")) from None
        except OSError as error:
            raise Unreachable(
                Problem(f"lab {self._info.name} does not answer: {error}", next="hacfg lab start")
            ) from None

    def status(self) -> dict[str, Any]:
        """Return the units with their URLs and roles."""
        return self.ask("status")

    def dump(self) -> dict[str, Any]:
        """Return the whole state, secrets masked; `lab start --actual` reads it."""
        return self.ask("dump")

    def log(self) -> dict[str, list[list[Any]]]:
        """Return method, path and status of the calls of each unit."""
        return self.ask("log")

    def edit(self, unit: str, kind: str, attributes: Mapping[str, Given], key: str = "") -> None:
        """Set attributes of a unit, as a person would in its web interface."""
        self.ask("edit", unit=unit, kind=kind, key=key, attributes=dict(attributes))

    def create(self, unit: str, kind: str, key: str, attributes: Mapping[str, Given]) -> str:
        """Add a row and return its key; `0` takes the next number."""
        asked = {"unit": unit, "kind": kind, "key": key, "attributes": dict(attributes)}
        return str(self.ask("create", **asked)["key"])

    def delete(self, unit: str, kind: str, key: str) -> None:
        """Take a row away."""
        self.ask("delete", unit=unit, kind=kind, key=key)

    def cli(self, unit: str, lines: str | Iterable[str]) -> None:
        """Type CLI lines into a unit."""
        text = lines if isinstance(lines, str) else "\n".join(lines)
        self.ask("cli", unit=unit, text=text)

    def fault(self, unit: str, fault: str, **when: float | str | None) -> None:
        """Let something go wrong: `after`, `times` (0: until repaired), `path`, `method`, `ms`."""
        self.ask("fault", unit=unit, fault=fault, **when)

    def cut(self, link: str = "all") -> None:
        """Unplug a heartbeat cable."""
        self.ask("cut", link=link)

    def plug(self, link: str = "all") -> None:
        """Plug a heartbeat cable in again."""
        self.ask("plug", link=link)

    def repair(self, unit: str | None = None) -> None:
        """End all faults, of one unit or of all and the cables."""
        self.ask("repair", unit=unit)

    def send_to_unit(self, unit: str, *, sent: bool) -> None:
        """Let senders reach a unit at its own address, or no longer."""
        self.ask("send", unit=unit, sent=sent)

    def send_to_virtual_ips(self, addresses: Iterable[str]) -> None:
        """Let senders use these virtual IPs and no other."""
        self.ask("send", virtual_ips=list(addresses))

    def see_to_data(self) -> None:
        """Let a person move all mail data, or decide to do without it."""
        self.ask("data")

    def clock(self, unit: str, ahead: float) -> None:
        """Let a unit's clock be so many seconds ahead of this host's; 0 sets it right."""
        self.ask("clock", unit=unit, ahead=ahead)

    def certificate(self, unit: str, days: float) -> None:
        """Give a unit's API another certificate, which ends in so many days."""
        self.ask("certificate", unit=unit, days=days)

    def advance(self, seconds: float) -> None:
        """Let lab seconds pass at once."""
        self.ask("advance", seconds=seconds)

    def mark(self, word: str) -> None:
        """Remember under a word how all units are now, and what was asked of them so far."""
        self.ask("mark", word=word)

    def go_back(self, word: str) -> None:
        """Let all units be as they were then; sessions and waiting faults end."""
        self.ask("go-back", word=word)

    def stop(self) -> None:
        """Tell the lab to end."""
        self.ask("stop")
