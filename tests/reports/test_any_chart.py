"""A chart gets a complete document, whether a report profile stands beside it or not."""

import io
import itertools
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from engine.rules import decide
from flowchart import charts
from flowchart.chart import Chart, Text
from flowchart.checks import ChartError
from flowchart.profile import ReportProfile, load_profile
from missions.files.read import read_sheet
from reports import KINDS, Name, ReviewedMission, Source, SummaryInput, write, write_apart
from reports.blueprint import blueprint_summary, cover_only
from reports.document import MOST_ROWS, Heading, Note, Paragraph
from reports.from_file import summary_of_file
from reports.parts.cover import MOST_NAMED
from reports.pdf import png_pages
from reports.tally import Tally
from tests.charts import ODD, SAMPLE, changed
from tests.reports.conftest import TODAY, word_of
from tests.reports.test_blueprint import texts
from text.words import LANGS, Lang

BARE = """\
id: bare
version: 1.0.0
title: {th: ผังสั้น, en: Bare chart}
questions:
  wanted:
    number: 1
    start: true
    text: {th: ยังต้องการหรือไม่, en: "Is it still wanted?"}
    short: {th: ยังต้องการ, en: Still wanted}
    answers:
      often: {label: {th: บ่อย, en: Often}}
      never: {label: {th: ไม่เคย, en: Never}}
edges:
  - {question: wanted, answer: often, to: keep, provenance: slide}
  - {question: wanted, answer: never, to: drop, provenance: inferred}
dispositions:
  keep: {label: {th: เก็บไว้, en: Keep}, meaning: {th: เก็บไว้, en: Keep it}}
  drop: {label: {th: ปล่อยไป, en: Drop}, meaning: {th: ปล่อยไป, en: Drop it}}
"""
OF_THE_THAI_CHART = (
    *("คณะรัฐมนตรี", "ก.พ.ร.", "พิมพ์เขียว", "สไลด์", "มอบอำนาจ"),
    *("PMQA", "Cabinet", "OPDC", "Blueprint", "slide", "baht"),
)


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> SummaryInput:
    """Two missions decided by a chart of one question that has nothing but what a chart must have."""
    path = tmp_path_factory.mktemp("charts") / "bare.yaml"
    path.write_text(BARE, encoding="utf-8")
    chart = charts.load(path)
    office = Name("สำนักตัวอย่าง", "An office")
    missions = tuple(
        ReviewedMission(f"M{n}", Name(f"งานที่ {n}", f"Task {n}"), office, office, given, decide(chart, given))
        for n, given in enumerate(({"wanted": "often"}, {"wanted": "never"}, {}), 1)
    )
    return SummaryInput(chart, missions, Source("test"), TODAY)


@pytest.mark.parametrize("lang", LANGS)
def test_no_sentence_has_a_page_to_itself(bare: SummaryInput, lang: Lang) -> None:
    alone = [
        blocks
        for _, blocks in blueprint_summary(bare, lang).sheets()
        if all(isinstance(block, Heading | Paragraph | Note) for block in blocks)
        and sum(len(block.text) for block in blocks if isinstance(block, Paragraph | Note)) < 200
    ]
    assert alone == []


ANNEX = "annexes:\n  - id: a\n    title: {th: ก, en: A}\n    "
COLUMNS = "columns: [{heading: {th: ก, en: A}}]\n"
STEP = "[{step: {th: ก, en: A}, within: {th: ก, en: A}, by: {th: ก, en: A}}]"


def planned_of(summary: SummaryInput) -> list[ReviewedMission]:
    of_plans = {d.id for d in summary.chart.dispositions.values() if d.plans}
    return [mission for mission in summary.missions if mission.decision.disposition in of_plans]


def program(chart: Chart) -> SummaryInput:
    sample = SAMPLE.with_name(f"{chart.id}.csv")
    return summary_of_file(chart, sample.read_bytes(), read_sheet, file_name=sample.name)


@pytest.mark.parametrize("lang", LANGS)
def test_a_chart_without_a_profile_gets_a_whole_document_in_words_of_no_country(bare: SummaryInput, lang: Lang) -> None:
    said = texts(blueprint_summary(bare, lang))
    assert [word for word in OF_THE_THAI_CHART if word in said] == []
    document = blueprint_summary(bare, lang)
    assert all(part.parts for part in document.sections)
    for kind in KINDS:
        assert write(bare, kind, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_of_a_chart_without_numbers_all_questions_count(tmp_path: Path, lang: Lang) -> None:
    (tmp_path / "odd.yaml").write_text(ODD, encoding="utf-8")
    odd = charts.load(tmp_path / "odd.yaml")
    rows = "code,title,path,name,status\nA,a,name,other,decided\nB,b,status,,incomplete\nC,c,,,\n"
    summary = summary_of_file(odd, rows.encode(), read_sheet, made_on=TODAY)
    assert [(q, *counts) for q, *counts in Tally(summary).exits] == [("path", 3, 0), ("name", 1, 0), ("status", 2, 2)]
    said = texts(blueprint_summary(summary, lang)).replace("\u00a0", " ")
    assert {"th": "คำถาม 3 ข้อ", "en": "3-question chart"}[lang] in said
    assert {"th": "คำถาม 0 ข้อ", "en": "0-question chart"}[lang] not in said
    for kind in KINDS:
        assert write(summary, kind, lang)


def of_many(folder: Path, dispositions: int) -> Chart:
    """The bare chart with so many dispositions more, each an answer of its one question."""
    keep = "  keep: {label: {th: เก็บไว้, en: Keep}, meaning: {th: เก็บไว้, en: Keep it}}\n"
    often, edge = "      often: {label: {th: บ่อย, en: Often}}\n", "answer: often, to: keep, provenance: slide}\n"
    each = range(dispositions)
    text = changed(
        BARE,
        ("id: bare", f"id: bare_{dispositions}"),
        (keep, keep + "".join(keep.replace("keep", f"keep{n}").replace("Keep}", f"Keep {n}}}") for n in each)),
        (often, often + "".join(often.replace("often", f"often{n}").replace("Often", f"Often {n}") for n in each)),
        (edge, edge + "".join(
            "  - {question: wanted, " + edge.replace("often", f"often{n}").replace("keep", f"keep{n}") for n in each
        )),
    )  # fmt: skip
    (folder / "many.yaml").write_text(text, encoding="utf-8")
    return charts.load(folder / "many.yaml")


@pytest.mark.parametrize(("dispositions", "wide"), [(10, True), (40, False)])
def test_many_dispositions_of_ministries_stand_line_by_line(tmp_path: Path, dispositions: int, *, wide: bool) -> None:
    chart = of_many(tmp_path, dispositions)
    rows = "code,name,ministry,wanted\nA,a,One,often3\nB,b,Two,often3\nC,c,Two,often7\nD,d,Two,Often 7\n"
    summary = summary_of_file(chart, rows.encode(), read_sheet, made_on=TODAY)
    found = next(t for t in blueprint_summary(summary, "en").tables() if t.columns[0].heading == "Ministry")
    if wide:
        assert len(found.columns) == dispositions + 6
    else:
        assert [row[:3] for row in found.rows] == [
            ("One", "Keep 3", 1),
            ("Two", "Keep 3", 1),
            ("Two", "Keep 7", 2),
            ("Total", "", 4),
        ]


@pytest.mark.parametrize("lang", LANGS)
def test_forty_dispositions_leave_page_one_a_page_and_no_cell_of_many_pages(tmp_path: Path, lang: Lang) -> None:
    chart = of_many(tmp_path, 40)
    rows = "code,name,ministry,department,wanted\n" + "".join(f"A{n},a,One,D{n % 2},often{n % 40}\n" for n in range(90))
    summary = summary_of_file(chart, rows.encode(), read_sheet, made_on=TODAY)
    assert len(png_pages(cover_only(summary, lang), 30)) == 1
    document = blueprint_summary(summary, lang)
    tables = {table.name: table for table in document.tables()}
    first, whole = (
        tables[name] for name in ({"th": ("ภาพรวม paper", "ภาพรวม"), "en": ("Totals paper", "Totals")}[lang])
    )
    assert len(first.rows) == MOST_NAMED + 3
    assert len(whole.rows) == 40 + 2 + 2
    for table in (first, whole):
        assert sum(int(str(row[1])) for row in table.rows[:-1]) == table.rows[-1][1] == 90
    assert first.rows[-3][0] == {"th": "ผลการพิจารณาอื่นอีก 30 ประเภท", "en": "30 other dispositions"}[lang].replace(
        "30 ", "30\u00a0"
    )
    hang = {"th": "ขึ้นกับคำตอบเดียว", "en": "Hang on one answer"}[lang]
    assert all(str(row[2]).count("\n") <= 6 for row in tables[f"{hang} paper"].rows)
    assert [column.kind for column in tables["departments 1"].columns] == ["text", "text", "count"]
    assert sum(int(str(row[2])) for row in tables["departments 1"].rows[:-1]) == 90
    book = CalamineWorkbook.from_filelike(io.BytesIO(write(summary, "xlsx", lang)))
    assert len(book.get_sheet_by_name(whole.name).to_python()) == 1 + len(whole.rows)
    assert any(str(row[2]).count("\n") > 30 for row in book.get_sheet_by_name(hang).to_python())


def test_no_heading_of_a_large_pack_stands_over_nothing(sample: SummaryInput) -> None:
    """Tables of more rows than go on paper are in the workbook, and where they would be the document says so."""
    details = {"owner": "กองแผนงาน", "structure_before": "สองกอง", "structure_after": "หนึ่งกอง", "consultation": "แล้ว"}
    missions = tuple(
        replace(sample.missions[n % 81], code=f"K{n}", legal_basis="พ.ร.บ.", details=details)
        for n in range(MOST_ROWS + 100)
    )
    for _, blocks in blueprint_summary(replace(sample, missions=missions), "th").sheets():
        for above, below in itertools.pairwise([*blocks, Heading("", 0)]):
            if isinstance(above, Heading) and isinstance(below, Heading):
                assert below.level > above.level, above.text


@pytest.mark.parametrize("lang", LANGS)
def test_a_chart_whose_paths_all_stand_in_the_original_has_no_empty_table_of_readings(
    tmp_path: Path, lang: Lang
) -> None:
    path = tmp_path / "plain.yaml"
    text = changed(BARE, ("id: bare", "id: plain"), ("provenance: inferred", "provenance: slide"))
    path.write_text(text, encoding="utf-8")
    summary = summary_of_file(charts.load(path), b"code,name,wanted\nA,a,often\n", read_sheet, made_on=TODAY)
    document = blueprint_summary(summary, lang)
    assert all(table.rows for table in document.tables())
    assert {"th": "ไม่ได้ระบุว่ามีเส้นทางใดที่ตีความ", "en": "names no path that was inferred"}[lang] in texts(document)


def test_a_chart_without_a_profile_is_written_by_another_process_too(bare: SummaryInput) -> None:
    names = CalamineWorkbook.from_filelike(io.BytesIO(write_apart(bare, ["xlsx"], "en")["xlsx"])).sheet_names
    assert "Each mission" in names


@pytest.mark.parametrize("lang", LANGS)
def test_the_program_review_is_written_in_its_own_words(lang: Lang) -> None:
    chart = charts.latest("program_review_1994")
    summary = program(chart)
    said = texts(blueprint_summary(summary, lang))
    for word in {"th": ("ทะเบียนความตกลงกับรัฐบาลมณฑล",), "en": ("Register of agreements with the provinces",)}[lang]:
        assert word in said
    foreign = [word for word in ("ก.พ.ร.", "พิมพ์เขียว", "PMQA", "OPDC", "Blueprint", "slide", "baht") if word in said]
    assert foreign == []
    for kind in KINDS:
        assert write(summary, kind, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_each_mission_that_gets_a_plan_has_a_form_of_its_own(sample: SummaryInput, lang: Lang) -> None:
    planned = planned_of(sample)
    document = blueprint_summary(sample, lang)
    forms = [table for table in document.tables() if table.name.startswith("development_plan ")]
    assert all(mission.code in form.caption for mission, form in zip(planned, forms, strict=True))
    assert len(forms) == len(planned) > 0
    whole = [table for table in document.book() if len(table.rows) == len(planned) * len(forms[0].rows)]
    assert whole


def test_many_forms_are_in_the_workbook_alone(sample: SummaryInput) -> None:
    planned = planned_of(sample)[0]
    many = replace(sample, missions=tuple(replace(planned, code=f"P{n}") for n in range(70)))
    document = blueprint_summary(many, "en")
    assert [t for t in document.tables() if t.name.startswith("development_plan ")] == []
    assert any(len(t.rows) == 7 * 70 for t in document.book())
    assert "The forms of all 70\u00a0missions are in the XLSX file" in texts(document)


@pytest.mark.parametrize(
    ("profile", "code", "line"),
    [
        (ANNEX + "for: [nowhere]\n    " + COLUMNS, "unknown_target", 4),
        (ANNEX + "for: plans\n    sub_forms: [no_such]\n    " + COLUMNS, "unknown_sub_form", 5),
        (ANNEX + "for: plans\n    " + COLUMNS + "    grid:\n      - [{th: ก, en: A}, {th: ข, en: B}]\n", "long_row", 7),
        ("method:\n  - {th: ก, en: 'A {nothing}'}\n", "unknown_name", 2),
        ("method:\n  - {th: ก, en: 'A {'}\n", "unknown_name", 2),
        ("schedule:\n  steps: []\n", "malformed", 2),
        ("signatories:\n  - {position: {th: ก}}\n", "missing_translation", 2),
        ("signatories:\n  - {position: {th: ก, en: A}, role: king}\n", "malformed", 2),
        ("schedule:\n  source: {cite: {th: ก, en: A}, checked: seen}\n  steps: " + STEP, "seen_without_place", 2),
    ],
)
def test_a_profile_is_checked_line_by_line(chart: Chart, tmp_path: Path, profile: str, code: str, line: int) -> None:
    path = tmp_path / "p.report.yaml"
    path.write_text(profile, encoding="utf-8")
    with pytest.raises(ChartError) as caught:
        load_profile(path, chart)
    assert [(d.code, d.line) for d in caught.value.defects] == [(code, line)]
    for lang in LANGS:
        assert "{" not in caught.value.defects[0].sentence(lang) or code == "unknown_name"


def test_an_empty_profile_is_a_profile() -> None:
    assert ReportProfile().annexes == ()


def test_word_holds_the_tables_of_a_bare_chart(bare: SummaryInput) -> None:
    word = word_of(write(bare, "docx", "en"))
    assert len(word.tables) == len(list(blueprint_summary(bare, "en").tables()))


def test_the_command_that_checks_a_chart_checks_its_profile(tmp_path: Path) -> None:
    path = tmp_path / "bare.yaml"
    path.write_text(BARE, encoding="utf-8")
    command = [sys.executable, "cli.py", "chart", "check", str(path), "--lang", "en"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    (tmp_path / "bare.report.yaml").write_text("method:\n  - {th: ก, en: 'A {nothing}'}\n", encoding="utf-8")
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode != 0
    assert "unknown_name" in done.stderr
    assert "bare.report.yaml line 2" in done.stderr


@pytest.mark.parametrize("lang", LANGS)
def test_the_title_of_a_chart_stands_in_the_executive_summary_as_it_is(bare: SummaryInput, lang: Lang) -> None:
    title = Text(th="ผังทั้งหก", en="The six tests")
    said = texts(blueprint_summary(replace(bare, chart=bare.chart.model_copy(update={"title": title})), lang))
    assert f"“{title[lang]}”" in said
    assert "the The six tests" not in said
