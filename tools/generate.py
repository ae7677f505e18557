"""Write the generated files of this repository, or check that they are up to date."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from pkgutil import resolve_name

ROOT = Path(__file__).parents[1]

# In the order of the layers: a package that fails to load leaves those below it written.
GENERATED = {
    "schemas/topology-v1.schema.json": "hacfg.topology.schema:topology_schema",
    "schemas/dialect-v1.schema.json": "hacfg.fortimail.dialect:dialect_schema",
    "schemas/plan-v1.schema.json": "hacfg.plan.document:plan_schema",
    "schemas/validate-v1.schema.json": "hacfg.report.shapes:validation_schema",
    "schemas/stream-v1.schema.json": "hacfg.report.shapes:stream_schema",
    "docs/ha-model.md": "tools.ha_page:page",
    "schemas/check-v1.schema.json": "hacfg.report.check_json:check_schema",
    "schemas/drift-v1.schema.json": "hacfg.report.drift_json:drift_schema",
    "schemas/status-v1.schema.json": "hacfg.report.status_json:status_schema",
    "schemas/compare-v1.schema.json": "hacfg.report.compare_json:compare_schema",
    "schemas/state-v1.schema.json": "hacfg.watch.saved:state_schema",
    "schemas/rehearsal-v1.schema.json": "hacfg.report.rehearsal_json:rehearsal_schema",
    "schemas/history-v1.schema.json": "hacfg.report.history_json:history_schema",
    "schemas/lock-v1.schema.json": "hacfg.report.history_json:lock_schema",
    "docs/practices.md": "hacfg.report.rule_page:rules_page",
}


def rendered(made: Mapping[str, object] | str) -> str:
    """Keep the order of a schema's fields: it is the order in which people read them."""
    return made if isinstance(made, str) else json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def is_current(path: Path, text: str) -> bool:
    """Compare byte for byte, so that no platform's line endings slip in."""
    return path.exists() and path.read_bytes() == text.encode()


def main() -> int:
    """Return the exit code: 1 when --check found a stale file."""
    parser = argparse.ArgumentParser(prog="python -m tools.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail on stale files")
    check = bool(parser.parse_args().check)
    stale = False
    for name, source in GENERATED.items():
        make: Callable[[], Mapping[str, object] | str] = resolve_name(source)
        text = rendered(make())
        path = ROOT / name
        if is_current(path, text):
            continue
        if check:
            stale = True
            print(f"{name} is not what {source} makes: run `make generate`", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            print(f"wrote {name}")
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
