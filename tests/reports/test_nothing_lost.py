"""What a file or record gives of a mission is in all three formats; what is too long for paper is in the workbook."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from reports import Name, SummaryInput, write
from reports.blueprint import blueprint_summary
from reports.document import MOST_ROWS
from reports.tally import Tally
from tests.reports.conftest import word_of
from tests.reports.test_blueprint import texts
from tests.reports.test_same_numbers import squeezed
from text.words import LANGS, Lang

GIVEN = ("อธิบายงานนี้", "พระราชบัญญัติตัวอย่าง", "เหตุผลของงาน", "ปลัดกระทรวงตัวอย่าง", "เห็นควรคงไว้")


@pytest.fixture
def full(few: SummaryInput) -> SummaryInput:
    """A dozen missions, the first with everything that a mission can have."""
    first = replace(
        few.missions[0],
        description=GIVEN[0],
        legal_basis=GIVEN[1],
        reason=GIVEN[2],
        settled_by=GIVEN[3],
        minority_view=GIVEN[4],
        counterpart=Name("กรมคู่เรื่อง"),
        budget=Decimal("1234567.50"),
        positions=321,
        evidence={"necessary": ("หนังสือที่หนึ่ง",)},
        signed_by="ประธานลงนาม",
        signed_at=date(2026, 11, 1),
    )
    return replace(few, missions=(first, *few.missions[1:]))


def text_of_docx(data: bytes) -> str:
    word = word_of(data)
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def text_of_xlsx(data: bytes) -> str:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    return "\n".join(str(cell) for row in rows for cell in row)


@pytest.mark.parametrize("lang", LANGS)
def test_everything_given_is_in_all_three_formats(
    full: SummaryInput, lang: Lang, text_of_pdf: Callable[..., str]
) -> None:
    read = {
        "docx": text_of_docx(write(full, "docx", lang)),
        "pdf": text_of_pdf(write(full, "pdf", lang)),
        "xlsx": text_of_xlsx(write(full, "xlsx", lang)),
    }
    wanted = [*GIVEN, "กรมคู่เรื่อง", "หนังสือที่หนึ่ง", "ประธานลงนาม", full.missions[0].ministry[lang], "321"]
    for kind, text in read.items():
        assert [word for word in wanted if squeezed(word) not in squeezed(text)] == [], kind


def test_a_dissent_of_a_file_is_not_denied(full: SummaryInput) -> None:
    said = texts(blueprint_summary(full, "en"))
    assert "no differing views" not in said
    assert texts(blueprint_summary(replace(full, missions=full.missions[1:]), "en")).count("no differing views") == 1


@pytest.mark.parametrize("lang", LANGS)
def test_reasons_in_thai_are_told_once_in_english(full: SummaryInput, lang: Lang) -> None:
    assert texts(blueprint_summary(full, lang)).count("Reasons and evidence are in Thai") == (lang == "en")


def test_the_workbook_has_disposition_and_detail_apart_and_real_dates(full: SummaryInput) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(write(full, "xlsx", "en")))
    heads, *rows = book.get_sheet_by_name("Each mission").to_python()
    for row, mission in zip(rows, full.missions, strict=True):
        label = mission.decision.disposition and full.chart.dispositions[mission.decision.disposition].label.en
        assert row[heads.index("Disposition")] == label
    assert rows[0][heads.index("Signed on")] == date(2026, 11, 1)


def test_totals_are_formulas(full: SummaryInput) -> None:
    with zipfile.ZipFile(io.BytesIO(write(full, "xlsx", "en"))) as package:
        totals = package.read("xl/worksheets/sheet2.xml").decode()
    last = len(full.chart.dispositions) + 2
    assert f"<f>SUM(B2:B{last})</f><v>{len(full.missions)}</v>" in totals


def test_each_ministry_has_its_departments_and_missions_grouped_by_disposition(sample: SummaryInput) -> None:
    document = blueprint_summary(sample, "en")
    tables = [table for table in document.tables() if table.name.startswith("each ")]
    assert len(tables) == len(sample.ministries)
    labels = [d.label.en for d in sample.chart.dispositions.values()]
    for table in tables:
        order = [next(n for n, label in enumerate(labels) if str(row[0]).startswith(label)) for row in table.rows]
        assert order == sorted(order)
    assert sum(len(table.rows) for table in tables) == len(sample.missions)
    offices = [table for table in document.tables() if table.name.startswith("departments ")]
    assert all(any(row[n] for row in table.rows) for table in offices for n in range(1, len(table.columns)))


def test_the_ministries_add_up(sample: SummaryInput) -> None:
    tally = Tally(sample)
    for outcome in tally.outcomes:
        assert sum(tally.of_ministry(ministry, outcome) for ministry in tally.ministries) == tally.by_outcome[outcome]


def test_the_tables_of_a_large_pack_are_in_the_workbook(sample: SummaryInput) -> None:
    missions = tuple(replace(m, code=f"{n}-{m.code}") for n in range(7) for m in sample.missions)
    document = blueprint_summary(replace(sample, missions=missions), "en")
    assert len(missions) > MOST_ROWS
    assert max(len(table.rows) for table in document.tables()) <= MOST_ROWS
    assert {len(table.rows) for table in document.book()} >= {len(missions)}
    said = texts(document)
    assert "is in the XLSX file, sheet “Each mission”" in said
    assert max(map(len, said.split("\n"))) < 4000
