"""Why the record could not be read or written, in a sentence for the user. A database's own words are never shown."""

from typing import Generic, TypeVar

from sqlalchemy import exc

from missions.files.detail_fields import DETAIL_FIELDS
from record.models import Answer, Draft, Mission, Opinion
from record.words import words
from text.words import Lang

SHOWN = 80
"""Characters of a value that a sentence shows."""


_Theirs = TypeVar("_Theirs", Answer, Opinion, Mission)

_SQLITE = {5: "busy", 6: "busy", 8: "read_only", 11: "damaged", 13: "full", 14: "unavailable", 26: "damaged"}
"""SQLite's primary result codes (https://sqlite.org/rescode.html)."""

_POSTGRESQL = {
    "55P03": "busy",
    "57014": "busy",
    "40001": "busy",
    "40P01": "busy",
    "53300": "busy",
    "25006": "read_only",
    "42501": "read_only",
    "53100": "full",
    "XX001": "damaged",
    "XX002": "damaged",
}
"""PostgreSQL's SQLSTATE codes (its manual, appendix A)."""


class StoreError(Exception):
    """The record could not be read or written; nothing changed. ``code`` is stable; ``sentence`` is for the user."""

    def __init__(self, code: str, **names: object) -> None:
        self.code = code
        self.mission: str | None = None
        self._names = names
        super().__init__(code)

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

    def __init__(self, theirs: _Theirs, mine: Draft | None = None) -> None:
        self.theirs: _Theirs = theirs
        self.mine = mine
        super().__init__("conflict")


def store_error(error: exc.SQLAlchemyError) -> StoreError:
    """The ``StoreError`` that says what ``error`` means."""
    if isinstance(error, exc.TimeoutError):
        return StoreError("busy")
    if isinstance(error, exc.DBAPIError):
        state = getattr(error.orig, "sqlstate", None)
        if state:
            gone = state.startswith(("08", "28", "3D", "57P"))
            return StoreError("unavailable" if gone else _POSTGRESQL.get(state, "failed"))
        number = getattr(error.orig, "sqlite_errorcode", None)
        if number is not None:
            return StoreError(_SQLITE.get(number & 0xFF, "failed"))
        if str(error.orig).startswith("Could not decode"):  # SQLite's own words for a text that is not UTF-8
            return StoreError("damaged")
        if isinstance(error, exc.OperationalError) or error.connection_invalidated:
            return StoreError("unavailable")
    return StoreError("failed")


def _shown(name: str, value: object, lang: Lang) -> str:
    if name == "field":
        detail = DETAIL_FIELDS.get(str(value))
        return detail.label[lang] if detail else words(f"field.{value}", lang)
    if isinstance(value, int):
        return f"{value:,}"
    return _short(str(value))


def _short(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"
