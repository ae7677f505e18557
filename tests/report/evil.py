"""Text that units and files might hold to play tricks on who reads a plan."""

from collections.abc import Iterator
from html.parser import HTMLParser

from hacfg.plan.document import PlanDocument
from tests.report.documents import document, ha_change, hostile, pair_steps, port_change, runbook

EVIL = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "attribute": "\" onload=alert(1) x='",
    "details": "</details></summary></td></table><h1>owned",
    "fence": "``` ````\n```\n</pre><b>",
    "code": "`whoami` ``x`` <code>",
    "mention": "@admin thanks, see #12 and group@example.net",
    "link": "[click](javascript:alert(1)) https://evil.example www.evil.example <https://evil.example>",
    "table": "a | b || c |\n|---|\n| d |",
    "comment": "--> <!-- hacfg plan mail-west --> ]]>",
    "command": "::error file=x::owned\n::add-mask::mail\n%0A::warning::%25",
    "entity": "&lt;b&gt; &amp; &#60; \\<b\\> \\`",
    "heading": "# owned\n- [ ] *all* __of__ ~~it~~ $x$ !y",
    "mermaid": '"] --> x["; click x call alert() end; %%{init: {}}%%',
    "xml": "\x00\x08\x0b\ufffe\ud800<![CDATA[ ]]> &bogus;",
    "braces": "{{ 7*7 }} {% include '/etc/passwd' %} ${HOME} $(id)",
}


def with_evil(evil: str) -> PlanDocument:
    """Return a plan that holds a text wherever a unit or a file can put one."""
    played = hostile()
    trick = played.hacfg.condition
    return played.model_validate(_replaced(played.model_dump(), trick, evil))


def by_hand_with(evil: str) -> PlanDocument:
    """Return a runbook whose lines hold a text."""
    played = runbook()
    return played.model_validate(_replaced(played.model_dump(), "  set mode primary", evil))


def large(units: int = 24) -> PlanDocument:
    """Return a plan that is longer than a comment may be."""
    names = [f"mx{number}" for number in range(units)]
    changes = [port_change(name, 19, "10.255.0.1/30") for name in names for _ in range(40)]
    return document([*changes, ha_change("mx1", "primary")], pair_steps() * 30)


def large_with(evil: str) -> PlanDocument:
    """Return a plan that is too long for most limits and says a text in every resource."""
    plan = large(4)
    return plan.model_validate(_replaced(plan.model_dump(), "10.255.0.1/30", evil))


def _replaced(value: object, old: str, new: str) -> object:
    match value:
        case str():
            return new if value == old else value
        case dict():
            return {_replaced(k, old, new): _replaced(v, old, new) for k, v in value.items()}
        case list() | tuple():
            return [_replaced(item, old, new) for item in value]
        case _:
            return value


class Tags(HTMLParser):
    """What elements a page has, and whether each is closed in its order."""

    VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.wrong: list[str] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if not {"code", "pre"} & set(self.open):
            self.words.append(data)

    @property
    def broken(self) -> list[str]:
        return self.wrong + self.open


def evil_plans() -> Iterator[tuple[str, PlanDocument]]:
    for name, evil in EVIL.items():
        yield name, with_evil(evil)
        yield f"{name} by hand", by_hand_with(evil)
