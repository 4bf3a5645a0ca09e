"""The workbook of a file with means and days, against sums made from the text of the file and a pivot of its rows."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from flowchart.chart import Chart
from reports import write
from tests.charts import SAMPLE
from tests.engine.oracle import ANSWERS, LABELS, expected
from tests.reports.conftest import summary_of

BUDGET, POSITIONS, COST, TARGET = "งบประมาณ", "อัตรากำลัง", "ค่าใช้จ่ายครั้งเดียว", "กำหนดแล้วเสร็จ"


def _given() -> Iterator[dict[str, str]]:
    """The sample with budgets, positions, costs and days as an office writes them; some of each missing."""
    for n, row in enumerate(csv.DictReader(io.StringIO(SAMPLE.read_text(encoding="utf-8-sig")))):
        yield row | {
            BUDGET: f"{(n + 1) * 1_234_567.25:,.2f}" if n % 3 else "",
            POSITIONS: str(n * 17 + 3) if n % 4 else "",
            COST: f"{n * 250_000}.50" if n % 5 else "",
            TARGET: f"{n % 28 + 1}/{n % 12 + 1}/{2570 + n % 3}" if n % 2 else "",
        }


GIVEN = list(_given())


def outcome(row: dict[str, str]) -> str:
    """What the slide says of a row, in Thai, by the second way of telling it."""
    disposition = expected({question: row[question] for question in ANSWERS if row[question]}).disposition
    return LABELS[disposition] if disposition else "ยังจำแนกไม่ได้"


def day(text: str) -> date | None:
    if not text:
        return None
    on, month, year = map(int, text.split("/"))
    return date(year - 543, month, on)


@pytest.fixture(scope="module")
def book(chart: Chart) -> CalamineWorkbook:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(GIVEN[0]))
    writer.writeheader()
    writer.writerows(GIVEN)
    made = write(summary_of(chart, stream.getvalue().encode()), "xlsx", "th", digits="thai")
    return CalamineWorkbook.from_filelike(io.BytesIO(made))


@pytest.fixture(scope="module")
def rows(book: CalamineWorkbook) -> pd.DataFrame:
    """The sheet of all missions, as a pivot takes it."""
    head, *rows = book.get_sheet_by_name("รายภารกิจ").to_python()
    return pd.DataFrame(rows, columns=head)


def test_each_row_holds_the_days_and_numbers_of_the_file(rows: pd.DataFrame) -> None:
    assert list(rows["รหัส"]) == [row["id"] for row in GIVEN]
    assert list(rows["ผลการพิจารณา"]) == list(map(outcome, GIVEN))
    assert [value or None for value in rows["กำหนดแล้วเสร็จ"]] == [day(row[TARGET]) for row in GIVEN]
    for name, heading in ((BUDGET, "งบประมาณต่อปี (บาท)"), (POSITIONS, "อัตรากำลัง (อัตรา)"), (COST, COST)):
        told = [None if value == "" else value for value in rows[heading]]
        assert told == [float(row[name].replace(",", "")) if row[name] else None for row in GIVEN], name


def test_a_pivot_of_the_rows_is_the_table_by_ministry(book: CalamineWorkbook, rows: pd.DataFrame) -> None:
    counted = Counter((row["ministry_th"], outcome(row)) for row in GIVEN)
    pivot = rows.pivot_table(index="กระทรวง", columns="ผลการพิจารณา", values="รหัส", aggfunc="count", fill_value=0)
    head, *ministries, total = book.get_sheet_by_name("กระทรวง").to_python()
    outcomes = [str(each) for each in head[1:-2]]
    for name, *counts, whole, share in ministries:
        assert counts == [counted[str(name), each] for each in outcomes]
        assert counts == [pivot[each].get(name, 0) if each in pivot else 0 for each in outcomes]
        assert whole == sum(row["ministry_th"] == name for row in GIVEN)
        assert share == pytest.approx(float(str(whole)) / len(GIVEN))
    assert total[1:-1] == [*(sum(n for (_, o), n in counted.items() if o == each) for each in outcomes), len(GIVEN)]


def test_the_sums_by_disposition_are_those_of_the_file(book: CalamineWorkbook) -> None:
    _, *found, total = book.get_sheet_by_name("งบประมาณและอัตรากำลัง").to_python()
    sums: dict[str, Decimal] = {}
    known: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for row in GIVEN:
        if row[BUDGET]:
            known[outcome(row)] += 1
            sums[outcome(row)] = sums.get(outcome(row), Decimal(0)) + Decimal(row[BUDGET].replace(",", ""))
        people[outcome(row)] += int(row[POSITIONS] or 0)
    for label, budget, of, positions, _ in found:
        assert of == known[str(label)]
        if of:
            assert budget == pytest.approx(float(sums[str(label)]), abs=0.005)
        if people[str(label)]:
            assert positions == people[str(label)]
    assert total[1] == pytest.approx(float(sum(sums.values())), abs=0.005)
    assert total[3] == people.total()
