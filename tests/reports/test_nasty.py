"""Whatever people typed, the document is made, sound, and shows it; nothing of it is run."""

import io
import re
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from reports import KINDS, SummaryInput, write
from reports.fonts_used import FOLDER
from reports.pdf import _NOT_IN_FONT
from reports.sanitize import NO_GLYPH, plain
from reports.sheets import BOX
from tests.reports.conftest import word_of
from text.words import LANGS, Lang

NASTY = [
    "ศูนย์ 😀 ยิ้ม",
    "漢字 ภารกิจ",
    "ควบคุม\x00\x07\x1b\x7f",
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    '#import "x.typ": *',
    "#sys.inputs $x^2$ *หนา* _เอน_ <label> @ref \\ `code` // หมาย",
    "<w:p><w:r/></w:p>",
    "<r>&</r>",
    "]]><!-- & &amp; <script>alert(1)</script>",
    "\"quoted\" 'single' {braces} {0}",
    "\ud800 ครึ่งตัว",
    "\uf70a\uf701 \ue000",
    "http://example.com/" + "a" * 300,
    "ภารกิจ" * 833,
    "x" * 5000,
    "กำำ ก่่ ่ ํา",
    "‮กลับ‬",
    "",
    "   ",
]

Named = Callable[..., SummaryInput]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_made_of_all_of_it(named: Named, kind: str) -> None:
    assert write(named(*NASTY), kind, "th")  # type: ignore[arg-type]


def test_word_and_excel_show_the_texts(named: Named) -> None:
    summary = named(*NASTY)
    word = word_of(write(summary, "docx", "th"))
    texts = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    data = write(summary, "xlsx", "th")
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    cells = {cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row}
    for name in filter(None, map(plain, NASTY)):
        assert name in texts
        assert name in cells
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [package.read(n) for n in package.namelist() if n.startswith("xl/worksheets/")]
    formulas = [found for sheet in sheets for found in re.findall(rb"<f>(.*?)</f>", sheet)]
    assert [found for found in formulas if not re.fullmatch(rb"SUM\([A-Z]+\d+(:[A-Z]+\d+)?\)", found)] == []


def test_the_pdf_says_what_it_could_not_show_and_keeps_its_standard(
    named: Named, text_of_pdf: Callable[..., str]
) -> None:
    data = write(named(*NASTY), "pdf", "en")
    text = text_of_pdf(data)
    assert f"ศูนย์ {NO_GLYPH} ยิ้ม" in text
    assert "are not in this document's font" in text
    assert "=1+1" in text
    assert "#sys.inputs $x^2$ *หนา* _เอน_ <label>" in " ".join(text.split())
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2A"


@pytest.mark.parametrize("lang", LANGS)
def test_a_text_that_excel_has_to_cut_says_so_and_word_has_the_whole(named: Named, lang: Lang) -> None:
    long = "ยาว𝒳" * 10_000
    summary = named(long)
    book = CalamineWorkbook.from_filelike(io.BytesIO(write(summary, "xlsx", lang)))
    cells = [cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for cell in row]
    cut = [cell for cell in cells if isinstance(cell, str) and len(cell) > 20_000]
    assert cut
    for cell in cut:
        assert len(cell.encode("utf-16-le")) <= 2 * 32_767
        assert "DOCX" in cell[-60:]
    word = word_of(write(summary, "docx", lang))
    assert any(cell.text == long for table in word.tables for row in table.rows for cell in row.cells)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(max_size=40))
def test_any_text_makes_every_kind(named: Named, name: str) -> None:
    for kind in KINDS:
        assert write(named(name), kind, "en")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", ["th", "en"])
def test_no_mission_and_no_decision(named: Named, kind: str, lang: str) -> None:
    for summary in (named(), named("ภารกิจ", answers={}), named("ภารกิจ", answers={"necessary": "yes"})):
        assert write(summary, kind, lang)  # type: ignore[arg-type]


def test_a_summary_without_decisions_asks_only_for_what_there_is(named: Named) -> None:
    word = word_of(write(named("x", answers={}), "docx", "en"))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "Acknowledge the review of 1 mission" in text
    assert "Approve in principle" not in text
    assert "No mission is decided" in text


def test_every_character_let_into_a_pdf_is_in_every_weight_of_the_font() -> None:
    for weight in ("Regular", "SemiBold", "Bold"):
        with TTFont(FOLDER / f"Sarabun-{weight}.ttf") as font:
            known = set(font.getBestCmap()) | {ord(BOX)}  # which the template draws
        let_in = [chr(n) for n in range(0x20, 0x2FFF) if not _NOT_IN_FONT.match(chr(n))]
        assert [char for char in let_in if ord(char) not in known] == []
