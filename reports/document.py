"""A document as a plain tree: what it says and how it is ordered, nothing of how it is drawn.

All texts and numbers are final. A writer decides where a line ends, never what stands in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Literal, TypeAlias

from text.dates import day_in_words
from text.numbers import Digits, in_digits, rounded
from text.words import Lang

Kind: TypeAlias = Literal["text", "code", "count", "percent", "money", "date"]
"""What a column holds: free text, a text in Latin signs, a whole number, a share of 1, money or a day."""
Cell: TypeAlias = str | int | float | date | None
"""A value of a table; None is "no data"."""

NO_DATA = "–"
MOST_ROWS = 500
"""Rows that a table on paper may have; a longer one is in the workbook alone."""
_LEAD_IN = 600
"""Letters before a table on its side that go on its page."""
_SHORT_TABLE, _LETTERS = 20, 95
"""Lines of a table that is kept on one page, and letters of a line across all its columns."""
LONG_CELL = 400
"""A row with a text longer than this may be split between two pages; a shorter one is kept whole."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text. ``title`` and ``subtitle`` are the document's own; ``lead`` words come first, in bold."""

    text: str
    style: Literal["body", "title", "subtitle", "plain"] = "body"
    lead: str = ""


@dataclass(frozen=True, slots=True)
class NumberedList:
    """Items counted from 1. Each may begin with a word in bold."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Lines with a depth, from 0: a structure told in words."""

    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in small type: a source, or a limit of what stands above."""

    text: str
    everywhere: bool = False
    """It holds for the whole document, and stands on the first sheet of the workbook too."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``width`` is its share beside the others."""

    heading: str
    kind: Kind = "text"
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first row is a header to be repeated. ``name`` is short and unique: a sheet's name."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: bool = False
    """The last row is the sum of those above."""
    on: Literal["all", "paper", "book"] = "all"
    """Where it is shown: on the pages, in the workbook, or in both."""
    number: int = 0
    """Its number among the tables on paper, as the caption says it; 0 where it has none."""

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table {self.name!r}: a row has not {len(self.columns)} cells")


@dataclass(frozen=True, slots=True)
class Bars:
    """The data of a bar chart: the named columns of a table that is in the document too."""

    table: str
    label_column: int
    value_column: int
    labels: tuple[str, ...]
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG, and the same in words. ``bars`` holds its data when it is a bar chart."""

    caption: str
    alt: str
    svg: str
    bars: Bars | None = None
    number: int = 0
    """Its number among the figures, as the caption says it; 0 where it has none."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of an official letter: an emblem of ``height`` cm, or its marked ``place``.

    A letter begins with one. Without ``title`` the emblem stands in the middle, with one at the left beside it.
    """

    png: bytes
    alt: str
    place: str
    height: float
    title: str = ""


@dataclass(frozen=True, slots=True)
class Labelled:
    """Lines of a letter after a label, all beginning ``at`` cm from the margin."""

    label: str
    lines: tuple[str, ...]
    at: float = 1.6
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of a letter: centred lines in the right half of the page; "" leaves room for a signature."""

    lines: tuple[str, ...]


Block: TypeAlias = Paragraph | NumberedList | Outline | Note | Table | Figure | Letterhead | Labelled | Closing


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands beneath it. ``level`` 0 is the cover: it has no heading of its own."""

    heading: str
    level: int
    parts: "tuple[Block | Section, ...]"
    new_page: bool = False
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document in one language."""

    lang: Lang
    digits: Digits
    title: str
    author: str
    contents: str
    """The heading of the table of contents."""
    sections: tuple[Section, ...]
    keywords: tuple[str, ...] = ()
    """Words for machines, in the properties of a PDF."""
    mark: str = ""
    """What stands at the head of every page: that the document is a draft."""

    def tables(self) -> Iterator[Table]:
        """All tables on paper in their order."""
        for _, blocks in self.sheets():
            yield from (block for block in blocks if isinstance(block, Table))

    def book(self) -> Iterator[Table]:
        """All tables of the workbook in their order."""
        for section in self.sections:
            yield from (table for table in _tables(section) if table.on != "paper")

    def notes(self) -> list[Note]:
        """The notes that hold for the whole document."""
        blocks = (block for _, sheet in self.sheets() for block in sheet)
        return [block for block in blocks if isinstance(block, Note) and block.everywhere]

    def sheets(self) -> "list[Sheet]":
        """The document on paper, laid flat, cut where a new page or another direction of the paper is asked for."""
        sheets: list[Sheet] = []
        for section in self.sections:
            _lay(section, section.landscape, sheets)
        return sheets


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's heading when the document is laid flat."""

    text: str
    level: int


Sheet: TypeAlias = tuple[bool, list[Block | Heading]]
"""Whether the paper lies on its side, and what follows on it."""


def _tables(section: Section) -> Iterator[Table]:
    for part in section.parts:
        if isinstance(part, Section):
            yield from _tables(part)
        elif isinstance(part, Table):
            yield part


def _lay(section: Section, landscape: bool, sheets: list[Sheet]) -> None:
    if section.new_page or not sheets:
        sheets.append((landscape, []))
    _turn(landscape, sheets)
    if section.level:
        sheets[-1][1].append(Heading(section.heading, section.level))
    for part in section.parts:
        if isinstance(part, Section):
            _lay(part, part.landscape or section.landscape, sheets)
        elif not (isinstance(part, Table) and part.on == "book"):
            _turn(landscape, sheets)
            sheets[-1][1].append(part)


def is_letter(sheet: Sheet) -> bool:
    """Whether a sheet is a letter: it is not counted as a page of the document and bears no number."""
    return bool(sheet[1]) and isinstance(sheet[1][0], Letterhead)


def _turn(landscape: bool, sheets: "list[Sheet]") -> None:
    """Go on with the paper the other way; a heading and a sentence that have no page to themselves turn with it."""
    if sheets[-1][0] == landscape:
        return
    blocks = sheets[-1][1]
    texts = [block.text for block in blocks if isinstance(block, Heading | Paragraph | Note)]
    if len(texts) == len(blocks) and sum(map(len, texts)) < _LEAD_IN:
        sheets[-1] = landscape, blocks
    else:
        sheets.append((landscape, []))


def shown(cell: Cell, kind: Kind, digits: Digits, lang: Lang = "th") -> str:
    """A cell as it is read on paper."""
    if cell is None:
        return NO_DATA
    if isinstance(cell, str):
        return cell
    if isinstance(cell, date):
        return in_digits(day_in_words(cell, lang), digits)
    text = f"{rounded(Decimal(repr(cell)) * 100, 1)}" if kind == "percent" else f"{rounded(cell):,}"
    return in_digits(text, digits)


def may_split(row: tuple[Cell, ...]) -> bool:
    """Whether a row may be cut by the end of a page: only one that might not fit on a page of its own."""
    return any(isinstance(cell, str) and len(cell) > LONG_CELL for cell in row)


def keeps_whole(table: Table) -> bool:
    """Whether a table is kept on one page: one so short that little of a page stays empty before it."""
    whole = sum(column.width for column in table.columns)
    rooms = [max(column.width / whole * _LETTERS, 1) for column in table.columns]
    lines = 0
    for row in table.rows:
        texts = [(len(cell), room) for cell, room in zip(row, rooms, strict=True) if isinstance(cell, str)]
        lines += max([ceil(length / room) for length, room in texts], default=1) + to_fill(row)
        if lines > _SHORT_TABLE:
            return False
    return True


def to_fill(row: tuple[Cell, ...]) -> bool:
    """Whether a row is a form to be filled in by hand, and so needs room to write."""
    return row.count("") > 1
