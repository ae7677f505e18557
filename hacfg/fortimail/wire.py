"""Values on the wire: decoded strictly by type, encoded for writing, shown without harm."""

import functools
import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from html.entities import codepoint2name
from typing import Final

from pydantic import SecretStr

from hacfg.errors import BadAnswer, InvalidInput, Problem
from hacfg.fortimail.dialect import FieldSpec, FieldType, KindSpec, Plain
from hacfg.source import OnUnit
from hacfg.state import Attributes, Value

Outgoing = Plain | SecretStr
"""What a request body may hold; a secret stays wrapped until the bytes are made."""

MASK: Final = "******"
"""What a unit shows instead of a secret (recorded; FortiMail REST API replies). Never sent."""

SHOWN: Final = 200

_NO_ADDRESS: Final = frozenset({"", "0.0.0.0", "0.0.0.0/0", "::", "::/0"})  # noqa: S104  # values that units send, nothing listens there


_SEARCHED: Final = 64 * 1024
"""Where secrets are looked for: far more than is ever shown."""
_LETTERS: Final = {"\b": "|b", "\f": "|f", "\n": "|n", "\r": "|r", "\t": "|t"}
_kept: Final[dict[object, frozenset[str]]] = {}
"""Secrets by who knows them: values are checked far from the session that they came through."""


def keep_secrets(owner: object, secrets: Iterable[str]) -> None:
    """Keep secrets out of all that `visible` returns, until their owner forgets them."""
    _kept[owner] = _kept.get(owner, frozenset()).union(filter(None, secrets))


def forget_secrets(owner: object) -> None:
    """Forget an owner's secrets, as nothing more comes from its unit."""
    _kept.pop(owner, None)


def visible(text: str, limit: int = SHOWN) -> str:
    r"""Return a unit's text as one harmless line: no secrets, `\x1b` for escapes, long text cut."""
    text = _hidden(text[:_SEARCHED]) + text[_SEARCHED:]
    shown = text[:limit]
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown)
    return safe if len(text) <= limit else f"{safe}... ({len(text)} characters)"


def _hidden(text: str) -> str:
    secrets = frozenset[str]().union(*tuple(_kept.values()))
    for secret in sorted(secrets, key=len, reverse=True):
        text = _however_escaped(secret).sub(MASK, text)
    return text


@functools.lru_cache(maxsize=256)
def _however_escaped(secret: str) -> re.Pattern[str]:
    """Match a secret as it is, and as JSON, HTML, URLs and Python write it, even twice over."""
    return re.compile("".join(map(_forms, secret)))


def _forms(char: str) -> str:
    """Match one character in every way of writing it."""
    code = ord(char)
    octets = char.encode("utf-8", "surrogatepass")
    halves = re.findall("....", char.encode("utf-16-be", "surrogatepass").hex())
    names = "|".join(filter(None, (codepoint2name.get(code), "apos" * (char == "'"))))
    escaped = (
        "".join(rf"\\{{1,4}}u{half}" for half in halves),
        rf"\\{{1,4}}(?:x{code:02x}|U{code:08x}{_LETTERS.get(char, '')})",
        "".join(f"%(?:25)*{octet:02x}" for octet in octets),
        f"&(?:amp;)*(?:#0*{code}|#x0*{code:x}{names and '|' + names});",
    )
    plain = rf"\\{{0,3}}{re.escape(char)}" + (r"|\+" if char == " " else "")
    return f"(?:(?i:{'|'.join(escaped)})|{plain})"


def row_key(kind: KindSpec, attributes: Attributes, number: str) -> str:
    """Return how a row is called: by its identity in numbered tables, else by its wire key."""
    if kind.rows != "numbered" or not kind.identity:
        return number
    return ":".join("" if (v := attributes.get(n)) is None else str(v) for n in kind.identity)


def decode(spec: FieldSpec, raw: object, where: OnUnit) -> Value:
    """Return our value of what a unit sent; None if it is not set, or a secret."""
    if spec.type == "secret" or _is_unset(spec, raw):
        return None
    try:
        return _DECODERS[spec.type](spec, raw)
    except _Unexpected as error:
        seen = visible(f"{raw!r} ({type(raw).__name__})")
        raise BadAnswer(_unexpected(where, seen, str(error))) from None


def encode(spec: FieldSpec, value: Value | SecretStr) -> Outgoing:
    """Return what to send for our value; a value that has no place on the wire is a defect."""
    match spec.type, value:
        case _, None if spec.unset is not None:
            return spec.unset
        case "enum", str() if value in (spec.values or {}):
            return (spec.values or {})[value]
        case "list", tuple():
            return _encode_words(spec, value)
        case "secret", SecretStr() as outgoing:
            return outgoing
        case ("bool", bool() as outgoing) | ("str" | "ip" | "ip_mask", str() as outgoing):
            return outgoing
        case "int", int() as outgoing if not isinstance(value, bool):
            return outgoing
        case _:
            raise ValueError(f"{spec.wire}: {value!r} has no place on the wire as {spec.type}")


def check_no_mask(where: OnUnit, value: Outgoing) -> None:
    """Refuse to send what only stands for a secret."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if text == MASK:
        raise InvalidInput(
            Problem(
                f"the value is {MASK}, which is what a unit shows instead of a secret",
                where,
                expected="the secret itself",
                next="correct what the secret reference leads to",
            )
        )


class _Unexpected(Exception):
    """What was expected instead."""


def _unexpected(where: OnUnit, seen: str, expected: str) -> Problem:
    return Problem(
        "the unit's value is not what the dialect says",
        where,
        seen=seen,
        expected=expected,
        next="correct the field in a dialect of your own: hacfg --dialect FILE",
    )


def _is_unset(spec: FieldSpec, raw: object) -> bool:
    """Tell whether `raw` means "not set"; an address is also unset as "" or all zeros."""
    if spec.unset is None:
        return False
    if spec.type in {"ip", "ip_mask"} and isinstance(raw, str):
        return raw in _NO_ADDRESS or raw == spec.unset
    return type(raw) is type(spec.unset) and raw == spec.unset


def _decode_bool(_: FieldSpec, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    raise _Unexpected("true or false")


def _decode_int(_: FieldSpec, raw: object) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    raise _Unexpected("a whole number")


def _decode_str(_: FieldSpec, raw: object) -> str:
    if isinstance(raw, str):
        return raw
    raise _Unexpected("a text")


def _decode_enum(spec: FieldSpec, raw: object) -> str:
    words = {number: word for word, number in (spec.values or {}).items()}
    if isinstance(raw, int) and not isinstance(raw, bool) and raw in words:
        return words[raw]
    raise _Unexpected("one of " + _listed(words))


def _decode_ip(spec: FieldSpec, raw: object) -> str:
    try:
        return str(ipaddress.ip_address(_decode_str(spec, raw)))
    except ValueError:
        raise _Unexpected("an IP address") from None


def _decode_ip_mask(spec: FieldSpec, raw: object) -> str:
    text = _decode_str(spec, raw)
    try:
        if "/" in text:
            return str(ipaddress.ip_interface(text))
    except ValueError:
        pass
    raise _Unexpected("an IP address with mask, like 192.0.2.1/24")


def _decode_list(spec: FieldSpec, raw: object) -> tuple[str, ...]:
    if spec.values is None:
        return tuple(_words(raw))
    bits = {bit: word for word, bit in spec.values.items()}
    if isinstance(raw, int) and not isinstance(raw, bool):
        found = [word for bit, word in bits.items() if raw & bit]
        known = sum(bits)
        if raw < 0 or raw & ~known:
            raise _Unexpected("a sum of " + _listed(bits))
        return tuple(sorted(found))
    words = _words(raw)
    if unknown := [word for word in words if word not in spec.values]:
        raise _Unexpected(f"some of {', '.join(spec.values)}, not {visible(unknown[0])}")
    return tuple(sorted(set(words)))


def _words(raw: object) -> list[str]:
    if isinstance(raw, str):
        return [word.strip() for word in raw.split(",") if word.strip()]
    if isinstance(raw, list) and all(isinstance(word, str) for word in raw):
        return list(raw)
    raise _Unexpected("a list of words")


def _encode_words(spec: FieldSpec, words: tuple[str, ...]) -> Plain:
    """Return one bit mask if the words are known, so that their order does not matter."""
    return list(words) if spec.values is None else sum({spec.values[word] for word in words})


def _listed(words: Mapping[int, str]) -> str:
    return ", ".join(f"{number} ({words[number]})" for number in sorted(words))


_DECODERS: Mapping[FieldType, Callable[[FieldSpec, object], Value]] = {
    "bool": _decode_bool,
    "int": _decode_int,
    "enum": _decode_enum,
    "str": _decode_str,
    "ip": _decode_ip,
    "ip_mask": _decode_ip_mask,
    "list": _decode_list,
}
