"""The user's topology as a copy that leads to a lab; the user's own file is never touched."""

import copy
import pathlib
from collections.abc import MutableMapping, MutableSequence

from ruamel.yaml import YAML

from hacfg.lab.info import LabInfo

LOOPBACK = "127.0.0.1"
CA_FILE = "ca.pem"


def write_copy(source: pathlib.Path, info: LabInfo, target: pathlib.Path) -> None:
    """Write the topology with the lab's URLs, trust and agents; comments and all else stay."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    document = yaml.load(source.read_text("utf-8"))
    for unit in document["units"]:
        # Units may share one block by an anchor; each needs a URL of its own.
        unit["api"] = copy.copy(unit["api"])
        unit["api"]["url"] = info.urls[unit["name"]]
        unit["api"]["tls"] = {"ca_file": CA_FILE}
        if unit["name"] in info.agents:
            unit["snmp"] = copy.copy(unit["snmp"])
            unit["snmp"]["host"] = LOOPBACK
            unit["snmp"]["port"] = info.agents[unit["name"]]
    _keep_files(document, source.resolve().parent)
    with target.open("w", encoding="utf-8") as stream:
        yaml.dump(document, stream)


def _keep_files(node: object, base: pathlib.Path) -> None:
    """Let secrets in files be found from the copy's folder, too."""
    if isinstance(node, MutableMapping):
        file = node.get("file")
        if isinstance(file, str):
            node["file"] = str(base / file)
        for value in node.values():
            _keep_files(value, base)
    elif isinstance(node, MutableSequence):
        for value in node:
            _keep_files(value, base)
