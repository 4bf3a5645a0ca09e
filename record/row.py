"""How rows are kept: moments in UTC, JSON as the text that was hashed, and each row readable as plain JSON and back."""

import json
from collections.abc import Mapping
from datetime import MAXYEAR, UTC, date, datetime
from functools import cache
from typing import Any, Self, TypeAlias

from sqlalchemy import BigInteger, Date, DateTime, Dialect, LargeBinary, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def canonical(value: Json) -> str:
    """The one way to write ``value`` as JSON, so that equal values have equal hashes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite itself would forget the time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To the database: in UTC."""
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database: with its time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Written(TypeDecorator[Any]):
    """JSON kept as the very text that was hashed; a database's own JSON type may rewrite it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Json, dialect: Dialect) -> str | None:  # noqa: ARG002
        """To the database: canonical text."""
        return None if value is None else canonical(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Json:  # noqa: ARG002
        """From the database: the value."""
        if value is None:
            return None
        read: Json = json.loads(value)
        return read


def later(*args: Any, **options: Any) -> Any:
    """A column that came after rows were logged: while it is None, a row reads as it did without it."""
    return mapped_column(*args, info={"later": True}, **options)


def local(*args: Any, **options: Any) -> Any:
    """A column that means nothing outside this database and so is neither exported nor hashed."""
    return mapped_column(*args, info={"local": True}, **options)


class Row(DeclarativeBase):
    """A kept row. ``as_json`` and ``from_json`` are each other's inverse over the columns that are not local."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ix": "ix_%(table_name)s_%(column_0_name)s",
        }
    )

    def as_json(self) -> dict[str, Json]:
        """What the row says: moments and dates in ISO 8601, no local ids, no bytes of files."""
        told = {name: _plain(getattr(self, name)) for name in _exported(type(self))}
        return {name: value for name, value in told.items() if value is not None or name not in _later(type(self))}

    @classmethod
    def from_json(cls, data: object, **local: object) -> Self:
        """The row that ``data`` describes. Raises ``ValueError`` when a field is missing, unknown or does not fit."""
        return cls(**cls.fields_of(data), **local)

    @classmethod
    def fields_of(cls, data: object) -> dict[str, Any]:
        """The fields of the row that ``data`` describes. Raises ``ValueError`` as ``from_json`` does."""
        columns = _exported(cls)
        if not isinstance(data, Mapping) or not set(columns) - _later(cls) <= set(data) <= set(columns):
            raise ValueError(f"{cls.__tablename__}: not the fields {', '.join(columns)}")
        return {name: _typed(column, data.get(name)) for name, column in columns.items()}


@cache
def _exported(kind: type[Row]) -> dict[str, Any]:
    """The columns of a kind of row that ``as_json`` gives, by name."""
    columns = kind.__table__.columns
    return {c.name: c for c in columns if not c.info.get("local") and not isinstance(c.type, LargeBinary)}


@cache
def _later(kind: type[Row]) -> set[str]:
    """The columns of a kind of row that came later, by name."""
    return {name for name, column in _exported(kind).items() if column.info.get("later")}


def _plain(value: Any) -> Json:
    if isinstance(value, datetime | date):
        return value.isoformat()
    plain: Json = value
    return plain


def _typed(column: Any, value: Any) -> Any:
    """``value`` as the column keeps it; ``ValueError`` when it does not fit (JSON read from a file may be anything)."""
    kind = column.type
    if value is None and column.nullable:
        return None
    if isinstance(kind, Written):
        canonical(value).encode()
        return value
    if isinstance(kind, Moment | Date):
        found = datetime.fromisoformat(value) if isinstance(kind, Moment) else date.fromisoformat(value)
        fits = found.isoformat() == value and (not isinstance(found, datetime) or found.tzinfo == UTC)
        fits = fits and 1 < found.year < MAXYEAR  # so that it is a moment in Thailand too
        value = found
    elif isinstance(kind, String):
        fits = type(value) is str and storable(value) and len(value) <= (kind.length or len(value))
    else:
        fits = type(value) is kind.python_type and 0 <= value < (2**53 if isinstance(kind, BigInteger) else 2**31)
    if not fits:
        raise ValueError(f"{column} does not fit")
    return value


def storable(text: str) -> bool:
    """Whether both databases can keep ``text``: no NUL, and nothing that UTF-8 cannot write."""
    return "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
