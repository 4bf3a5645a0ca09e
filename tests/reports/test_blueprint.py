"""What the document says, before it is drawn."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from engine.rules import decide
from flowchart.chart import Chart
from reports import Change, Name, SummaryInput
from reports.blueprint import blueprint_summary
from reports.document import Closing, Document, Figure, Heading, Labelled, Note, NumberedList, Outline, Paragraph, Table
from reports.letter import Letter
from reports.summary import Deed, Participant
from tests.reports.conftest import summary_of
from text.numbers import in_digits
from text.words import LANGS, Lang


def texts(document: Document) -> str:
    said: list[str] = []
    for _, blocks in document.sheets():
        for block in blocks:
            if isinstance(block, Heading | Note | Paragraph):
                said.append(block.text)
            elif isinstance(block, NumberedList):
                said += [f"{item.lead} {item.text}" for item in block.items]
            elif isinstance(block, Outline):
                said += [text for _, text in block.lines]
            elif isinstance(block, Table):
                said += [block.caption, *(str(cell) for row in block.rows for cell in row)]
            elif isinstance(block, Figure):
                said += [block.caption, block.alt]
            elif isinstance(block, Labelled | Closing):
                said += block.lines
    return "\n".join(said)


@pytest.mark.parametrize("lang", LANGS)
def test_every_part_is_there_and_numbered(sample: SummaryInput, lang: Lang) -> None:
    document = blueprint_summary(sample, lang)
    headings = [b.text for _, blocks in document.sheets() for b in blocks if isinstance(b, Heading) and b.level == 1]
    assert [heading.split(". ")[0] for heading in headings[1:7]] == ["1", "2", "3", "4", "5", "6"]
    assert len(headings) == 12
    names = [table.name for table in document.book()]
    assert len(set(names)) == len(names)
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_cabinet_is_asked_for_nothing_that_there_is_not(chart: Chart) -> None:
    whole = texts(blueprint_summary(summary_of(chart, "ภารกิจ,ข้อ 1\nงาน,ไม่ใช่\n".encode()), "th"))
    assert "ผลการทบทวน 1\u00a0ภารกิจ ตามแนวทาง" in whole, "no department is named, so none is counted"
    assert "ให้ตอบคำถามที่ค้างของ" not in whole
    some = texts(blueprint_summary(summary_of(chart, "ภารกิจ,กระทรวง,ข้อ 1\nงาน,คลัง,\n".encode()), "th"))
    assert "หน่วยงาน 1\u00a0แห่ง" in some
    assert "ให้ตอบคำถามที่ค้างของ" in some


def test_thai_digits_are_used_everywhere_but_in_latin_words(few: SummaryInput) -> None:
    assert in_digits("พ.ศ. 2546 (S1 บรรทัด 137) blueprint@1.0.0#2ea", "thai") == (
        "พ.ศ. ๒๕๔๖ (S1 บรรทัด ๑๓๗) blueprint@1.0.0#2ea"
    )
    said = texts(blueprint_summary(few, "th", "thai"))
    assert "วันที่ ๒๑\u00a0พฤศจิกายน\u00a0๒๕๖๙" in said
    assert "คำถาม ๗\u00a0ข้อ" in said


def test_it_can_be_reproduced(sample: SummaryInput) -> None:
    said = texts(blueprint_summary(sample, "en"))
    assert sample.chart.hash in said
    assert sample.source.sha256 in said
    assert sample.content_hash in said
    changed = replace(sample.missions[0], answers={"necessary": "no"})
    assert replace(sample, missions=(changed, *sample.missions[1:])).content_hash != sample.content_hash


def test_sources_are_named_as_people_cite_them(sample: SummaryInput) -> None:
    said = texts(blueprint_summary(sample, "th"))
    assert "พระราชบัญญัติระเบียบบริหารราชการแผ่นดิน พ.ศ. 2534 แก้ไขเพิ่มเติมโดย (ฉบับที่ 5) พ.ศ. 2545 มาตรา 3/1" in said
    assert "S1 บรรทัด" not in said


@pytest.mark.parametrize("lang", LANGS)
def test_a_record_tells_what_a_file_cannot(few: SummaryInput, lang: Lang) -> None:
    first, second, *rest = few.missions
    first = replace(
        first,
        counterpart=Name("กรมคู่เรื่อง"),
        settled_by="ปลัดกระทรวง",
        minority_view="ควรคงไว้",
        evidence={"necessary": ("หนังสือ ที่ 1",)},
        reasons={"necessary": "ยังมีกฎหมาย"},
        signed_by="ประธาน",
        signed_at=date(2026, 11, 1),
        changes=(Change(date(2026, 10, 1), "ผู้แก้", (Deed("changed", "necessary", "no", "yes"),)),),
        budget=Decimal(1_500_000),
        positions=12,
    )
    summary = replace(
        few,
        missions=(first, second, *rest),
        working_group=(Participant("นาย ก", "chair"),),
        started=date(2026, 6, 1),
        due=date(2026, 12, 1),
    )
    said = texts(blueprint_summary(summary, lang))
    for word in ("กรมคู่เรื่อง", "ปลัดกระทรวง", "ควรคงไว้", "หนังสือ ที่ 1", "ยังมีกฎหมาย", "ผู้แก้", "นาย ก", "1,500,000"):
        assert word in said
    assert {"th": "แก้ไขคำตอบ ข้อ 1", "en": "Changed 1. "}[lang] in said
    assert {"th": "เริ่มทบทวนวันที่ 1\u00a0มิถุนายน\u00a02569", "en": "began on 1\u00a0June\u00a02026"}[lang] in said


def test_the_delegation_ledger_lists_what_is_delegated_to_provinces(sample: SummaryInput) -> None:
    ledger = next(t for t in blueprint_summary(sample, "en").tables() if t.name == "Draft delegation ledger")
    delegated = {m.code for m in sample.missions if m.decision.sub_form in ("delegate_provincial", "both")}
    assert {row[0] for row in ledger.rows} == delegated


def test_an_incomplete_mission_names_the_question_that_holds_it(few: SummaryInput) -> None:
    answers = {"necessary": "yes", "duplicated": "yes"}
    held = replace(few.missions[0], answers=answers, decision=decide(few.chart, answers))
    document = blueprint_summary(replace(few, missions=(held,)), "en")
    table = next(t for t in document.tables() if t.name == "Not decided")
    assert table.rows == (
        (held.code, held.name.en, "Cancel, merge or transfer", "Cancel, Merge, Transfer", "Cancel, merge or transfer"),
    )


@pytest.mark.parametrize("standing", ["of_a_file", "unsigned", "signed", "reopened"])
def test_one_mission_is_told_in_the_singular(few: SummaryInput, standing: str) -> None:
    day = None if standing in ("of_a_file", "unsigned") else date(2026, 11, 1)
    mission = replace(few.missions[0], signed_at=day, signed_by="chair", reopened=standing == "reopened")
    source = few.source if standing == "of_a_file" else replace(few.source, review="some-review", head="0" * 64)
    one = replace(few, missions=(mission,), source=source, letter=Letter())
    said = texts(blueprint_summary(one, "en"))
    assert re.findall("\\b1[ \u00a0](?:missions|(?:mission|more) (?:that )?(?:are|were|have))\\b.*", said) == []


def test_several_ministries_are_told_in_the_plural(sample: SummaryInput) -> None:
    assert "ministries has" not in texts(blueprint_summary(replace(sample, letter=Letter()), "en"))


def test_the_scope_can_be_narrowed(sample: SummaryInput) -> None:
    finance = sample.only(ministries=["กระทรวงการคลัง"])
    assert finance.ministries == (Name("กระทรวงการคลัง", "Ministry of Finance"),)
    assert "Ministry of Finance" in blueprint_summary(finance, "en").title
    planned = sample.only(dispositions=["od_plan"])
    assert {m.decision.disposition for m in planned.missions} == {"od_plan"}
    assert "Limited to: Organisational-development plan" in texts(blueprint_summary(planned, "en"))
    assert sample.only(dispositions=[""]).missions == ()


def test_two_missions_of_one_code_keep_their_own_remarks(few: SummaryInput) -> None:
    first = replace(few.missions[0], counterpart=Name("กรมหนึ่ง"))
    second = replace(first, counterpart=Name("กรมสอง"))
    table = next(
        t for t in blueprint_summary(replace(few, missions=(first, second)), "th").book() if t.name == "รายภารกิจ"
    )
    assert [str(row[-1]).split(": ")[1] for row in table.rows] == ["กรมหนึ่ง", "กรมสอง"]
