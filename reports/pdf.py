"""A document as PDF, set by typst: tagged PDF/A-2a and PDF/UA-1 with bookmarks; and its pages as pictures.

Data goes in as JSON beside the template, so no text can be taken for markup.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from reports.column_widths import column_widths, uncut
from reports.document import (
    Block,
    Closing,
    Document,
    Figure,
    Heading,
    Labelled,
    Letterhead,
    Note,
    NumberedList,
    Outline,
    Table,
    is_letter,
    keeps_whole,
    may_split,
    shown,
    to_fill,
)
from reports.figures import around, png_size, size_of, without_text
from reports.fonts_used import SARABUN, Lettering
from reports.sanitize import NO_GLYPH
from reports.text_layer import mend
from reports.typesetting import Typeset
from reports.words import words
from text.thai_words import line_pieces

_TEMPLATE = Path(__file__).with_name("blueprint.typ").read_bytes()
_NOT_IN_FONT = re.compile(
    "[^\n -~\u00a0-\u017e\u0e01-\u0e3a\u0e3f-\u0e5b\u1ea0-\u1ef9\u2010\u2012-\u2015\u2018-\u201a\u201c-\u201e"
    "\u2020-\u2022\u2026\u2030\u2032\u2033\u2039\u203a\u20ac\u2122\u2190-\u2193\u2212\u2248\u2260\u2264\u2265\u25ca\u2610]"
)
"""What not every weight of the font has, and the template does not draw: these cannot stand in a PDF/A."""
_LONG_RUN = re.compile("([^\\s\u0e00-\u0e7f]{32,})")
"""Letters without a space among which a line may have to end: Thai finds its own words."""
_TALL = 1.3
"""A picture higher than this multiple of its width is set to the height of the page instead of its width."""
_CHUNK = 8
_TIGHTER = (1, 2)
"""How much closer the lines of a sheet may come together, in steps of the template."""
_FEW_LINES = 190.0
"""A page that ends above this, in points from its top, holds some eight lines or three rows of a table."""


def pdf_bytes(document: Document, lettering: Lettering = SARABUN) -> bytes:
    """The document as PDF, in ``lettering``. Characters that Sarabun lacks become a sign, and a note says so."""
    laid = _laid(document, lettering)
    try:
        made = laid.pages.pdf(archival=True)
    except typst.TypstError:
        notes = [*laid.data["notes"], words("writer.plain_pdf", document.lang)]
        made = _typeset({**laid.data, "notes": notes}, lettering).pdf(archival=False)
    return mend(made)


def png_pages(document: Document, pixels_per_inch: float = 110) -> list[bytes]:
    """The pages as PNG pictures."""
    return _laid(document, SARABUN).pages.png(pixels_per_inch)


def heading_pages(document: Document, lettering: Lettering = SARABUN) -> list[int]:
    """The page on which each heading stands, in their order."""
    return _laid(document, lettering).headings


@dataclass(frozen=True, slots=True)
class _Laid:
    """A document as it is set: its data, its pages and the page of each heading."""

    data: dict[str, Any]
    pages: Typeset
    headings: list[int]


@lru_cache(maxsize=1)
def _laid(document: Document, lettering: Lettering) -> _Laid:
    """The document with a little less room between the lines of a sheet whose last page would hold a few lines alone.

    The last one is kept: DOCX and PDF of the same document have the same pages.
    """
    data = _data(document, lettering)
    sheets = data["sheets"]
    pages = _typeset(data, lettering)
    *ends, headings = pages.found("laid")
    for tight in _TIGHTER:
        before = [0, *(page for _, page, _ in ends)]
        few = [n for n, page, y in ends if y < _FEW_LINES and page - before[n] > 1 and sheets[n]["tight"] < tight]
        if not few:
            break
        for n in few:
            sheets[n]["tight"] = tight
        pages = _typeset(data, lettering)
        *ends, headings = pages.found("laid")
    return _Laid(data, pages, [int(page) for page in headings])


def _typeset(data: dict[str, Any], lettering: Lettering) -> Typeset:
    inputs = {"document": json.dumps(data, ensure_ascii=False)}
    return Typeset(_TEMPLATE, inputs, installed=not lettering.embedded)


def _data(document: Document, lettering: Lettering) -> dict[str, Any]:
    """The document as the template reads it."""
    fitting = _Fitting()
    sheets = [
        {
            "landscape": sheet[0],
            "letter": is_letter(sheet),
            "tight": 0,
            "blocks": [
                {**_block(block, document, fitting, landscape=sheet[0]), "leads": isinstance(following, Table)}
                for block, following in zip(sheet[1], [*sheet[1][1:], None], strict=True)
            ],
        }
        for sheet in document.sheets()
    ]
    title, author = fitting.text(document.title), fitting.text(document.author)
    count = fitting.replaced
    notes = [words("writer.replaced", document.lang, n=count, sign=NO_GLYPH)] if count else []
    names = {"lang": document.lang, "digits": document.digits, "contents": document.contents}
    return {
        **names,
        "font": lettering.font,
        "scale": lettering.size / SARABUN.size,
        "mark": document.mark,
        "keywords": list(document.keywords),
        "title": title,
        "author": author,
        "sheets": sheets,
        "notes": notes,
    }


class _Fitting:
    """Makes texts fit for the template, and counts the characters that it had to replace."""

    def __init__(self) -> None:
        self.replaced = 0

    def text(self, text: str) -> str:
        fitted, count = _NOT_IN_FONT.subn(NO_GLYPH, text)
        self.replaced += count
        return fitted

    def running(self, text: str) -> str | list[str]:
        """A text whose lines may end; as a list, each second piece is one within which they may not."""
        fitted = self.text(text)
        found: list[str] = []
        for n, part in enumerate(_LONG_RUN.split(fitted)):
            chunks = [part[at : at + _CHUNK] for at in range(0, len(part), _CHUNK)]
            found += [piece for chunk in chunks for piece in ("", chunk)] if n % 2 else line_pieces(part)
        return found if len(found) > 1 else fitted


def _block(block: Block | Heading, document: Document, fitting: _Fitting, *, landscape: bool) -> dict[str, Any]:
    kind = type(block).__name__
    if isinstance(block, Table):
        return {"is": kind, **_table(block, document, fitting, landscape=landscape)}
    if isinstance(block, Outline):
        lines = [{"depth": depth, "text": fitting.running(text)} for depth, text in block.lines]
        return {"is": kind, "lines": lines}
    if isinstance(block, Figure):
        caption, alt = fitting.text(block.caption), fitting.text(block.alt)
        wide, high = size_of(block.svg)
        picture = {"svg": without_text(block.svg), "tall": high / wide > _TALL}
        return {"is": kind, "caption": caption, "alt": alt, **picture}
    if isinstance(block, NumberedList):
        items = [{"lead": item.lead, "text": fitting.running(item.text)} for item in block.items]
        return {"is": kind, "items": items}
    if isinstance(block, Letterhead):
        svg = around(block.png, *png_size(block.png)) if block.png else ""
        place, title = fitting.text(block.place), fitting.text(block.title)
        return {"is": kind, "svg": svg, "alt": block.alt, "place": place, "title": title, "height": block.height}
    if isinstance(block, Labelled):
        label, told = fitting.text(block.label), [fitting.running(line) for line in block.lines]
        return {"is": kind, "label": label, "lines": told, "at": block.at, "strong": block.strong}
    if isinstance(block, Closing):
        return {"is": kind, "lines": [fitting.running(line) for line in block.lines]}
    if isinstance(block, Heading):
        return {"is": kind, "level": block.level, "text": fitting.text(block.text)}
    if isinstance(block, Note):
        return {"is": kind, "text": fitting.running(block.text)}
    return {"is": kind, "style": block.style, "lead": block.lead, "text": fitting.running(block.text)}


def _table(table: Table, document: Document, fitting: _Fitting, *, landscape: bool) -> dict[str, Any]:
    kinds = [column.kind for column in table.columns]
    told = [
        [shown(c, kind, document.digits, document.lang) for c, kind in zip(r, kinds, strict=True)] for r in table.rows
    ]
    rows: list[dict[str, Any]] = [
        {"cells": list(map(fitting.running, cells)), "splits": may_split(row), "fill": to_fill(row)}
        for cells, row in zip(told, table.rows, strict=True)
    ]
    heads = [column.heading for column in table.columns]
    headings = list(map(fitting.running, heads))
    held = [[word for text in texts for word in uncut(text)] for texts in zip(heads, *told, strict=True)]
    size, room = (9.0, 728.0) if landscape else (9.5, 453.0)
    widths = column_widths([column.width for column in table.columns], held, size, room)
    columns = [
        {"heading": heading, "kind": kind, "width": width}
        for heading, kind, width in zip(headings, kinds, widths, strict=True)
    ]
    looks = {"total": table.total, "whole": keeps_whole(table)}
    return {"caption": fitting.text(table.caption), "columns": columns, "rows": rows, **looks}
