"""What may be told of a mission besides its own columns: the one list that files, record, form and documents share.

The list is ``further`` in ``details.yaml``; a field added there is read from files, kept on the record, shown in the
form of a mission and told in the documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from text.located import Value, read_located
from text.words import LANGS, Lang

Kind: TypeAlias = Literal["text", "words", "money", "date"]
"""A name or short text, running text, baht kept as satang, or a day kept in ISO 8601."""
LISTED = Path(__file__).with_name("details.yaml")
FURTHER = "further"


@dataclass(frozen=True, slots=True)
class DetailField:
    """A field: its name in code and columns, what it holds, where it belongs, and what it is called."""

    name: str
    kind: Kind
    group: str
    label: Mapping[Lang, str]
    headings: tuple[str, ...]
    """What a file may call its column, the label first."""


def _read() -> dict[str, DetailField]:
    located = read_located(LISTED)
    if not isinstance(located.value, dict) or located.duplicates:
        raise ValueError(f"{LISTED}: not a set of lists, or a name given twice")
    return {name: _field(name, given) for name, given in _named(located.value[FURTHER]).items()}


def _field(name: str, value: Value) -> DetailField:
    given = _named(value)
    kind, headings = given["kind"], given["headings"]
    label = {lang: str(given[lang]) for lang in LANGS}
    if kind not in ("text", "words", "money", "date") or not isinstance(headings, list):
        raise ValueError(f"{LISTED}: {name} is no field")
    return DetailField(name, kind, str(given["group"]), label, (*label.values(), name, *map(str, headings)))  # type: ignore[arg-type]


def _named(value: Value) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise ValueError(f"{LISTED}: not a set of fields")
    return value


DETAIL_FIELDS = _read()
"""Every further field by name, in order."""
