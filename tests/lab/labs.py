"""Labs for the tests, and an ordinary HTTP client to speak to their units."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

from hacfg.fortimail.catalogue import Catalogue, load_catalogue
from hacfg.lab.config import LabConfig
from hacfg.lab.declared import Options, lab_secrets, make_config
from hacfg.lab.running import RunningLab
from hacfg.topology.load import Loaded, load_topology

CATALOGUE: Catalogue = load_catalogue()
ENVIRONMENT = {"HA_PASSWORD": "ha secret", "MX_PASSWORD": "admin secret", "TRAP": "trap secret"}

UNIT = """\
  - name: mx{n}
    role: {role}
    api: {{url: "https://192.0.2.1{n}", username: hacfg, password: {{env: MX_PASSWORD}}}}
    interfaces: {{port1: {{address: 198.51.100.1{n}/24}}}}
    heartbeat:
      - {{port: port5, address: 10.255.0.{n}/28, link: primary, path: crossover}}
      - {{port: port6, address: 10.255.1.{n}/28, link: secondary, path: crossover}}
"""

HEAD = """\
# a comment that stays
version: 1
name: mail
firmware: "{firmware}"
operation_mode: gateway
mode: {mode}
ha:
  password: {{env: HA_PASSWORD}}
  heartbeat: {{base_port: 20000, lost_threshold: 15}}
{on_failure}alerts:
  snmp:
    enabled: true
    users:
      - {{name: nms, security_level: authnopriv, auth_password: {{env: TRAP}}, hosts: [192.0.2.60]}}
  syslog:
    - {{server: 192.0.2.50, port: 514, categories: [ha]}}
  email: [{{address: noc@example.net}}]
units:
"""
PAIR_TAIL = """\
virtual_ips: [{port: port1, address: 198.51.100.25/24}]
mail_entry: {kind: virtual-ip}
"""


def topology_text(firmware: str = "7.2", units: int = 2, *, farm: bool = False) -> str:
    mode = "config-only" if farm else "active-passive"
    roles = ["primary", *["secondary"] * (units - 1)]
    blocks = [UNIT.format(n=n + 1, role=role) for n, role in enumerate(roles)]
    tail = "" if farm else PAIR_TAIL
    on_failure = "" if farm else "  on_failure: become-secondary\n"
    head = HEAD.format(firmware=firmware, mode=mode, on_failure=on_failure)
    return head + "".join(blocks) + tail


def load(folder: Path, text: str) -> Loaded:
    path = folder / "topology.yaml"
    path.write_text(text, "utf-8")
    return load_topology(path, CATALOGUE.known_firmwares)


def config_of(folder: Path, text: str, options: Options, **more: Any) -> LabConfig:
    config = make_config(load(folder, text), CATALOGUE, options)
    return config.model_copy(update=more)


def secrets_of(folder: Path) -> Mapping[str, str]:
    return lab_secrets(load_topology(folder / "topology.yaml", ["7.2", "7.6"]), ENVIRONMENT)


class Client:
    """One unit as any HTTP client sees it."""

    def __init__(self, lab: RunningLab, unit: str, ca_file: Path) -> None:
        self.base = lab.info.urls[unit]
        ca_file.write_text(lab.info.ca_pem)
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.verify = str(ca_file)

    def call(self, method: str, path: str, **more: Any) -> requests.Response:
        return self.session.request(method, f"{self.base}/api/v1/{path}", timeout=10, **more)

    def login(
        self, name: str = "hacfg", password: str = "admin secret", **more: Any
    ) -> requests.Response:
        return self.call("POST", "AdminLogin", json={"name": name, "password": password, **more})

    def get(self, path: str, **query: Any) -> Any:
        answer = self.call("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def put(self, path: str, body: Mapping[str, Any]) -> requests.Response:
        return self.call("PUT", path, json=body)

    def post(self, path: str, body: Mapping[str, Any]) -> requests.Response:
        return self.call("POST", path, json=body)

    @property
    def role(self) -> int:
        found: int = self.get("SysHaStatus")["effective_mode"]
        return found
