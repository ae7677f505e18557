"""Answering HTTP requests to simulated units, with the faults that wait for them."""

import asyncio
import json
import time
from contextlib import suppress
from email.utils import formatdate

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hacfg.fortimail.ha import RefusedByUnit
from hacfg.lab import answers
from hacfg.lab.box import Box
from hacfg.lab.calls import Call, Reply
from hacfg.lab.routes import PREFIX, segments_of
from hacfg.lab.simulation import Simulation
from hacfg.lab.troubles import Effect, Trouble


async def serve(lab: Simulation, name: str, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one HTTP request to a unit."""
    request = Request(scope, receive)
    call = await _call(request)
    box, path = lab.boxes[name], "/".join(call.segments)
    lab.touch()
    troubles: dict[Effect, Trouble] = {
        trouble.effect: trouble for trouble in box.troubles.take(call.method, path)
    }
    for trouble in troubles.values():
        # Nobody waits for an answer about a fault that came too late to happen.
        with suppress(RefusedByUnit):
            lab.happen(name, trouble)
    await lab.adjust()
    await asyncio.sleep(lab.config.latency_ms / 1000)
    if "slow" in troubles:
        await box.hold(troubles["slow"].ms / 1000)
    if not box.listener.is_open or "reset" in troubles:
        await _break(box, request)
        return
    reply = _troubled(troubles) or lab.answer(name, call)
    if "http-500-after" in troubles:
        reply = Reply(500, answers.plain_error(500))
    box.log.append((call.method, path, reply.status))
    await lab.adjust()
    if "drop-reply" in troubles or not box.listener.is_open:
        await _break(box, request)
        return
    response = _response(reply, html="html" in troubles, cut="truncate" in troubles)
    response.headers["Date"] = formatdate(time.time() + box.ahead, usegmt=True)
    await response(scope, receive, send)


async def _break(box: Box, request: Request) -> None:
    """Break the connection and wait until it is gone, or an answer would slip out."""
    if request.client is not None:
        box.listener.abort((request.client.host, request.client.port))
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _troubled(troubles: dict[Effect, Trouble]) -> Reply | None:
    for effect, status in (("http-500", 500), ("http-503", 503)):
        if effect in troubles:
            return Reply(status, answers.plain_error(status))
    if "forbid" in troubles:
        return Reply(403, answers.forbidden())
    return Reply(200, {}) if "html" in troubles else None


async def _call(request: Request) -> Call:
    raw = request.scope.get("raw_path") or request.url.path.encode()
    path = raw.decode("ascii")
    segments = segments_of(path) if path.startswith(PREFIX) else ("",)
    cookies = tuple(request.headers.getlist("cookie"))
    body = await request.body()
    return Call(request.method, segments, dict(request.query_params), body, cookies)


def _response(reply: Reply, *, html: bool, cut: bool) -> Response:
    if html:
        return Response("<html><body>FortiMail</body></html>", media_type="text/html")
    text = json.dumps(reply.body)
    if cut:
        text = text[: len(text) // 2]
    return Response(text, reply.status, dict(reply.headers), "application/json")
