"""Page one asks only for what is settled and signed, and each of its numbers says what it counts."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from engine.rules import decide
from reports import KINDS, Name, SummaryInput, write
from reports.blueprint import blueprint_summary, cover_only
from reports.document import NumberedList
from reports.pdf import png_pages
from reports.tally import Tally
from tests.reports.test_blueprint import texts
from tests.reports.test_nothing_lost import text_of_docx
from tests.reports.test_same_numbers import squeezed
from text.words import LANGS, Lang


def requests(summary: SummaryInput, lang: Lang) -> list[str]:
    blocks = [block for _, blocks in cover_only(summary, lang).sheets() for block in blocks]
    (asked,) = (block for block in blocks if isinstance(block, NumberedList))
    return [f"{item.lead} {item.text}" for item in asked.items]


@pytest.fixture
def reviewed(few: SummaryInput) -> SummaryInput:
    """A dozen missions of a review: five signed, one changed since, one not decided."""
    day = date(2026, 11, 1)
    missions = [replace(m, signed_by="ประธาน", signed_at=day) if n < 6 else m for n, m in enumerate(few.missions)]
    missions[5] = replace(missions[5], reopened=True)
    missions[11] = replace(missions[11], answers={}, decision=decide(few.chart, {}))
    missions[0] = replace(missions[0], minority_view="ควรคงไว้")
    source = replace(few.source, review="some-review", head="0" * 64)
    return replace(few, missions=tuple(missions), source=source, due=date(2026, 12, 1))


def test_only_what_is_signed_is_asked_for(reviewed: SummaryInput) -> None:
    acknowledge, approve, *_, assign = requests(reviewed, "en")
    told = ("12\u00a0missions", "11\u00a0are decided", "1\u00a0is not", "signed 5\u00a0missions", "1\u00a0was changed")
    for said in told:
        assert said in acknowledge
    assert "due on 1\u00a0December\u00a02026" in acknowledge
    assert "1\u00a0mission has a dissenting view" in acknowledge
    assert "the 5\u00a0missions decided and signed" in approve
    assert "1\u00a0mission not decided" in assign
    said = texts(cover_only(reviewed, "en"))
    assert "Nothing is asked for 6\u00a0missions decided but not signed" in said
    assert "DRAFT" not in said
    listed = next(t for t in blueprint_summary(reviewed, "en").tables() if t.name == "Not signed")
    assert {row[0] for row in listed.rows} == {m.code for m in reviewed.missions[5:11]}


@pytest.mark.parametrize("lang", LANGS)
def test_page_one_of_a_file_names_nobody_who_submits_and_counts_no_ministry_that_is_none(
    sample: SummaryInput, lang: Lang
) -> None:
    said = texts(cover_only(sample, lang))
    assert {"th": "หน่วยงานใน 20\u00a0สังกัด", "en": "agencies under 20\u00a0ministries or other bodies"}[lang] in said
    assert {"th": "เสนอโดย", "en": "Submitted by"}[lang] not in said
    named = replace(sample, owner=Name("กระทรวงตัวอย่าง", "An Example Ministry"))
    assert {"th": "เสนอโดย กระทรวงตัวอย่าง", "en": "Submitted by An Example Ministry"}[lang] in texts(
        cover_only(named, lang)
    )


@pytest.mark.parametrize(
    ("lang", "undecided", "told"),
    [
        ("th", 0, "ได้ผลการพิจารณา 12\u00a0จาก 12\u00a0ภารกิจ แยกเป็น "),
        ("th", 12, "ยังจำแนกไม่ได้ 12\u00a0ภารกิจ (ร้อยละ 100.0)"),
        ("en", 0, "12\u00a0of 12\u00a0missions are decided: "),
        ("en", 12, "12\u00a0missions are not decided (100.0\u00a0per cent)."),
    ],
)
def test_the_executive_summary_tells_decided_and_undecided_apart(
    few: SummaryInput, lang: Lang, undecided: int, told: str
) -> None:
    open_ = [replace(m, answers={}, decision=decide(few.chart, {})) for m in few.missions[:undecided]]
    said = texts(blueprint_summary(replace(few, missions=(*open_, *few.missions[undecided:])), lang))
    (line,) = [line for line in said.split("\n") if told.replace("\u00a0", " ") in line.replace("\u00a0", " ")]
    assert (" 0 " in line.replace("\u00a0", " ")) is False


def test_the_dispositions_named_are_those_of_the_signed_and_add_up(reviewed: SummaryInput) -> None:
    tally = Tally(reviewed)
    assert tally.asked.total() == tally.signed == 5
    assert Tally(replace(reviewed, as_draft=True)).asked.total() == 11


@pytest.mark.parametrize("lang", LANGS)
def test_a_draft_says_so_on_every_page_and_asks_for_all_that_is_decided(reviewed: SummaryInput, lang: Lang) -> None:
    draft = replace(reviewed, as_draft=True)
    assert "11\u00a0" in requests(draft, lang)[1]
    assert blueprint_summary(draft, lang).mark == {"th": "ร่าง", "en": "DRAFT"}[lang]
    assert blueprint_summary(reviewed, lang).mark == ""
    for kind in KINDS:
        assert write(draft, kind, lang)


def test_a_file_makes_a_draft_and_final_asks_for_nothing_of_it(few: SummaryInput) -> None:
    assert few.draft
    final = replace(few, as_draft=False)
    assert not any(item.startswith("Approve") for item in requests(final, "en"))


def test_cancelled_missions_are_counted_apart_from_those_that_change_hands(sample: SummaryInput) -> None:
    principle = next(item for item in requests(sample, "en") if item.startswith("Approve in principle"))
    decided = [m.decision.disposition for m in sample.missions if m.decision.disposition]
    owners = [sample.chart.dispositions[disposition].owner_after for disposition in decided]
    assert f"{owners.count('other')}\u00a0missions that another state body" in principle
    assert f"{owners.count('none')}\u00a0missions to end" in principle


def test_percentages_that_do_not_add_up_say_why(sample: SummaryInput) -> None:
    table = next(cover_only(sample, "en").tables())
    shown = [round(float(str(row[-1] or 0)) * 100, 1) for row in table.rows[:-1]]
    said = "rounded to one decimal" in texts(cover_only(sample, "en"))
    assert said == (round(sum(shown), 1) != 100.0)


@pytest.mark.parametrize(
    ("lang", "nothing", "something"),
    [
        ("th", "ไม่มีความเห็นแย้งที่บันทึกไว้", "มีความเห็นแย้ง 1\u00a0ภารกิจ"),
        ("en", "no dissenting view is recorded", "1\u00a0mission has a dissenting view"),
    ],
)
def test_where_nobody_dissented_page_one_says_that_nothing_is_recorded(
    sample: SummaryInput, reviewed: SummaryInput, lang: Lang, nothing: str, something: str
) -> None:
    assert nothing in requests(sample, lang)[0]
    assert nothing not in requests(reviewed, lang)[0]
    assert something in requests(reviewed, lang)[0]


@pytest.mark.parametrize(
    ("lang", "approval", "information"),
    [
        ("th", "เรื่อง ขอความเห็นชอบ", "เรื่อง เพื่อทราบ"),
        ("en", "Subject: for approval", "Subject: for information"),
    ],
)
def test_the_subject_asks_for_approval_only_where_something_is_asked(
    reviewed: SummaryInput, lang: Lang, approval: str, information: str
) -> None:
    unsigned = replace(reviewed, missions=tuple(replace(m, signed_at=None) for m in reviewed.missions))
    for summary, said in ((reviewed, approval), (unsigned, information)):
        assert {line for line in (approval, information) if line in texts(cover_only(summary, lang))} == {said}


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("th", "ยกเลิก 4\u00a0ภารกิจ รวมภารกิจ 6\u00a0ภารกิจ โอนงาน 1\u00a0ภารกิจ"),
        ("en", "Cancel 4, Merge 6"),
    ],
)
def test_thai_lists_have_no_commas(sample: SummaryInput, lang: Lang, told: str) -> None:
    approve, principle = requests(sample, lang)[1:3]
    assert told in approve
    assert ("," in approve + principle) == (lang == "en")
    assert {"th": " และคงไว้", "en": " and Retain"}[lang] in approve


@pytest.mark.parametrize("lang", LANGS)
def test_the_first_page_is_one_page(reviewed: SummaryInput, lang: Lang) -> None:
    assert len(png_pages(cover_only(reviewed, lang), 30)) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_page_one_says_how_many_dispositions_await_a_feasibility_analysis(
    sample: SummaryInput, lang: Lang, text_of_pdf: Callable[..., str]
) -> None:
    n = Tally(sample).awaiting
    assert n == sum(m.decision.disposition == "outsource" for m in sample.missions)
    said = {
        "th": f"ผลการพิจารณา {n} ภารกิจยังรอผลวิเคราะห์ความเป็นไปได้",
        "en": f"the dispositions of {n} missions await a feasibility analysis",
    }[lang]
    assert squeezed(said) in squeezed(requests(sample, lang)[0])
    assert squeezed(said) in squeezed(text_of_docx(write(sample, "docx", lang)))
    assert squeezed(said) in squeezed(text_of_pdf(write(sample, "pdf", lang), "-raw", "-l", "1"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(write(sample, "xlsx", lang)))
    rows = book.get_sheet_by_name({"th": "หน้าแรก", "en": "Page one"}[lang]).to_python()[1:]
    counts = {str(label): int(str(count).removesuffix(".0")) for label, count in rows}
    label = {
        "th": "ภารกิจที่ผลการพิจารณายังรอผลวิเคราะห์ความเป็นไปได้",
        "en": "Missions whose disposition awaits a feasibility analysis",
    }
    assert counts[label[lang]] == n
    assert sum(counts.values()) > n


def test_the_numbers_of_page_one_stand_in_the_workbook_with_what_they_count(reviewed: SummaryInput) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(write(reviewed, "xlsx", "en")))
    assert book.get_sheet_by_name("Page one").to_python()[1:7] == [
        ["Missions reviewed", 12],
        ["Missions decided", 11],
        ["Missions not decided", 1],
        ["Missions that the chair has signed", 5],
        ["Missions changed after being signed", 1],
        ["Missions whose answers contradict opinions, with nothing settled", 0],
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_a_pack_of_a_file_does_not_say_that_a_working_group_answered(sample: SummaryInput, lang: Lang) -> None:
    said = texts(blueprint_summary(sample, lang))
    assert {"th": "พิจารณาโดยตอบคำถาม 7 ข้อตามลำดับ", "en": "The 7 questions are answered for each mission"}[lang] in said
    assert {"th": "คณะทำงานตอบ", "en": "The working group answers"}[lang] not in said
    assert {"th": "เครื่องมือนี้", "en": "this tool"}[lang] not in said
