"""A review on the record reaches the summary whole, and only those see it who may take it out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event

from missions.files.rows import MissionRow
from record.answering import edit_mission, save_answer
from record.attachments import add_file, add_link, add_reference
from record.audit import verify
from record.import_rows import update_missions
from record.links import link
from record.mission_status import mission_statuses
from record.opinions import give_opinion, settle
from record.signing import sign_off
from record.store import OPERATOR, Store
from record.store_error import StoreError
from record.talk import comment, resolve
from reports import KINDS, Name, SummaryInput, Tally, write
from reports.blueprint import blueprint_summary, cover_only
from reports.from_record import summary_of_review
from reports.summary import CommentChoice, Deed, Participant, View
from tests.record.test_commands import run
from tests.record.working_group import (
    ADMIN,
    CHAIR,
    MALEE,
    PRASERT,
    SECRETARY,
    STRANGER,
    Group,
    copied,
    group_of,
    make_group,
    of_review,
)
from tests.reports.test_blueprint import texts
from tests.reports.test_nothing_lost import text_of_docx, text_of_xlsx
from tests.reports.test_same_numbers import on_paper
from text.dates import today
from text.words import LANGS, Lang

REASON = "กฎหมายจัดตั้งยังใช้บังคับ"


TOLD = {
    "th": ("วันที่ ๓๑\u00a0สิงหาคม\u00a0๒๕๖๙", "๔\u00a0คน", "แก้ไขหลังลงนาม", "ยังไม่มีการชี้ขาด", "ฝ่ายเลขานุการ"),
    "en": ("Review 2026", "due on 28\u00a0February\u00a02027", "4\u00a0people", "Changed since", "Not settled yet"),
}


def sign(group: Group, *missions: int) -> None:
    hashes = {row.mission.id: row.answers_hash for row in of_review(mission_statuses, group.store, group.review.id)}
    sign_off(group.store, CHAIR, missions, {mission: hashes[mission] for mission in missions})


def make_lived_in(url: str) -> None:
    """A review with a disagreement that was settled and one that was not, evidence, a signature and one undone."""
    store = Store(url)
    group = make_group(store)
    for member, value in ((CHAIR, "yes"), (MALEE, "yes"), (PRASERT, "no")):
        give_opinion(store, member, group.m1, "necessary", value, f"เหตุผลของ {member}", expected_version=0)
    settle(store, CHAIR, group.m1, "necessary", "yes", REASON)
    save_answer(store, MALEE, group.m1, "duplicated", "yes", "ซ้ำกับโรงพิมพ์", "มติ ครม.\nรายงาน 2", expected_version=0)
    save_answer(store, MALEE, group.m1, "consolidation", "merge", expected_version=0)
    add_reference(store, MALEE, group.m1, "necessary", "พ.ร.บ. รถยนต์ พ.ศ. 2522 มาตรา 6")
    add_link(store, MALEE, group.m1, "necessary", "https://example.go.th/a?b=1")
    add_file(store, MALEE, group.m1, "duplicated", "สถิติ.pdf", b"%PDF-1.7", "สถิติรายปี")
    link(store, CHAIR, group.m2, group.m1, "merge")
    for member, value in ((CHAIR, "no"), (MALEE, "yes")):
        give_opinion(store, member, group.m2, "core", value, expected_version=0)
    give_opinion(store, CHAIR, group.m2, "necessary", "yes", expected_version=0)
    give_opinion(store, CHAIR, group.m2, "duplicated", "no", expected_version=0)
    edit_mission(store, CHAIR, group.m3, group.missions[2].version, {"department": "กรมการขนส่ง", "positions": 3})
    sign(group, group.m1, group.m3)
    save_answer(store, CHAIR, group.m3, "necessary", "no", "ทบทวนแล้วยังไม่จำเป็น", expected_version=1)
    assert group.sound()
    store.close()


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Group]:
    """A copy of that review."""
    group = group_of(Store(copied(f"sqlite:///{tmp_path}/record.db", make_lived_in)))
    yield group
    group.store.close()


@pytest.fixture
def summary(group: Group) -> SummaryInput:
    return summary_of_review(group.store, CHAIR, group.review.id)


def test_the_review_is_told(group: Group, summary: SummaryInput) -> None:
    assert (summary.owner, summary.review) == (Name("กระทรวงคมนาคม"), Name("การทบทวนภารกิจ ๒๕๖๙", "Review 2026"))
    assert (summary.started, summary.due) == (date(2026, 8, 31), date(2027, 2, 28))
    assert summary.working_group == (
        Participant("chair", "chair"),
        Participant("malee", "member"),
        Participant("prasert", "member"),
        Participant("secretary", "secretariat"),
    )
    assert summary.chart.hash == group.review.chart_hash
    verdict = verify(group.store)
    assert summary.source.head == verdict.tips[summary.source.review][1]


def test_a_mission_is_told(summary: SummaryInput) -> None:
    first = summary.missions[0]
    assert (first.code, first.budget, first.positions) == ("M1", Decimal("1500000.50"), 7)
    assert first.decision.disposition == "merge"
    assert first.reason == "ซ้ำกับโรงพิมพ์"
    assert first.reasons == {"necessary": REASON, "duplicated": "ซ้ำกับโรงพิมพ์"}
    assert first.evidence == {
        "necessary": ("พ.ร.บ. รถยนต์ พ.ศ. 2522 มาตรา 6", "https://example.go.th/a?b=1"),
        "duplicated": ("มติ ครม.", "รายงาน 2", "สถิติ.pdf (สถิติรายปี)"),
    }
    assert first.counterpart == Name("M2 พิมพ์ราชกิจจานุเบกษา", "M2 Printing")
    assert summary.missions[1].counterpart == Name("M1 ตรวจสภาพรถ", "M1 ตรวจสภาพรถ")


def test_a_disagreement_is_told_once_it_is_settled(summary: SummaryInput) -> None:
    (settled,) = summary.missions[0].disagreements
    assert (settled.question, settled.value, settled.by, settled.reason) == ("necessary", "yes", "chair", REASON)
    assert settled.minority == (View("prasert", "no", f"เหตุผลของ {PRASERT}"),)
    (differing,) = summary.missions[1].disagreements
    assert (differing.question, differing.on, differing.minority) == ("core", None, ())


@pytest.fixture
def contradicted(group: Group) -> SummaryInput:
    """The review, of which the chair signed a mission whose answer contradicts an opinion that nobody settled."""
    give_opinion(group.store, PRASERT, group.m1, "duplicated", "no", "มีเพียงแห่งเดียว", expected_version=0)
    return summary_of_review(group.store, CHAIR, group.review.id)


@pytest.mark.parametrize("lang", LANGS)
def test_answers_that_contradict_opinions_are_counted_on_page_one_and_listed(
    contradicted: SummaryInput, lang: Lang
) -> None:
    (found,) = contradicted.missions[0].contradictions
    assert (found.question, found.answer, found.contrary) == ("duplicated", "yes", 1)
    assert Tally(contradicted).contradicted == 1
    told = {"th": "โดยยังไม่มีการชี้ขาด 1\u00a0ภารกิจ", "en": "the answers of 1\u00a0mission contradict"}[lang]
    assert told in texts(cover_only(contradicted, lang))
    name = {"th": "ขัดกับความเห็น", "en": "Contradict opinions"}[lang]
    table = next(table for table in blueprint_summary(contradicted, lang).tables() if table.name == name)
    assert [(row[0], row[-1]) for row in table.rows] == [("M1", 1)]
    assert "มีเพียงแห่งเดียว" not in texts(blueprint_summary(contradicted, lang))


def test_nothing_is_asked_for_a_signed_mission_whose_opinions_are_not_settled(
    summary: SummaryInput, contradicted: SummaryInput
) -> None:
    assert Tally(summary).asked.total() == 1
    tally = Tally(contradicted)
    assert (tally.signed, tally.contested, tally.asked.total()) == (1, 1, 0)
    document = blueprint_summary(contradicted, "en")
    assert "Nothing is asked for 1\u00a0mission signed while differing opinions" in texts(document)
    listed = next(table for table in document.tables() if table.name == "Not signed")
    assert ("M1", "Signed, but differing opinions are not settled") in [(row[0], row[-1]) for row in listed.rows]


def test_how_the_opinions_stand_is_told(summary: SummaryInput) -> None:
    assert [mission.opinion_state for mission in summary.missions] == ["waiting", "differ", "none"]
    assert "waiting for opinions 1 and differ 1" in texts(cover_only(summary, "en")).replace("\u00a0", " ")
    table = next(table for table in blueprint_summary(summary, "en").tables() if table.name == "Opinions")
    awaited = f"M1 (waiting for {summary.missions[0].opinions_awaited})"
    assert [row[1:] for row in table.rows] == [(1, "M3"), (1, awaited), (1, "M2")]


def test_signatures_are_told_and_that_one_no_longer_stands(summary: SummaryInput) -> None:
    first, second, third = summary.missions
    assert (first.signed_by, first.signed_at, first.reopened) == ("chair", today(), False)
    assert (second.signed_by, second.signed_at, second.reopened) == ("", None, False)
    assert (third.signed_by, third.signed_at, third.reopened) == ("chair", today(), True)
    tally = Tally(summary)
    assert (tally.signed, tally.reopened) == (1, 1)


def test_the_history_has_one_entry_a_day_and_person(summary: SummaryInput) -> None:
    first, second, third = summary.missions
    assert [change.deeds for change in second.changes] == [(Deed("linked", others=("M1",)),)]
    assert [change.deeds for change in third.changes] == [
        (
            Deed("edited", others=("department", "positions")),
            Deed("signed"),
            Deed("reworded", "necessary", "no", "no"),
        )
    ]
    assert [(change.by, change.deeds) for change in first.changes] == [
        ("chair", (Deed("settled", "necessary", "", "yes"),)),
        (
            "malee",
            (
                Deed("answered", "duplicated", "", "yes"),
                Deed("answered", "consolidation", "", "merge"),
                Deed("evidence_added", "necessary"),
                Deed("evidence_added", "duplicated"),
            ),
        ),
        ("chair", (Deed("signed"),)),
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_the_document_tells_it_all(summary: SummaryInput, lang: Lang) -> None:
    document = blueprint_summary(summary, lang, "thai" if lang == "th" else "arabic")
    said = texts(document)
    for word in (REASON, f"เหตุผลของ {PRASERT}", "พ.ร.บ. รถยนต์", "สถิติ.pdf", summary.source.head, "prasert", "secretary"):
        assert word in said
    for word in TOLD[lang]:
        assert word in said


def test_the_chair_and_the_secretary_are_named_where_they_sign(summary: SummaryInput) -> None:
    document = blueprint_summary(summary, "en")
    signing = next(table for table in document.tables() if table.name == "Signatures")
    assert [row[1] for row in signing.rows] == ["chair", "secretary", "", ""]


def test_an_answer_changed_after_it_was_settled_is_told(group: Group) -> None:
    save_answer(group.store, CHAIR, group.m1, "necessary", "no", expected_version=1)
    document = blueprint_summary(summary_of_review(group.store, CHAIR, group.review.id), "en")
    table = next(table for table in document.tables() if table.name == "Differing views")
    assert table.rows[0][2] == "Yes (later changed to “No”)"


@pytest.mark.parametrize("reader", [CHAIR, SECRETARY, ADMIN, OPERATOR])
def test_who_may(group: Group, reader: str) -> None:
    assert len(summary_of_review(group.store, reader, group.review.id).missions) == 3


@pytest.mark.parametrize("reader", [MALEE, STRANGER, "nobody@example.go.th", "", "\0", None])
def test_who_may_not(group: Group, reader: str) -> None:
    with pytest.raises(StoreError) as refused:
        summary_of_review(group.store, reader, group.review.id)
    assert refused.value.code == "not_allowed"


@pytest.mark.parametrize("review", [0, 99, -1, "1", None])
def test_no_such_review(group: Group, review: int) -> None:
    with pytest.raises(StoreError) as refused:
        summary_of_review(group.store, ADMIN, review)
    assert refused.value.code == "not_found"


def test_the_number_of_queries_does_not_grow_with_the_missions(group: Group) -> None:
    queries: list[str] = []

    @dataclass
    class Counted:
        missions: int
        queries: int

    def counted() -> Counted:
        queries.clear()
        found = summary_of_review(group.store, ADMIN, group.review.id)
        return Counted(len(found.missions), len(queries))

    event.listen(group.store.engine, "before_cursor_execute", lambda *of: queries.append(of[2]))
    rows = [MissionRow(f"N{n}", {"name_th": f"งาน {n}"}, {"necessary": "no"}) for n in range(50)]
    assert counted().queries <= 25, "by a program that knows nothing of the review yet"
    update_missions(group.store, ADMIN, group.review.id, rows[:1])
    before = counted()
    update_missions(group.store, ADMIN, group.review.id, rows[1:])
    after = counted()
    assert (before.missions, after.missions) == (4, 53)
    assert before.queries == after.queries <= 25


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("lang", LANGS)
def test_it_can_be_written(summary: SummaryInput, kind: str, lang: Lang) -> None:
    assert write(summary, kind, lang)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_line(group: Group, tmp_path: Path, kind: str) -> None:
    out = tmp_path / f"s.{kind}"
    done = run(f"sqlite:///{tmp_path}/record.db", "summary", "--review", group.review.uid, "-o", out)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes()[:2] in (b"PK", b"%P")


@pytest.mark.parametrize("arguments", [["--review", "nonsense"], [], ["--review", "x", "missions.csv"]])
@pytest.mark.parametrize("lang", LANGS)
def test_the_command_line_says_what_it_cannot_do(
    group: Group, tmp_path: Path, arguments: list[str], lang: Lang
) -> None:
    url = f"sqlite:///{tmp_path}/record.db"
    assert group.review.uid
    done = run(url, "summary", *arguments, "-o", tmp_path / "s.pdf", "--lang", lang)
    assert done.returncode == 2
    assert any("ก" <= letter <= "๛" for letter in done.stderr) == (lang == "th"), done.stderr


def test_a_scope_of_a_review_keeps_what_is_said_of_it(summary: SummaryInput) -> None:
    part = summary.only(dispositions=["merge"])
    assert [mission.code for mission in part.missions] == ["M1"]
    assert (part.owner, part.working_group) == (summary.owner, summary.working_group)
    assert summary.only(ministries=["คมนาคม"]).owner == Name("")


def test_what_people_typed_is_shown_as_typed(summary: SummaryInput) -> None:
    nasty = "\x07<b>๑𝒳\ud800"
    missions = tuple(
        replace(m, disagreements=tuple(replace(d, reason=nasty, by=nasty) for d in m.disagreements))
        for m in summary.missions
    )
    strange = replace(summary, missions=missions, review=Name(nasty), owner=Name(nasty))
    for kind in KINDS:
        assert write(strange, kind, "th")
    assert on_paper(blueprint_summary(strange, "th"))


def test_what_members_say_in_comments_stays_out_of_the_documents(group: Group, summary: SummaryInput) -> None:
    comment(group.store, MALEE, group.m1, "necessary", "ข้อหารือที่ไม่ควรอยู่ในเอกสาร @prasert")
    with_talk = summary_of_review(group.store, CHAIR, group.review.id)
    assert with_talk.missions == summary.missions
    assert "ข้อหารือ" not in repr(with_talk)


@pytest.mark.parametrize("lang", LANGS)
def test_comments_that_are_chosen_stand_in_an_annex_under_their_names_in_all_three_formats(
    group: Group, lang: Lang, text_of_pdf: Callable[[bytes], str]
) -> None:
    first = comment(group.store, MALEE, group.m1, "necessary", "คำถามเปิดของมาลี")
    comment(group.store, PRASERT, group.m1, "necessary", "คำตอบของประเสริฐ", reply_to=first.uid)
    closed = comment(group.store, PRASERT, group.m2, "core", "เรื่องที่ปิดแล้ว")
    resolve(group.store, PRASERT, group.m2, closed.uid)
    read = {"docx": text_of_docx, "pdf": text_of_pdf, "xlsx": text_of_xlsx}
    reply = {"th": "ตอบ: คำตอบของประเสริฐ", "en": "Reply: คำตอบของประเสริฐ"}[lang]
    choices: tuple[tuple[CommentChoice, tuple[str, ...], tuple[str, ...]], ...] = (
        ("none", (), ("คำถามเปิดของมาลี", "เรื่องที่ปิดแล้ว")),
        ("open", ("คำถามเปิดของมาลี", reply), ("เรื่องที่ปิดแล้ว",)),
        ("all", ("คำถามเปิดของมาลี", reply, "เรื่องที่ปิดแล้ว"), ()),
    )
    for choice, told, kept_out in choices:
        chosen = summary_of_review(group.store, CHAIR, group.review.id, comments=choice)
        for kind in KINDS:
            text = " ".join(read[kind](write(chosen, kind, lang)).split())
            for words in told:
                assert words.replace(" ", "") in text.replace(" ", ""), (choice, kind)
            for words in kept_out:
                assert words not in text, (choice, kind)
        names = [(row[0], row[3]) for t in blueprint_summary(chosen, lang).tables() for row in t.rows if reply in row]
        assert names == ([("M1", "prasert")] if told else [])


def test_the_command_line_puts_comments_into_the_documents_only_when_asked(group: Group, tmp_path: Path) -> None:
    comment(group.store, MALEE, group.m1, "necessary", "คำถามเปิดของมาลี")
    url = str(group.store.engine.url)
    for options, there in (([], False), (["--comments", "open"], True)):
        file = tmp_path / "out.xlsx"
        done = run(url, "summary", "--review", group.review.uid, "-o", file, *options)
        assert done.returncode == 0, done.stderr
        assert ("คำถามเปิดของมาลี" in text_of_xlsx(file.read_bytes())) == there
    done = run(url, "summary", "missions/samples/blueprint.csv", "-o", tmp_path / "x.xlsx", "--comments", "all")
    assert done.returncode
    assert "--comments" in done.stderr
