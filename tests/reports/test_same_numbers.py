"""What stands in the document is what can be read back from each of the three files."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from flowchart.profile import profile_of
from record.store import Store
from reports import KINDS, SummaryInput, write
from reports.blueprint import blueprint_summary
from reports.document import Document, Kind, shown
from reports.docx import docx_bytes
from reports.from_record import summary_of_review
from reports.localizer import ReportLocalizer
from reports.pdf import pdf_bytes
from reports.xlsx import xlsx_bytes
from tests.charts import EVERY_CHART, chart_and_missions
from tests.record.every_chart import review_by
from tests.record.working_group import CHAIR
from tests.reports.conftest import seen, summary_of, word_of
from text.numbers import Digits
from text.words import LANGS, Lang

LOOKS: list[tuple[Lang, Digits]] = [("th", "arabic"), ("th", "thai"), ("en", "arabic")]


@pytest.fixture(scope="module", params=EVERY_CHART)
def summary(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SummaryInput:
    """The missions that come with each chart."""
    return summary_of(*chart_and_missions(request.param, tmp_path_factory.mktemp("chart")))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00a0]", "", text)


def on_paper(document: Document) -> list[list[list[str]]]:
    """The cells of every table as they are read."""
    return [
        [[c.heading for c in table.columns]]
        + [
            [shown(cell, c.kind, document.digits, document.lang) for cell, c in zip(row, table.columns, strict=True)]
            for row in table.rows
        ]
        for table in document.tables()
    ]


def as_seen(tables: list[list[list[str]]]) -> list[list[list[str]]]:
    return [[[seen(cell) for cell in row] for row in table] for table in tables]


@pytest.mark.parametrize(("lang", "digits"), LOOKS)
def test_word_holds_every_cell(summary: SummaryInput, lang: Lang, digits: Digits) -> None:
    document = blueprint_summary(summary, lang, digits)
    word = word_of(docx_bytes(document))
    read = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    assert read == as_seen(on_paper(document))


@pytest.mark.parametrize(("lang", "digits"), LOOKS)
def test_excel_holds_every_cell_with_its_type(summary: SummaryInput, lang: Lang, digits: Digits) -> None:
    document = blueprint_summary(summary, lang, digits)
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(document)))
    tables = list(document.book())
    assert book.sheet_names[1:] == [table.name for table in tables]
    for table in tables:
        header, *rows = book.get_sheet_by_name(table.name).to_python()
        assert header == [column.heading for column in table.columns]
        assert len(rows) == len(table.rows)
        for read, row in zip(rows, table.rows, strict=True):
            # A number that is not known is an empty cell where the sheet can be summed by a pivot.
            nothing = ["" if table.on == "book" and c.kind not in ("text", "code") else "–" for c in table.columns]
            expected = [none if cell is None else cell for cell, none in zip(row, nothing, strict=True)]
            assert [pytest.approx(v) if isinstance(v, float) else v for v in read] == expected


@pytest.mark.parametrize(("lang", "digits"), LOOKS)
def test_pdf_gives_names_and_numbers_back(
    summary: SummaryInput, lang: Lang, digits: Digits, text_of_pdf: Callable[..., str]
) -> None:
    document = blueprint_summary(summary, lang, digits)
    data = pdf_bytes(document)
    plain, laid_out = squeezed(text_of_pdf(data)), squeezed(text_of_pdf(data, "-layout"))
    assert [m.name[lang] for m in summary.missions if squeezed(m.name[lang]) not in plain] == []
    exits_name = ReportLocalizer(summary.chart, profile_of(summary.chart), lang, digits).say("results.exits_name")
    names = [table.name for table in document.tables()]
    tables = on_paper(document)
    totals, exits = tables[0], tables[names.index(exits_name)]
    assert len(exits) > len(summary.chart.counted)
    for row in (*totals[1:], *exits[1:]):
        assert squeezed("".join(row)) in laid_out


def test_the_totals_are_those_of_the_decisions(summary: SummaryInput) -> None:
    totals = next(blueprint_summary(summary, "en").tables())
    for row, disposition in zip(totals.rows, summary.chart.dispositions.values(), strict=False):
        count = sum(m.decision.disposition == disposition.id for m in summary.missions)
        assert row == (disposition.label.en, count, count / len(summary.missions))
    assert totals.rows[-1][1] == len(summary.missions) > 0


@pytest.mark.parametrize(
    ("cell", "kind", "read"),
    [
        (1 / 16, "percent", "6.3"),
        (1 / 80, "percent", "1.3"),
        (0.1235, "percent", "12.4"),
        (1.0, "percent", "100.0"),
        (0, "count", "0"),
        (1_500_000.5, "money", "1,500,001"),
        (9e13, "money", "90,000,000,000,000"),
    ],
)
def test_a_half_counts_up_on_paper_as_a_workbook_shows_it(cell: float, kind: Kind, read: str) -> None:
    assert shown(cell, kind, "arabic") == read


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGS)
def test_progress_is_told(few: SummaryInput, kind: str, lang: Lang) -> None:
    told: list[tuple[int, int]] = []
    assert write(few, kind, lang, progress=lambda done, total: told.append((done, total)))  # type: ignore[arg-type]
    assert told == [(0, 2), (1, 2), (2, 2)]


@pytest.mark.parametrize("name", EVERY_CHART)
def test_a_review_by_every_chart_reads_back_from_the_three_files(
    name: str, tmp_path: Path, text_of_pdf: Callable[..., str]
) -> None:
    store = Store(f"sqlite:///{tmp_path}/record.db")
    lived_in = review_by(store, *chart_and_missions(name, tmp_path))
    summary = summary_of_review(store, CHAIR, lived_in.review.id)
    store.close()
    assert summary.missions[0].decision.disposition == lived_in.decided.disposition
    document = blueprint_summary(summary, "en")
    word = word_of(docx_bytes(document))
    assert [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables] == as_seen(
        on_paper(document)
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(document)))
    assert book.sheet_names[1:] == [table.name for table in document.book()]
    plain = squeezed(text_of_pdf(pdf_bytes(document)))
    assert [m.name["en"] for m in summary.missions if squeezed(m.name["en"]) not in plain] == []
