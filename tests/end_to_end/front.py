"""A unit whose answers are changed on their way: what no simulated unit would say."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
import trustme

from tests.end_to_end.group import SimulatedGroup
from tests.fortimail.server import LittleUnit, Reply, Request

Change = Callable[[str, bytes], bytes]
"""From the path under /api/v1/ and the body of an answer to the body that is passed on."""


@contextmanager
def changed(group: SimulatedGroup, change: Change) -> Iterator[Path]:
    """Yield a topology that leads to mx1 by way of a server that changes its answers."""
    source = group.loaded.path
    url = group.loaded.topology.units[0].api.url
    authority = trustme.CA()
    with (
        requests.Session() as unit,
        LittleUnit(lambda request: _passed_on(unit, url, request, change), authority) as front,
    ):
        unit.verify = str(source.parent / "ca.pem")
        unit.trust_env = False
        (source.parent / "front.pem").write_bytes(authority.cert_pem.bytes())
        text = source.read_text().replace(url, front.url).replace("ca.pem", "front.pem", 1)
        topology = source.parent / "front.yaml"
        topology.write_text(text)
        yield topology


def _passed_on(unit: requests.Session, url: str, request: Request, change: Change) -> Reply:
    answer = unit.request(request.method, url + request.path, data=request.body, timeout=10)
    body = change(request.path.removeprefix("/api/v1/").partition("?")[0], answer.content)
    cookie = answer.headers.get("Set-Cookie")
    return Reply(answer.status_code, body, {"Set-Cookie": cookie} if cookie else {})
