"""The recorded bodies of FortiMail's REST API, each with where it was seen."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "recorded"
URL = "https://192.0.2.11"
COOKIE = "APSCOOKIE_3512=Era%3D1%26Payload%3DFIRST%0A; path=/; secure; httponly"
RENEWED = "APSCOOKIE_3512=Era%3D1%26Payload%3DSECOND%0A; path=/; secure; httponly"


@dataclass(frozen=True)
class Recorded:
    source: str
    method: str
    path: str
    status: int
    body: dict[str, Any]

    @property
    def url(self) -> str:
        return f"{URL}/api/v1/{self.path}"


def recorded(name: str) -> Recorded:
    return Recorded(**json.loads((FOLDER / f"{name}.json").read_text()))
