"""No word is cut at the end of a line, measured over every line end of the pack against the dictionary."""

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest

from reports import Name, SummaryInput
from reports.blueprint import blueprint_summary
from reports.document import Document, shown
from reports.docx import docx_bytes
from reports.pdf import pdf_bytes
from tests.reports.conftest import seen
from tests.reports.test_blueprint import texts
from text.numbers import Digits
from text.thai_words import line_pieces

DIGITS: tuple[Digits, ...] = ("arabic", "thai")
THAI = "\u0e01-\u0e4e"
THAI_OR_DIGIT = f"{THAI}0-9\u0e50-\u0e59"
_NEAR = 14
OTHER_NAMES = (
    "การกำกับดูแลมาตรฐานสินค้า e-Commerce ข้ามพรมแดน 2569 (CBEC) และการคุ้มครองผู้บริโภค",
    "การพัฒนาระบบ GIS กลาง 1,250 สถานี เพื่อเฝ้าระวังอุทกภัยลุ่มน้ำเจ้าพระยา (ระยะที่ 2)",
    "งานทะเบียนราษฎรและบัตรประจำตัวประชาชน 878 สำนักทะเบียน",
    "การอนุญาตประกอบกิจการ Fintech/Sandbox ตามประกาศฉบับที่ 12",
    "โครงการส่งเสริมเกษตรกรรุ่นใหม่ Young Smart Farmer 5 ปี (พ.ศ. 2566-2570) ในพื้นที่ 77 จังหวัด",
)
"""Names of missions with brackets, Latin words and digits."""


def boundaries(texts: Iterable[str]) -> tuple[str, set[int]]:
    """The texts without spaces, a line for each, and the places in them at which a line may end."""
    squeezed, length, ends = list[str](), 0, set[int]()
    for text in texts:
        for n, piece in enumerate(line_pieces(text)):
            for part in [piece] if n % 2 else re.split(r"(\s+)", piece):
                squeezed.append(re.sub(r"\s", "", part))
                length += len(squeezed[-1])
                ends.add(length)
        squeezed.append("\n")
        length += 1
    return "".join(squeezed), ends


def cut_words(document: Document, printed: str) -> tuple[int, list[str]]:
    """How many lines of Thai that go on were found in what was printed, and those that end within a word."""
    cells = [
        shown(cell, column.kind, document.digits)
        for table in document.tables()
        for row in table.rows
        for cell, column in zip(row, table.columns, strict=True)
    ]
    heads = [column.heading for table in document.tables() for column in table.columns]
    text, allowed = boundaries(dict.fromkeys([*texts(document).split("\n"), *cells, *heads]))
    lines = [re.sub(r"\s", "", line) for line in seen(printed).splitlines()]
    ends, cut = 0, []
    for line, following in itertools.pairwise(lines):
        joint = line[-1:] + following[:1]
        if not re.fullmatch(f"[{THAI_OR_DIGIT}]{{2}}", joint) or not re.search(f"[{THAI}]", joint):
            continue
        before, after = line[-_NEAR:], following[:_NEAR]
        found = re.finditer(re.escape(before + after), text)
        places = [place.start() + len(before) in allowed for place in found]
        if places:
            ends += 1
            if not any(places):
                cut.append(f"{before}|{after}")
    return ends, cut


@pytest.mark.parametrize("digits", DIGITS)
def test_no_line_of_the_pdf_ends_within_a_word(
    sample: SummaryInput, digits: Digits, text_of_pdf: Callable[..., str]
) -> None:
    document = blueprint_summary(sample, "th", digits)
    ends, cut = cut_words(document, text_of_pdf(pdf_bytes(document), "-raw"))
    assert ends > 300
    assert "; ".join(cut) == ""


@pytest.mark.parametrize(("names", "digits"), [((), "arabic"), (OTHER_NAMES, "thai")])
def test_hardly_a_line_of_the_word_document_ends_within_a_word_in_libreoffice(
    sample: SummaryInput,
    names: tuple[str, ...],
    digits: Digits,
    text_of_pdf: Callable[..., str],
    through_office: Callable[..., bytes],
) -> None:
    """LibreOffice 7.4 cuts none of 757, and none of 936; without a joiner before brackets 2 of 761, and 3 of 994."""
    given = itertools.cycle(names or [mission.name.th for mission in sample.missions])
    renamed = [replace(mission, name=Name(name)) for mission, name in zip(sample.missions, given, strict=False)]
    document = blueprint_summary(replace(sample, missions=tuple(renamed)), "th", digits)
    ends, cut = cut_words(document, text_of_pdf(through_office(docx_bytes(document), "docx"), "-raw"))
    assert ends > 300
    assert len(cut) * 250 <= ends, "; ".join(cut)
