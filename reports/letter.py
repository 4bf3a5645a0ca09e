"""What a cover letter and a memo say besides the summary; every field may be absent and is then a marked place.

The forms are those of the Regulation of the Office of the Prime Minister on Correspondence (B.E. 2526 and amendments).
"""

import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from reports.words import words
from text.dates import read_day
from text.located import NotYamlError, Value, read_located
from text.words import Lang

Form: TypeAlias = Literal["letter", "memo"]
FORMS: tuple[Form, ...] = get_args(Form)
LONGEST = 2_000
"""The longest text of a field, in characters."""
MOST_LINES = 40
"""Lines or items that a field may have."""
MOST_IMAGE_BYTES = 2_000_000
_MOST_PIXELS = 4_000
"""The widest or highest picture that is read, in pixels."""
_KEPT_PIXELS = 900
"""A picture is stored no larger: 3 cm at 750 dots an inch."""


class LetterError(ValueError):
    """A letter file or picture that cannot be used, and why."""

    def __init__(self, code: str, **names: object) -> None:
        super().__init__(code)
        self._code, self._names = code, names

    def sentence(self, lang: Lang) -> str:
        """What is wrong, and what to do."""
        return words(f"letter_error.{self._code}", lang, **self._names)


@dataclass(frozen=True, slots=True)
class Letter:
    """The fields of letter and memo. ``enclosures`` come after the summary itself: ``what = count``."""

    forms: tuple[Form, ...] = FORMS
    number: str = ""
    office: tuple[str, ...] = ()
    """The agency that writes, and its address, line by line."""
    date: datetime.date | None = None
    subject: str = ""
    to: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    """Paragraphs in place of those made from the summary."""
    signer: str = ""
    position: str = ""
    unit: str = ""
    """The unit in charge of the matter, below the signature."""
    telephone: str = ""
    fax: str = ""
    email: str = ""
    copies: tuple[str, ...] = ()
    emblem: bytes = b""
    """The garuda as PNG, as ``read_emblem`` gives it."""


TEXTS = ("number", "subject", "to", "signer", "position", "unit", "telephone", "fax", "email")
LISTS = ("office", "references", "enclosures", "body", "copies")
_KNOWN = tuple(field.name for field in fields(Letter) if field.name != "emblem")


def read_letter(path: Path) -> Letter:
    """The letter that a YAML or JSON file describes. Raises ``LetterError``; ``OSError`` when it cannot be read."""
    try:
        located = read_located(path)
    except (NotYamlError, UnicodeDecodeError, RecursionError):
        raise LetterError("not_read", file=path.name) from None
    if not isinstance(located.value, dict) or located.duplicates:
        raise LetterError("not_read", file=path.name)
    return letter_of(located.value)


def letter_of(given: Mapping[str, Value]) -> Letter:
    """The letter with the given fields: texts, lists of texts, ``date`` as day/month/year. Raises ``LetterError``."""
    found: dict[str, object] = {}
    for name, value in given.items():
        if name not in _KNOWN:
            raise LetterError("unknown", field=name[:80], known=", ".join(_KNOWN))
        if name in TEXTS:
            found[name] = _text(name, value)
        elif name == "date":
            found[name] = _day(_text(name, value))
        else:
            found[name] = _lines(name, value)
    forms = found.get("forms", FORMS)
    if not isinstance(forms, tuple) or not forms or not set(forms) <= set(FORMS):
        raise LetterError("forms", known=", ".join(FORMS))
    return Letter(**found)  # type: ignore[arg-type]


def _text(name: str, value: Value) -> str:
    text = value or ""
    if not isinstance(text, str):
        raise LetterError("not_text", field=name)
    if len(text) > LONGEST:
        raise LetterError("too_long", field=name, n=len(text), most=LONGEST)
    return text.strip()


def _lines(name: str, value: Value) -> tuple[str, ...]:
    lines = value.splitlines() if isinstance(value, str) else value or []
    if not isinstance(lines, list) or len(lines) > MOST_LINES:
        raise LetterError("not_lines", field=name, most=MOST_LINES)
    return tuple(filter(None, (_text(name, line) for line in lines)))


def _day(text: str) -> datetime.date | None:
    found = read_day(text) if text else None
    if text and not found:
        raise LetterError("date", value=text[:40])
    return found


def enclosure(line: str) -> tuple[str, int]:
    """An enclosure and how many there are of it: ``what = count``, one where no count is given."""
    what, _, count = line.rpartition("=")
    return (what.strip(), int(count)) if what.strip() and count.strip().isdecimal() else (line.strip(), 1)


def read_emblem(data: bytes) -> bytes:
    """The picture as a new PNG without anything but its points. Raises ``LetterError``.

    A PNG or JPEG of bounded size; its measures are looked at before its points are read.
    """
    from PIL import Image, UnidentifiedImageError  # spares the process that writes a library

    if len(data) > MOST_IMAGE_BYTES:
        raise LetterError("image_bytes", most=MOST_IMAGE_BYTES // 1_000_000)
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            if max(image.size) > _MOST_PIXELS:
                raise LetterError("image_pixels", most=_MOST_PIXELS)
            picture = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        if isinstance(error, LetterError):
            raise
        raise LetterError("image") from None
    picture.thumbnail((_KEPT_PIXELS, _KEPT_PIXELS))
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
