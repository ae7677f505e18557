"""Commands that are proposed to people, whole: whatever a plan was told is told again."""

from collections.abc import Iterable
from shlex import quote

from hacfg.plan.document import PlanDocument
from hacfg.report.escape import shown


def plan_again(
    document: PlanDocument, *, also_allow: Iterable[str] = (), recover: bool = False
) -> str:
    """Return the command that plans the same again, with more guards or the way back if asked."""
    ours = document.hacfg
    assumed = ours.proof.assumed if ours.proof else ()
    return _plan(
        document,
        *(["--recover"] if ours.recover or recover else []),
        *_each("--allow", dict.fromkeys([*ours.allowed, *also_allow])),
        *_each("--assume", assumed),
        *_each("--set-secret", ours.sent),
    )


def plan_what_is_left(document: PlanDocument) -> str:
    """Return the command that shows what is left once a plan was carried out."""
    return _plan(document, *_each("--allow", document.hacfg.allowed))


def _plan(document: PlanDocument, *words: str) -> str:
    found = [document.hacfg.topology, *words, *document.hacfg.told]
    return " ".join(["hacfg plan", *(quote(shown(word)) for word in found)])


def _each(option: str, values: Iterable[str]) -> list[str]:
    return [word for value in values for word in (option, value)]
