"""A real Chromium, headless, and what the tests ask of it."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.consumers import FOLDER, missing

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)


@dataclass
class Looked:
    """A page that was opened, and all that happened on it."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def axe(self) -> list[str]:
        """Return what axe finds wrong, each with the first element that it is about."""
        self.page.evaluate((FOLDER / "node_modules/axe-core/axe.min.js").read_text())
        found = self.page.evaluate("axe.run()")["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        missing("chromium (your system's package)")
    if not (FOLDER / "node_modules/axe-core").exists():
        missing("a browser's driver")
    from playwright.sync_api import sync_playwright

    # Chromium's own sandbox does not start for root, as in containers.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def look(chromium, tmp_path):
    """Give a function that opens a page from a file and notes what it does."""
    contexts = []

    def opened(html: str, scheme: str = "light", width: int = 1100) -> Looked:
        file: Path = tmp_path / "page.html"
        file.write_text(html, encoding="utf-8")
        context = chromium.new_context(
            color_scheme=scheme, viewport={"width": width, "height": 900}, offline=True
        )
        contexts.append(context)
        looked = Looked(context.new_page())
        looked.page.on("request", lambda request: looked.requests.append(request.url))
        looked.page.on("console", lambda said: looked.complaints.append(said.text))
        looked.page.on("pageerror", lambda error: looked.complaints.append(str(error)))
        looked.page.on("dialog", lambda dialog: looked.complaints.append(dialog.message))
        looked.page.goto(file.as_uri())
        return looked

    yield opened
    for context in contexts:
        context.close()
