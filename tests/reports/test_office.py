"""The files are sound: LibreOffice opens them, their XML is in the order of the schema, the PDF keeps its standards."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeGuard
from xml.etree import ElementTree

import docx
import openpyxl
import pikepdf
import pytest
from pikepdf import pdfa

from reports import OFFICIAL, SummaryInput, write
from reports.blueprint import blueprint_summary
from reports.document import Figure, Heading
from reports.pdf import heading_pages
from tests.reports.conftest import TODAY, seen
from text.numbers import Digits, in_digits
from text.words import LANGS, Lang

DIGITS: tuple[Digits, ...] = ("thai", "arabic")

_LETTERS = re.compile("[\\s\u0e31-\u0e3a\u0e47-\u0e4e]")
"""What is left out to compare texts: spaces, and the Thai marks whose order pdftotext changes."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The order of the schema (ECMA-376, wml.xsd), as far as these documents use it.
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "font": "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic",
    "settings": "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts",
}


def parts(data: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
        return {name: ElementTree.fromstring(package.read(name)) for name in names}  # noqa: S314


@pytest.mark.parametrize("lang", LANGS)
def test_word_xml_is_in_the_order_of_the_schema(few: SummaryInput, lang: Lang) -> None:
    for name, root in parts(write(few, "docx", lang, digits="thai")).items():
        for element in root.iter():
            tag = element.tag.removeprefix(W)
            if tag in ORDERS:
                order = ORDERS[tag].split()
                places = [order.index(t) for child in element if (t := child.tag.removeprefix(W)) in order]
                assert places == sorted(places), (name, tag, [child.tag for child in element])


def test_thai_is_set_as_complex_script(few: SummaryInput) -> None:
    styles = parts(write(few, "docx", "th", lettering=OFFICIAL))["word/styles.xml"]
    fonts = list(styles.iter(f"{W}rFonts"))
    assert fonts
    for font in fonts:
        assert {font.get(f"{W}{slot}") for slot in ("ascii", "hAnsi", "eastAsia", "cs")} == {"TH SarabunPSK"}
        assert not [name for name in font.attrib if name.endswith("Theme")]
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert defaults is not None
    assert {s.get(f"{W}val") for tag in ("sz", "szCs") for s in defaults.iter(f"{W}{tag}")} == {"32"}
    assert {s.get(f"{W}bidi") for s in defaults.iter(f"{W}lang")} == {"th-TH"}


def test_word_tables_repeat_their_header_and_keep_rows_whole(few: SummaryInput) -> None:
    data = write(few, "docx", "th", digits="thai")
    document = parts(data)["word/document.xml"]
    tables = list(document.iter(f"{W}tbl"))
    assert all(next(table.iter(f"{W}tr")).find(f"{W}trPr/{W}tblHeader") is not None for table in tables)
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for table in tables for row in table.iter(f"{W}tr"))
    assert all(table.find(f"{W}tblPr/{W}tblCaption") is not None for table in tables)
    assert {n.get(f"{W}fmt") for n in document.iter(f"{W}pgNumType")} == {"thaiNumbers"}
    assert {j.get(f"{W}val") for j in parts(data)["word/styles.xml"].iter(f"{W}jc")} >= {"thaiDistribute"}
    assert {page.get(f"{W}orient") for page in document.iter(f"{W}pgSz")} >= {"landscape"}
    pictures = [e for e in document.iter() if e.tag.endswith("}docPr")]
    assert len(pictures) == 3
    assert all(len(picture.get("descr", "")) > 40 for picture in pictures)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert [name for name in package.namelist() if name.endswith(".odttf")]


def fields(paragraph: ElementTree.Element) -> list[str]:
    return [(text.text or "").strip() for text in paragraph.iter(f"{W}instrText")]


def styled(document: ElementTree.Element, prefix: str) -> list[ElementTree.Element]:
    found = []
    for paragraph in document.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val", "").lower().startswith(prefix):
            found.append(paragraph)
    return found


def said(paragraph: ElementTree.Element) -> str:
    return seen("".join(text.text or "" for text in paragraph.iter(f"{W}t")))


@pytest.mark.parametrize("digits", DIGITS)
def test_the_contents_name_the_pages_of_the_pdf(few: SummaryInput, digits: Digits) -> None:
    document = blueprint_summary(few, "th", digits)
    word = parts(write(few, "docx", "th", digits=digits))
    lines = [line for line in styled(word["word/document.xml"], "toc") if fields(line)]
    headings = [b for _, blocks in document.sheets() for b in blocks if isinstance(b, Heading)]
    pages = heading_pages(document)
    assert pages == sorted(pages)
    assert pages[0] > 2
    expected = [
        seen(f"{heading.text}{in_digits(str(page), digits)}")
        for heading, page in zip(headings, pages, strict=True)
        if heading.level <= 2
    ]
    assert [said(line) for line in lines] == expected
    assert all(line.find(f"{W}hyperlink") is not None and "PAGEREF _Toc" in fields(line)[0] for line in lines)
    assert not [mark for mark in word["word/document.xml"].iter() if mark.get(f"{W}dirty")]
    assert word["word/settings.xml"].find(f"{W}updateFields") is None


def test_captions_count_by_themselves(few: SummaryInput) -> None:
    word = parts(write(few, "docx", "en"))["word/document.xml"]
    captions = styled(word, "caption")
    tables, figures = ([c for c in captions if said(c).startswith(kind)] for kind in ("Table ", "Figure "))
    assert len(tables) + len(figures) == len(captions)
    for kind, found in (("Table", tables), ("Figure", figures)):
        assert [fields(caption) for caption in found] == [[f"SEQ {kind} \\* ARABIC"]] * len(found)
        assert [said(c).split(".")[0] for c in found] == [f"{kind} {n}" for n in range(1, len(found) + 1)]


@pytest.fixture(scope="module", params=LANGS)
def opened(
    request: pytest.FixtureRequest, sample: SummaryInput, through_office: Callable[[bytes, str], bytes]
) -> tuple[Lang, bytes]:
    """A language, and the Word document in it as LibreOffice sets it."""
    return request.param, through_office(write(sample, "docx", request.param), "docx")


def test_libreoffice_counts_the_pages_of_the_contents_as_they_are(
    sample: SummaryInput, opened: tuple[Lang, bytes], text_of_pdf: Callable[..., str]
) -> None:
    lang, document = opened
    text = seen(text_of_pdf(document, "-layout"))
    told = re.findall(r"^ *(.*?)\.{4,} *(\d+)$", text, re.MULTILINE)
    headings = [
        b.text
        for _, blocks in blueprint_summary(sample, lang).sheets()
        for b in blocks
        if isinstance(b, Heading) and b.level <= 2
    ]
    assert len(told) == len(headings)
    pages = [_LETTERS.sub("", page) for page in seen(text_of_pdf(document, "-raw")).split("\f")]
    for heading, (tail, page) in zip(headings, told, strict=True):
        assert _LETTERS.sub("", heading).endswith(_LETTERS.sub("", tail))
        assert _LETTERS.sub("", heading)[:8] in pages[int(page) - 1]  # marks on a line of their own come after


def test_libreoffice_makes_nearly_as_many_pages_of_the_word_document_as_the_pdf_has(
    sample: SummaryInput, opened: tuple[Lang, bytes], pages_of_pdf: Callable[[bytes], int]
) -> None:
    lang, document = opened
    assert abs(pages_of_pdf(document) - pages_of_pdf(write(sample, "pdf", lang))) <= 3


def test_libreoffice_opens_the_workbook(
    few: SummaryInput, through_office: Callable[[bytes, str], bytes], text_of_pdf: Callable[..., str]
) -> None:
    text = re.sub(r"\s", "", text_of_pdf(through_office(write(few, "xlsx", "en"), "xlsx")))
    assert [m.code for m in few.missions if m.code not in text] == []


@pytest.mark.parametrize("lang", LANGS)
def test_the_pdf_is_tagged_and_keeps_its_standards(few: SummaryInput, lang: Lang) -> None:
    with pikepdf.open(io.BytesIO(write(few, "pdf", lang))) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2A"
            assert metadata["pdfuaid:part"] == "1"
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith(lang)
        with pdf.open_outline() as outline:
            assert len(outline.root) == 12


@pytest.mark.parametrize("lang", LANGS)
def test_the_cover_is_one_page(sample: SummaryInput, lang: Lang, text_of_pdf: Callable[..., str]) -> None:
    second = text_of_pdf(write(sample, "pdf", lang), "-f", "2", "-l", "2")
    assert {"th": "สารบัญ", "en": "Contents"}[lang] in second


def test_the_properties_of_the_word_document_are_of_today_and_have_no_picture_of_a_template(few: SummaryInput) -> None:
    data = write(few, "docx", "th")
    created = docx.Document(io.BytesIO(data)).core_properties.created
    assert created is not None
    assert abs((datetime.now(UTC) - created.astimezone(UTC)).total_seconds()) < 600
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "thumbnail" in name]


def test_the_mark_of_a_draft_stands_at_the_right_margin_of_paper_of_any_width(few: SummaryInput) -> None:
    word = parts(write(few, "docx", "th"))
    heads = [root for name, root in word.items() if name.startswith("word/header") and "ร่าง" in said(root)]
    marks = [p for head in heads for p in head.iter(f"{W}p") if said(p) == "ร่าง"]
    framed, aligned = (
        [e.get(f"{W}{name}") for p in marks for e in p.iterfind(f"{W}pPr/{W}{tag}")]
        for tag, name in (("framePr", "xAlign"), ("jc", "val"))
    )
    assert framed == aligned == ["right"]
    assert len(marks) == 2


@pytest.mark.parametrize("lang", LANGS)
def test_the_missions_of_the_workbook_are_ready_for_a_pivot(few: SummaryInput, lang: Lang) -> None:
    missions = [replace(m, budget=Decimal(n) if n % 2 else None, signed_at=TODAY) for n, m in enumerate(few.missions)]
    book = openpyxl.load_workbook(io.BytesIO(write(replace(few, missions=tuple(missions)), "xlsx", lang)))
    ministry = {"th": "กระทรวง", "en": "Ministry"}[lang]
    sheet = next(sheet for sheet in book if sheet.tables and ministry in [cell.value for cell in sheet[1]])
    (table,) = sheet.tables.values()
    assert table.ref == sheet.dimensions
    assert sheet.max_row == len(missions) + 1
    heads = [cell.value for cell in sheet[1]]
    assert len(set(heads)) == len(heads)
    assert {"th": {"กระทรวง", "ผลการพิจารณา", "รายละเอียด"}, "en": {"Ministry", "Disposition", "Detail"}}[lang] <= set(
        heads
    )
    columns = {
        cell.value: [row[0].value for row in sheet.iter_rows(2, min_col=n, max_col=n)]
        for n, cell in enumerate(sheet[1], 1)
    }
    budget = next(values for head, values in columns.items() if 1 in values)
    assert budget == [n if n % 2 else None for n in range(len(missions))]
    assert [values for values in columns.values() if values == [datetime(2026, 11, 21)] * len(missions)]


def test_libreoffice_counts_the_totals_of_the_workbook_as_we_do(
    few: SummaryInput, through_office: Callable[..., bytes]
) -> None:
    ours = openpyxl.load_workbook(io.BytesIO(write(few, "xlsx", "en")), data_only=True)
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(write(few, "xlsx", "en"))).save(stream)  # the formulas, without their results
    theirs = openpyxl.load_workbook(io.BytesIO(through_office(stream.getvalue(), "xlsx", "xlsx")), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(write(few, "xlsx", "en")))
    counted = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    counted += 1
                    assert theirs[sheet.title][cell.coordinate].value == ours[sheet.title][cell.coordinate].value
    assert counted > 10


@pytest.mark.parametrize("lang", LANGS)
def test_the_check_of_pikepdf_finds_only_what_it_does_not_know(few: SummaryInput, lang: Lang) -> None:
    """It knows PDF/A-2b: no mark of level A, no extension schema of PDF/UA, no destination kept apart, no CIDSet."""
    with pikepdf.open(io.BytesIO(write(few, "pdf", lang))) as pdf:
        rules = {finding.rule for finding in pdfa.check(pdf, "2b").findings}
    metadata = {"ISO_19005_2:6.6.2.3.1-1", "ISO_19005_2:6.6.2.3.1-2", "ISO_19005_2:6.6.4-3"}
    destinations = {"pikepdf:schema-LinkAnnot", "pikepdf:schema-OutlineItem"}
    assert rules <= {*metadata, *destinations, "ISO_19005_2:6.2.11.4.2-2"}


@pytest.mark.parametrize(("lang", "era"), [("th", "[$-D07041E]"), ("en", "")])
def test_the_numbers_of_the_workbook_have_formats(few: SummaryInput, lang: Lang, era: str) -> None:
    dated = tuple(replace(m, budget=Decimal(1), signed_by="ประธาน", signed_at=TODAY) for m in few.missions)
    book = openpyxl.load_workbook(io.BytesIO(write(replace(few, missions=dated), "xlsx", lang, digits="thai")))
    totals = book.worksheets[1]
    assert totals["B2"].number_format == "[$-D00041E]#,##0"
    assert totals.cell(2, totals.max_column).number_format == "[$-D00041E]0.0%"
    assert totals.cell(totals.max_row, 2).value == f"=SUM(B2:B{totals.max_row - 1})"
    days = {
        cell.number_format
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, datetime)
    }
    assert days == {f"{era}d mmmm yyyy"}


@pytest.mark.parametrize("lang", LANGS)
def test_the_charts_of_the_workbook_have_titles_and_labels(few: SummaryInput, lang: Lang) -> None:
    with zipfile.ZipFile(io.BytesIO(write(few, "xlsx", lang))) as package:
        drawn = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
    captions = [b.caption for _, blocks in blueprint_summary(few, lang).sheets() for b in blocks if _has_bars(b)]
    assert len(drawn) == len(captions) == 2
    for chart in drawn:
        assert '<c:showVal val="1"/>' in chart
        assert sum(caption in chart for caption in captions) == 1


def _has_bars(block: object) -> TypeGuard[Figure]:
    return isinstance(block, Figure) and block.bars is not None
