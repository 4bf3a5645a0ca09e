"""The parts of Word's XML that python-docx does not write, or writes too slowly for long tables."""

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reports.column_widths import column_widths, uncut
from reports.document import Table, keeps_whole, may_split, shown, to_fill
from reports.fonts_used import SARABUN
from reports.word_styles import CELL, SIZES
from text.numbers import Digits
from text.words import Lang

_POINTS_A_CM, _TWIPS_A_POINT = 28.35, 20
_SIZE = SIZES[CELL] * SARABUN.size
"""Points of a table's type; the other font is as wide in its own size."""
_SHADE, _PALE = "E4EBF3", "6B7683"
_LINE, _BREAK = "\n", '</w:t><w:br/><w:t xml:space="preserve">'
_SIDE = {"text": "start", "code": "start", "count": "end", "percent": "end", "money": "end", "date": "start"}
_JUSTIFICATION = {"start": "left", "end": "right"}


def table_element(table: Table, digits: Digits, lang: Lang, width: float, style_id: str) -> BaseOxmlElement:
    """A table ``width`` centimetres wide: header repeated on each page, rows kept whole, a title for screen readers."""
    kinds = [column.kind for column in table.columns]
    header = [column.heading for column in table.columns]
    rows = [[shown(cell, kind, digits, lang) for cell, kind in zip(row, kinds, strict=True)] for row in table.rows]
    held = [[word for text in texts for word in uncut(text)] for texts in zip(header, *rows, strict=True)]
    points = column_widths([column.width for column in table.columns], held, _SIZE, width * _POINTS_A_CM)
    widths = [round(each * _TWIPS_A_POINT) for each in points]
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="8A96A3"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="85" w:type="dxa"/>' for side in ("left", "right"))
    parts = [
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar>{margins}</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" '
        'w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(table.caption[:250])}/>"
        f"<w:tblDescription w:val={quoteattr(', '.join(c.heading for c in table.columns)[:250])}/></w:tblPr>",
        "<w:tblGrid>",
        *(f'<w:gridCol w:w="{column}"/>' for column in widths),
        "</w:tblGrid>",
        _row(header, ["center"] * len(header), widths, style_id, "<w:cantSplit/><w:tblHeader/>", bold=True, held=True),
        *_rows(table, rows, widths, style_id),
        "</w:tbl>",
    ]
    return parse_xml("".join(parts))


def _rows(table: Table, told: list[list[str]], widths: list[int], style_id: str) -> Iterator[str]:
    sides = [_JUSTIFICATION[_SIDE[column.kind]] for column in table.columns]
    whole = keeps_whole(table)
    for number, (row, texts) in enumerate(zip(table.rows, told, strict=True), 1):
        properties = "" if may_split(row) else "<w:cantSplit/>"
        if to_fill(row):
            properties += '<w:trHeight w:val="850" w:hRule="atLeast"/>'
        last = number == len(table.rows)
        held = whole and not last
        yield _row(texts, sides, widths, style_id, properties, bold=table.total and last, held=held)


def _row(
    texts: list[str], sides: list[str], widths: list[int], style_id: str, properties: str, *, bold: bool, held: bool
) -> str:
    """One row; a header and a total are bold on a shade, a zero is pale. It is ``held`` on the page of the next."""
    keep = "<w:keepNext/>" if held else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/>' if bold else ""
    cells = []
    for text, side, width in zip(texts, sides, widths, strict=True):
        look = "<w:b/><w:bCs/>" if bold else f'<w:color w:val="{_PALE}"/>' if text in ("0", "๐") else ""
        run = f"<w:r><w:rPr>{look}</w:rPr>" if look else "<w:r>"
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{keep}<w:jc w:val="{side}"/></w:pPr>'
            f'{run}<w:t xml:space="preserve">{_BREAK.join(map(escape, text.split(_LINE)))}</w:t></w:r></w:p></w:tc>'
        )
    wrapped = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{wrapped}{''.join(cells)}</w:tr>"


def add_field(paragraph: Paragraph, code: str, result: str = "") -> None:
    """A field, with what it comes to as far as we know."""
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(mark)
        if kind == "begin":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {code} "
            paragraph.add_run()._r.append(instruction)
        elif kind == "separate" and result:
            paragraph.add_run(result)


def embolden(run: Run) -> None:
    """Make a run bold, Thai too."""
    run.bold = True
    run._r.get_or_add_rPr().append(OxmlElement("w:bCs"))


def set_at_right(paragraph: Paragraph, top: int) -> None:
    """Put a paragraph of a header at the right margin, ``top`` below the edge of the page, on paper of any width."""
    frame = OxmlElement("w:framePr")
    given = {"wrap": "around", "vAnchor": "page", "hAnchor": "margin", "xAlign": "right", "y": str(Length(top).twips)}
    for name, value in given.items():
        frame.set(qn(f"w:{name}"), value)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(frame, "w:widowControl", "w:numPr", "w:spacing", "w:ind", "w:jc", "w:rPr")


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A bookmark around the whole paragraph."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def new_numbering(numbering: BaseOxmlElement, digits: Digits) -> int:
    """A list of its own that counts from 1 in the given digits; its number for ``number_paragraph``."""
    numbers = numbering.findall(qn("w:num"))
    abstracts = numbering.findall(qn("w:abstractNum"))
    abstract_id = max((int(a.get(qn("w:abstractNumId"), "0")) for a in abstracts), default=0) + 1
    number_id = max((int(n.get(qn("w:numId"), "0")) for n in numbers), default=0) + 1
    form = "thaiNumbers" if digits == "thai" else "decimal"
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract_id}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/>'
        '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl></w:abstractNum>'
    )
    number = parse_xml(f'<w:num {nsdecls("w")} w:numId="{number_id}"><w:abstractNumId w:val="{abstract_id}"/></w:num>')
    if numbers:
        numbers[0].addprevious(abstract)
    else:
        numbering.append(abstract)
    numbering.append(number)
    return number_id


def number_paragraph(paragraph: Paragraph, number_id: int) -> None:
    """Make the paragraph an item of a numbered list."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = number_id
