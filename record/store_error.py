"""Why the record could not be read or written, in a sentence for the user. A database's own words are never shown."""

from typing import TYPE_CHECKING, Generic, TypeVar

from missions.files.detail_fields import DETAIL_FIELDS
from record.words import words
from text.words import Lang

if TYPE_CHECKING:  # a page that asks nothing of the record loads no database
    from record.models import Answer, Draft, Mission, Opinion

SHOWN = 80
"""Characters of a value that a sentence shows."""


_Theirs = TypeVar("_Theirs", "Answer", "Opinion", "Mission")


_PASSING = frozenset({"busy", "unavailable", "failed"})
"""What may be over when it is tried again."""


class StoreError(Exception):
    """The record could not be read or written; nothing changed. ``code`` is stable; ``sentence`` is for the user."""

    def __init__(self, code: str, **names: object) -> None:
        self.code = code
        self.mission: str | None = None
        self._names = names
        super().__init__(code)

    @property
    def passes(self) -> bool:
        """Whether it may be over when it is tried again."""
        return self.code in _PASSING

    def at(self, mission: str) -> "StoreError":
        """The same error, said of the mission of that code."""
        self.mission = mission
        return self

    def sentence(self, lang: Lang) -> str:
        """What is wrong and what to do."""
        said = words(f"store.{self.code}", lang, **{name: _shown(name, v, lang) for name, v in self._names.items()})
        return said if self.mission is None else words("at_mission", lang, mission=_short(self.mission), said=said)


class Conflict(StoreError, Generic[_Theirs]):  # noqa: N818
    """Someone else saved first. ``theirs`` is what is kept now; ``mine`` is what was refused, kept as a draft."""

    def __init__(self, theirs: _Theirs, mine: "Draft | None" = None) -> None:
        self.theirs: _Theirs = theirs
        self.mine = mine
        super().__init__("conflict")


def _shown(name: str, value: object, lang: Lang) -> str:
    if name == "field":
        detail = DETAIL_FIELDS.get(str(value))
        return detail.label[lang] if detail else words(f"field.{value}", lang)
    if isinstance(value, int):
        return f"{value:,}"
    return str(value) if name == "allowed" else _short(str(value))


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
