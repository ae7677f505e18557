"""The control door of a lab: what no appliance has, on a port and with a token of its own."""

import datetime
import hmac
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from hacfg.fortimail.ha import RefusedByUnit
from hacfg.fortimail.wire import encode
from hacfg.lab.config import INFERRED
from hacfg.lab.marks import Marks
from hacfg.lab.senders import SENDERS, mail_of
from hacfg.lab.simulation import Simulation
from hacfg.lab.status import effective_word
from hacfg.lab.tree import INVALID
from hacfg.lab.troubles import EFFECTS, Effect, Trouble
from hacfg.lab.typed import type_lines
from hacfg.state import Value

Asked = Mapping[str, Any]
Answer = dict[str, Any]
Command = Callable[[Simulation, Asked], Answer]
Renew = Callable[[str, datetime.datetime], None]
"""Gives a unit another certificate that ends then."""


def _status(lab: Simulation, _: Asked) -> Answer:
    group = lab.group
    units = {
        name: {
            "url": f"https://127.0.0.1:{box.listener.port}",
            "configured": unit.conf,
            "effective": effective_word(group, name),
            "reachable": box.listener.is_open,
            **mail_of(group, name),
        }
        for (name, box), unit in zip(lab.boxes.items(), group.group.units, strict=True)
    }
    moves = group.engine.next_due is not None
    cut = group.save().cut
    return {"name": lab.config.name, "note": INFERRED, "units": units, "cut": cut, "moves": moves}


def _dump(lab: Simulation, _: Asked) -> Answer:
    return lab.group.save().model_dump(mode="json")


def _log(lab: Simulation, _: Asked) -> Answer:
    return {name: [list(entry) for entry in box.log] for name, box in lab.boxes.items()}


def _values(lab: Simulation, asked: Asked) -> dict[str, Value]:
    tree = lab.group.trees.get(str(asked["unit"]))
    fields = tree.spec(str(asked["kind"])).fields if tree else {}
    values: dict[str, Value] = {}
    for name, raw in dict(asked.get("attributes") or {}).items():
        value = tuple(raw) if isinstance(raw, list) else raw
        spec = fields.get(name)
        try:
            if spec is not None and value is not None and spec.type != "secret":
                encode(spec, value)
        except (ValueError, KeyError) as error:
            raise RefusedByUnit(f"{name}: {error}", INVALID) from None
        values[name] = value
    return values


def _edit(lab: Simulation, asked: Asked) -> Answer:
    lab.group.update(asked["unit"], asked["kind"], asked.get("key", ""), _values(lab, asked))
    return {}


def _create(lab: Simulation, asked: Asked) -> Answer:
    key = lab.group.create(asked["unit"], asked["kind"], asked["key"], _values(lab, asked))
    return {"key": key}


def _delete(lab: Simulation, asked: Asked) -> Answer:
    lab.group.delete(asked["unit"], asked["kind"], asked["key"])
    return {}


def _cli(lab: Simulation, asked: Asked) -> Answer:
    return {"output": type_lines(lab.group, asked["unit"], asked["text"], between=lab.touch)}


def _fault(lab: Simulation, asked: Asked) -> Answer:
    effect: Effect | None = next((effect for effect in EFFECTS if effect == asked["fault"]), None)
    if effect is None:
        raise RefusedByUnit(f"no fault {asked['fault']}; there are {', '.join(EFFECTS)}")
    given = {
        name: asked[name] for name in ("after", "times", "path", "method", "ms") if name in asked
    }
    if "times" in given:
        given["times"] = given["times"] or None
    lab.trouble(asked["unit"], Trouble(effect, **given))
    return {}


def _plug(lab: Simulation, asked: Asked, *, up: bool) -> Answer:
    cable = str(asked.get("link", "all"))
    known = set(lab.group.cables)
    if cable != "all" and cable not in known:
        raise RefusedByUnit(f"no link {cable}; there are {', '.join(sorted(known))} and all")
    lab.plug(known if cable == "all" else {cable}, up=up)
    return {}


def _repair(lab: Simulation, asked: Asked) -> Answer:
    for name in [asked["unit"]] if asked.get("unit") else lab.group.names:
        lab.repair(name)
    if not asked.get("unit"):
        lab.plug(set(lab.group.cables), up=True)
    return {}


def _clock(lab: Simulation, asked: Asked) -> Answer:
    lab.group.index(asked["unit"])
    lab.boxes[asked["unit"]].ahead = float(asked["ahead"])
    return {}


def _advance(lab: Simulation, asked: Asked) -> Answer:
    lab.advance(float(asked["seconds"]))
    return {}


def _certificate(renew: Renew, lab: Simulation, asked: Asked) -> Answer:
    lab.group.index(asked["unit"])
    now = datetime.datetime.now(datetime.UTC)
    renew(asked["unit"], now + datetime.timedelta(days=float(asked["days"])))
    return {}


def _told(do: Callable[[str], None], asked: Asked) -> Answer:
    do(str(asked["word"]))
    return {}


COMMANDS: Final[Mapping[str, Command]] = {
    "status": _status,
    "dump": _dump,
    "log": _log,
    "edit": _edit,
    "create": _create,
    "delete": _delete,
    "cli": _cli,
    "fault": _fault,
    "cut": lambda lab, asked: _plug(lab, asked, up=False),
    "plug": lambda lab, asked: _plug(lab, asked, up=True),
    "repair": _repair,
    "advance": _advance,
    "clock": _clock,
    **SENDERS,
}
"""What the door can be asked for, by POST /NAME with a JSON object."""


def make_door(
    lab: Simulation, token: str, stop: Callable[[], None], renew: Renew = lambda _name, _end: None
) -> ASGIApp:
    """Return the application behind the control door; `renew` changes a unit's certificate."""
    marks = Marks(lab)
    more: dict[str, Command] = {
        "certificate": partial(_certificate, renew),
        "mark": lambda _, asked: _told(marks.mark, asked),
        "go-back": lambda _, asked: _told(marks.go_back, asked),
    }

    async def door(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {token}".encode()):
            response: Response = JSONResponse({"error": "wrong token"}, 401)
        else:
            response = await _answer(lab, request, more)
        await response(scope, receive, send)
        if request.url.path == "/stop" and response.status_code == 200:  # noqa: PLR2004  # HTTP OK
            stop()

    return door


async def _answer(lab: Simulation, request: Request, more: Mapping[str, Command]) -> Response:
    name = request.url.path.strip("/")
    if name == "stop":
        return JSONResponse({})
    command = more.get(name) or COMMANDS.get(name)
    if command is None:
        return JSONResponse({"error": f"no command {name}"}, 404)
    try:
        asked = json.loads(await request.body() or b"{}")
        lab.touch()
        answer = command(lab, asked)
    except RefusedByUnit as error:
        return JSONResponse({"error": error.words, "number": error.number}, 400)
    except (KeyError, TypeError, ValueError) as error:
        return JSONResponse({"error": f"bad request: {error!r}"}, 400)
    lab.touch()
    await lab.adjust()
    return JSONResponse(answer)
