"""Looking up what a JSON Schema says of one place in a document."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from hacfg.topology.described import Schema
from hacfg.topology.places import Path


@dataclass(frozen=True, slots=True)
class Outline:
    """A schema beside the document that ought to follow it."""

    schema: Schema
    document: object

    def keys(self, path: Path) -> list[str]:
        """Return the keys that a mapping at this path may have."""
        found = (key for entry in self._at(path) for key in entry.get("properties", {}))
        return list(dict.fromkeys(found))

    def description(self, path: Path) -> str:
        """Return the first line that describes a value, or nothing."""
        texts = (entry["description"] for entry in self._at(path) if "description" in entry)
        return str(next(texts, "")).partition("\n")[0].rstrip(".")

    def example(self, path: Path) -> object:
        """Return an example of a value, or None."""
        examples = (each for entry in self._at(path) for each in entry.get("examples", ()))
        return next(examples, None)

    def _at(self, path: Path) -> list[Schema]:
        here = self.document
        found = list(self._spread([self.schema], here))
        for part in path:
            here = _value(here, part)
            found = list(self._spread((s for e in found for s in _below(e, part)), here))
        return found

    def _spread(self, entries: Iterable[Schema], value: object) -> Iterator[Schema]:
        """Yield entries and all they refer to, without alternatives that cannot be meant."""
        for entry in entries:
            yield entry
            yield from self._spread(self._referred(entry), value)
            inner = [*entry.get("anyOf", ()), *entry.get("oneOf", ())]
            yield from self._spread((each for each in inner if self._fits(each, value)), value)

    def _referred(self, entry: Schema) -> list[Schema]:
        name = str(entry.get("$ref", "")).rpartition("/")[2]
        return [self.schema["$defs"][name]] if name else []

    def _fits(self, entry: Schema, value: object) -> bool:
        """Tell whether a mapping can be meant for an alternative: its fixed words must be equal."""
        if not isinstance(value, dict):
            return True
        fixed: dict[str, Any] = {
            key: each["const"]
            for part in (entry, *self._referred(entry))
            for key, each in part.get("properties", {}).items()
            if "const" in each
        }
        return all(value[key] == word for key, word in fixed.items() if key in value)


def _below(entry: Schema, part: str | int) -> Iterator[Schema]:
    if isinstance(part, int):
        places = [entry.get("items")]
    else:
        named = entry.get("properties", {}).get(part)
        others = [entry.get("additionalProperties"), *entry.get("patternProperties", {}).values()]
        places = [named] if named else others
    yield from (place for place in places if isinstance(place, dict))


def _value(document: object, part: str | int) -> object:
    if isinstance(document, dict):
        return document.get(part)
    if isinstance(document, list) and isinstance(part, int) and part < len(document):
        return document[part]
    return None
