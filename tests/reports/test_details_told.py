"""Every further field of a mission is told in all three formats; what is not given is a marked place."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from engine.rules import decide
from flowchart import charts
from flowchart.chart import Chart
from flowchart.profile import Detail, profile_of
from missions.files.detail_fields import DETAIL_FIELDS, DetailField
from reports import Name, ReviewedMission, Source, SummaryInput, write
from reports.blueprint import blueprint_summary
from reports.document import Table
from reports.localizer import ReportLocalizer
from reports.parts.calendar import calendar
from reports.tally import awaits_feasibility
from tests.reports.conftest import TODAY, summary_of
from tests.reports.test_blueprint import texts
from tests.reports.test_nothing_lost import text_of_docx, text_of_xlsx
from tests.reports.test_same_numbers import squeezed
from text.words import LANGS, Lang

CHARTS = ("blueprint", "program_review_1994")


def told(number: int, field: DetailField) -> str | int:
    if field.kind == "money":
        return 123_456_700 + number * 100
    return "2027-09-30" if field.kind == "date" else f"given {field.name.replace('_', ' ')}"


DETAILS = {field.name: told(number, field) for number, field in enumerate(DETAIL_FIELDS.values())}


def mission(
    chart: Chart, code: str, answers: dict[str, str], details: Mapping[str, str | int] | None = None
) -> ReviewedMission:
    office, name = Name("กรมตัวอย่าง", "An office"), Name(f"งาน {code}", f"Work {code}")
    return ReviewedMission(code, name, office, office, answers, decide(chart, answers), details=details or {})


def first_answers(chart: Chart) -> dict[str, str]:
    """The first answer to every question."""
    return {question.id: next(iter(question.answers)) for question in chart.questions.values()}


@pytest.fixture(params=CHARTS)
def whole(request: pytest.FixtureRequest) -> SummaryInput:
    """Two missions by a chart: one with every detail, one with none."""
    chart = charts.named(request.param)
    answers = first_answers(chart)
    missions = (mission(chart, "A1", answers, details=DETAILS), mission(chart, "A2", answers))
    return SummaryInput(chart, missions, Source("test"), TODAY, due=date(2026, 12, 31))


def found(tables: Iterable[Table], name: str) -> Table:
    return next(table for table in tables if table.name == name)


@pytest.mark.parametrize("lang", LANGS)
def test_every_detail_is_in_all_three_formats(whole: SummaryInput, lang: Lang, text_of_pdf: Callable[..., str]) -> None:
    loc = ReportLocalizer(whole.chart, profile_of(whole.chart), lang)
    read = {
        "docx": text_of_docx(write(whole, "docx", lang)),
        "pdf": text_of_pdf(write(whole, "pdf", lang)),
    }
    for kind, text in read.items():
        for name in DETAIL_FIELDS:
            assert squeezed(loc.detail(whole.missions[0], name)) in squeezed(text), (kind, name)
    book = write(whole, "xlsx", lang)
    assert squeezed("given owner") in squeezed(text_of_xlsx(book))
    sheet = loc.say("each.name")
    heads, row, empty = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name(sheet).to_python()
    for name, field in DETAIL_FIELDS.items():
        cell, given = row[heads.index(loc.detail_name(name))], DETAILS[name]
        wanted = given / 100 if isinstance(given, int) else date.fromisoformat(given) if field.kind == "date" else given
        assert cell == wanted, name
        assert empty[heads.index(loc.detail_name(name))] in ("", "–")


@pytest.mark.parametrize("lang", LANGS)
def test_what_it_takes_is_summed_and_the_rest_is_a_marked_place(whole: SummaryInput, lang: Lang) -> None:
    document = blueprint_summary(whole, lang)
    table = found(document.tables(), {"th": "สิ่งที่ต้องใช้", "en": "What it takes"}[lang])
    total = table.rows[-1]
    assert total[1] == 2
    assert total[2:4] == ("..........",) * 2
    assert total[4] == float(DETAILS["one_off_cost"]) / 100
    each = found(document.tables(), {"th": "สิ่งที่ต้องใช้รายภารกิจ", "en": "What each mission takes"}[lang])
    assert [row[0] for row in each.rows] == ["A1"]
    nothing = replace(whole, missions=whole.missions[1:])
    table = found(blueprint_summary(nothing, lang).tables(), {"th": "สิ่งที่ต้องใช้", "en": "What it takes"}[lang])
    assert set(table.rows[-1][2:]) == {".........."}


def test_sums_of_needs_are_those_of_the_missions(chart: Chart) -> None:
    answers = {"necessary": "no"}
    missions = tuple(
        mission(chart, f"A{n}", answers, details={"one_off_cost": 100 * n, "owner": f"กอง {n}"}) for n in range(1, 6)
    )
    document = blueprint_summary(SummaryInput(chart, missions, Source("test"), TODAY), "en")
    cancelled, total = found(document.tables(), "What it takes").rows
    assert cancelled[4] == total[4] == 15.0
    assert "กอง 1, กอง 2, กอง 3 and 2\u00a0more" in cancelled


def test_opinions_not_asked_for_are_told(chart: Chart) -> None:
    missions = (
        mission(chart, "A1", {"necessary": "no"}, details={"opinion_opdc": "เห็นชอบ"}),
        mission(chart, "A2", {"necessary": "no"}),
    )
    summary = SummaryInput(chart, missions, Source("test"), TODAY)
    document = blueprint_summary(summary, "en")
    (row,) = found(document.tables(), "Agency opinions").rows
    assert row[0] == "A1"
    assert row.count("not yet asked (nothing recorded)") == len(profile_of(chart).opinions) - 1
    assert "Not yet asked (nothing recorded) for 1\u00a0mission" in texts(document)


def test_contracting_out_without_an_analysis_on_record_awaits_it(sample: SummaryInput) -> None:
    profile = profile_of(sample.chart)
    waiting = [m for m in sample.missions if awaits_feasibility(profile, m)]
    assert waiting
    assert {m.decision.disposition for m in waiting} == {"outsource"}
    table = found(blueprint_summary(sample, "en").tables(), "Feasibility")
    assert [row[0] for row in table.rows] == [m.code for m in waiting]
    on_record = replace(waiting[0], details={"feasibility_reference": "รายงานเล่มที่ 1"})
    assert not awaits_feasibility(profile, on_record)


@pytest.mark.parametrize("lang", LANGS)
def test_each_mission_with_a_plan_has_one_short_table(sample: SummaryInput, lang: Lang) -> None:
    planned = [
        m for m in sample.missions if m.decision.disposition and sample.chart.dispositions[m.decision.disposition].plans
    ]
    tables = [t for t in blueprint_summary(sample, lang).tables() if t.name.startswith("development_plan ")]
    assert len(tables) == len(planned) > 0
    assert all(len(table.rows) == 7 for table in tables)
    assert not any(cell == "" for table in tables for row in table.rows for cell in row)


def test_the_delegator_is_asked_for_and_never_presumed(sample: SummaryInput) -> None:
    table = found(blueprint_summary(sample, "en").tables(), "Draft delegation ledger")
    at = [column.heading for column in table.columns].index("Delegator")
    assert {row[at] for row in table.rows} == {".........."}


def test_the_calendar_has_targets_the_due_date_and_the_reports(sample: SummaryInput) -> None:
    first = replace(sample.missions[0], details={"target_date": "2027-01-15", "owner": "กองหนึ่ง"})
    summary = replace(sample, missions=(first, *sample.missions[1:]), due=date(2026, 8, 31))
    loc = ReportLocalizer(sample.chart, profile_of(sample.chart), "en")
    table = next(block for block in calendar(loc, summary) if isinstance(block, Table))
    days = [row[0] for row in table.rows]
    assert days == sorted(days, key=str)
    assert {date(2026, 8, 31), date(2027, 1, 15), date(2027, 2, 28), date(2027, 8, 31)} <= set(days)
    assert next(row[1] for row in table.rows if row[0] == date(2027, 1, 15)) == "กองหนึ่ง"


@pytest.mark.parametrize("name", CHARTS)
def test_the_details_that_profiles_name_are_those_there_are(name: str) -> None:
    profile = profile_of(charts.named(name))
    named = set(profile.opinions)
    for annex in profile.annexes:
        named |= {column.detail for column in annex.columns if column.detail}
        named |= {cell.detail for row in annex.grid for cell in row if isinstance(cell, Detail) and cell.detail}
    assert named <= set(DETAIL_FIELDS)


def test_details_of_a_file_reach_the_summary(chart: Chart) -> None:
    data = "ภารกิจ,ข้อ 1,ผู้รับผิดชอบ,กำหนดแล้วเสร็จ,ค่าใช้จ่ายครั้งเดียว\nงาน,ไม่ใช่,กองหนึ่ง,30/9/2570,1000\n".encode()
    (found_,) = summary_of(chart, data).missions
    assert found_.details == {"owner": "กองหนึ่ง", "target_date": "2027-09-30", "one_off_cost": 100_000}
