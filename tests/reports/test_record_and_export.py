"""A pack of a record says the same as one of that record's export, and evidence reads the same from file and record."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from flowchart import charts
from flowchart.chart import Chart
from missions.files.columns import match_columns
from missions.files.detail_fields import DETAIL_FIELDS
from missions.files.read import read_sheet
from record.attachments import add_reference
from record.exchange import export_review, import_review
from record.import_rows import rows_of, update_missions
from record.opinions import give_opinion, settle
from record.store import OPERATOR, Store
from record.talk import comment, resolve
from reports import SummaryInput
from reports.blueprint import blueprint_summary
from reports.document import Document
from reports.from_record import summary_of_review
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, Group, make_group
from tests.reports.conftest import summary_of
from tests.reports.test_blueprint import texts
from text.words import LANGS, Lang

_OF_KIND = {"money": "2500000.50", "date": "30/09/2570", "text": "คำสั่งที่ {n}", "words": "รายละเอียดของช่องที่ {n}"}
DETAILS = {field.label["th"]: _OF_KIND[field.kind].format(n=n) for n, field in enumerate(DETAIL_FIELDS.values(), 1)}
"""Every further field of a mission, each with words of its own."""
_HEADS = "รหัส,ภารกิจ,ข้อ 1,เหตุผล ข้อ 1,หลักฐาน ข้อ 1,งบประมาณ,อัตรากำลัง,คำอธิบาย,ฐานกฎหมาย,ผู้ชี้ขาด,ความเห็นแย้ง"
_CELLS = "N1,งานหนึ่ง,ไม่ใช่,หมดความจำเป็น,มติหนึ่ง; หนังสือสอง ;รายงานสาม,1500.25,12,ทำงานหนึ่ง,พ.ร.บ. หนึ่ง,ปลัดกระทรวง,ควรคงไว้"
FILE = f"{_HEADS},{','.join(DETAILS)}\n{_CELLS},{','.join(DETAILS.values())}\n"


OPEN, REPLY, CLOSED, TICKED = "คำถามของมาลี", "คำตอบของประเสริฐ", "เรื่องที่ปิดแล้ว", "หนังสือที่ นร 0101/15"


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Group]:
    store = Store(f"sqlite:///{tmp_path}/record.db")
    group = make_group(store)
    for member, value in ((CHAIR, "yes"), (MALEE, "yes"), (PRASERT, "no")):
        give_opinion(store, member, group.m1, "necessary", value, f"เหตุผลของ {member}", expected_version=0)
    settle(store, CHAIR, group.m1, "necessary", "yes", "กฎหมายยังใช้บังคับ")
    add_reference(store, MALEE, group.m1, "necessary", "พ.ร.บ. รถยนต์; มาตรา 6")
    chart = charts.default()
    listed = chart.evidence["necessary"][0].text["th"]
    add_reference(store, MALEE, group.m1, "necessary", f"{listed}: {TICKED}")
    first = comment(store, MALEE, group.m1, "necessary", OPEN)
    comment(store, PRASERT, group.m1, "necessary", REPLY, reply_to=first.uid)
    closed = comment(store, PRASERT, group.m2, "core", CLOSED)
    resolve(store, PRASERT, group.m2, closed.uid)
    sheet = read_sheet(FILE.encode(), chart)
    update_missions(store, ADMIN, group.review.id, rows_of(chart, sheet, match_columns(chart, sheet.header)).rows)
    yield group
    store.close()


def told(document: Document) -> str:
    book = [column.heading for table in document.book() for column in table.columns]
    book += [str(cell) for table in document.book() for row in table.rows for cell in row]
    return "\n".join([document.title, texts(document), *book])


@pytest.mark.parametrize("lang", LANGS)
def test_a_pack_of_a_record_equals_the_pack_of_its_export(group: Group, tmp_path: Path, lang: Lang) -> None:
    here = summary_of_review(group.store, OPERATOR, group.review.id, comments="all")
    other = Store(f"sqlite:///{tmp_path}/other.db")
    copy = import_review(other, OPERATOR, export_review(group.store, OPERATOR, group.review.uid))
    there = summary_of_review(other, OPERATOR, copy.id, comments="all")
    other.close()
    # An import adds a change of its own to the log, and tells whether anybody vouched for the copy.
    source = replace(there.source, head=here.source.head, log=here.source.log, vouched=here.source.vouched)
    said = told(blueprint_summary(here, lang))
    assert told(blueprint_summary(replace(there, source=source), lang)) == said
    assert [word for word in (OPEN, REPLY, CLOSED, TICKED) if word not in said] == []
    for name, field in DETAIL_FIELDS.items():
        assert field.label[lang] in said, name
        if field.kind in ("text", "words"):
            assert DETAILS[field.label["th"]] in said, name


def test_evidence_between_semicolons_reads_the_same_from_file_and_record(group: Group, chart: Chart) -> None:
    def evidence(summary: SummaryInput) -> tuple[str, ...]:
        return next(m for m in summary.missions if m.code == "N1").evidence["necessary"]

    from_file = evidence(summary_of(chart, FILE.encode()))
    assert from_file == evidence(summary_of_review(group.store, OPERATOR, group.review.id))
    assert from_file == ("มติหนึ่ง", "หนังสือสอง", "รายงานสาม")


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_file_gives_is_told_alike_of_the_record_made_from_it(group: Group, chart: Chart, lang: Lang) -> None:
    of_file = summary_of(chart, FILE.encode())
    of_record = summary_of_review(group.store, OPERATOR, group.review.id)
    for summary in (of_file, of_record):
        said = told(blueprint_summary(summary, lang))
        for word in FILE.split("\n")[1].split(",")[3:]:
            if not word.replace(".", "").replace("/", "").isdigit():
                assert all(piece.strip() in said for piece in word.split(";")), word
        assert "1500.25" in said
        assert {"th": "2,500,000.50 บาท", "en": "2,500,000.50 baht"}[lang] in said
        assert {"th": "30\u00a0กันยายน\u00a02570", "en": "30\u00a0September\u00a02027"}[lang] in said


def test_a_reference_on_the_record_is_one_piece_whatever_stands_in_it(group: Group) -> None:
    summary = summary_of_review(group.store, OPERATOR, group.review.id)
    assert summary.missions[0].evidence["necessary"][0] == "พ.ร.บ. รถยนต์; มาตรา 6"
