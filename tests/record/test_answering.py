from decimal import Decimal

import pytest
import sqlalchemy as sa

from missions.files.rows import MissionRow
from record.answering import answers_of, assign, clear_draft, edit_mission, save_answer, save_draft
from record.audit import history
from record.import_rows import update_missions
from record.lengths import WORDS
from record.limits import checked_email, checked_link
from record.members import add_member
from record.opinions import give_opinion
from record.reviews import mission_of, missions_of
from record.store import Store
from record.store_error import Conflict, StoreError
from tests.record.reading import drafts_of
from tests.record.working_group import ADMIN, CHAIR, MALEE, PRASERT, STRANGER, Group, make_group, of_mission, of_review
from text.words import LANGS

STRANGE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    'Robert\'); DROP TABLE mission;-- "quoted" ‘’ “”',
    "👩🏽‍🔬🇹🇭 emoji",
    "\u202eright to left\u202c \u200f \u2066x\u2069",
    "บรรทัดหนึ่ง\nบรรทัดสอง\t\u200b น้ำ กำ์",
    "{field} %s \\ \x1b[31m \ufeff",
)


def test_two_people_on_one_question_lose_no_word(group: Group) -> None:
    store = group.store
    save_draft(store, PRASERT, group.m1, "core", "no", "ร่าง")
    first = save_answer(store, MALEE, group.m1, "core", "yes", "เหตุผลของมาลี", "หลักฐาน ก", expected_version=0)
    with pytest.raises(Conflict) as conflict:
        save_answer(store, PRASERT, group.m1, "core", "no", "เหตุผลของประเสริฐ", "หลักฐาน ข", expected_version=0)
    theirs, mine = conflict.value.theirs, conflict.value.mine
    assert (theirs.value, theirs.reason, theirs.evidence, theirs.by, theirs.at) == (
        "yes",
        "เหตุผลของมาลี",
        "หลักฐาน ก",
        MALEE,
        first.at,
    )
    kept = of_mission(drafts_of, store, group.m1, PRASERT).get("core")
    assert kept is not None
    assert mine is not None
    assert (kept.value, kept.reason, kept.evidence) == (mine.value, mine.reason, mine.evidence)
    assert (kept.value, kept.reason, kept.evidence) == ("no", "เหตุผลของประเสริฐ", "หลักฐาน ข")
    chosen = save_answer(store, PRASERT, group.m1, "core", "no", "รวมกัน", expected_version=theirs.version)
    assert chosen.version == 2
    assert of_mission(drafts_of, store, group.m1, PRASERT).get("core") is None
    assert [
        change.after["reason"]
        for change in of_mission(history, store, group.m1)
        if change.kind == "answer" and change.after
    ] == [
        "เหตุผลของมาลี",
        "รวมกัน",
    ]
    assert group.sound()


def test_the_same_words_are_no_conflict(group: Group) -> None:
    first = save_answer(group.store, MALEE, group.m1, "core", "yes", "r", "e", expected_version=0)
    second = save_answer(group.store, PRASERT, group.m1, "core", "yes", "r", "e", expected_version=0)
    assert (second.version, second.by) == (first.version, MALEE)


def test_two_tabs_of_one_person(group: Group) -> None:
    give_opinion(group.store, MALEE, group.m1, "core", "yes", "แท็บแรก", expected_version=0)
    with pytest.raises(Conflict) as conflict:
        give_opinion(group.store, MALEE, group.m1, "core", "no", "แท็บสอง", expected_version=0)
    assert conflict.value.theirs.reason == "แท็บแรก"
    assert of_mission(drafts_of, group.store, group.m1, MALEE) == {}
    draft = of_mission(lambda read: drafts_of(read, "opinion"), group.store, group.m1, MALEE)["core"]
    assert (draft.reason, draft.base) == ("แท็บสอง", 0)
    assert give_opinion(group.store, MALEE, group.m1, "core", "no", "แท็บสอง", expected_version=1).version == 2
    assert of_mission(lambda read: drafts_of(read, "opinion"), group.store, group.m1, MALEE) == {}


def test_two_people_on_the_fields_of_a_mission(group: Group) -> None:
    changed = edit_mission(group.store, CHAIR, group.m1, 1, {"budget_satang": 12_345, "assignee": MALEE})
    assert changed.budget == Decimal("123.45")
    with pytest.raises(Conflict) as conflict:
        edit_mission(group.store, ADMIN, group.m1, 1, {"budget_satang": 0})
    assert (conflict.value.theirs.version, conflict.value.theirs.budget_satang) == (2, 12_345)
    with pytest.raises(StoreError, match="no_member"):
        edit_mission(group.store, CHAIR, group.m1, 2, {"assignee": STRANGER})
    for field, value in (("id", 5), ("code", "X"), ("version", 9), ("positions", -1), ("name_th", " ")):
        with pytest.raises(StoreError):
            edit_mission(group.store, CHAIR, group.m1, 2, {field: value})
    assert group.sound()


def test_drafts_belong_to_one_person_and_question(group: Group) -> None:
    store = group.store
    save_draft(store, MALEE, group.m1, "core", None, "กำลังพิมพ์")
    save_draft(store, MALEE, group.m1, "core", "yes", "กำลังพิมพ์ต่อ")
    draft = of_mission(drafts_of, store, group.m1, MALEE).get("core")
    assert draft is not None
    assert (draft.value, draft.reason) == ("yes", "กำลังพิมพ์ต่อ")
    assert of_mission(drafts_of, store, group.m1, PRASERT).get("core") is None
    assert of_mission(drafts_of, store, group.m2, MALEE).get("core") is None
    clear_draft(store, MALEE, group.m1, "core")
    assert of_mission(drafts_of, store, group.m1, MALEE).get("core") is None


@pytest.mark.parametrize("text", STRANGE)
def test_strange_words_are_kept_as_written(group: Group, text: str) -> None:
    save_answer(group.store, MALEE, group.m1, "core", "yes", text, text, expected_version=0)
    edit_mission(group.store, CHAIR, group.m1, 1, {"name_th": text, "name_en": text, "other_agency": text})
    save_draft(group.store, MALEE, group.m1, "necessary", None, text)
    answer = of_mission(answers_of, group.store, group.m1)["core"]
    assert (answer.reason, answer.evidence) == (text, text)
    mission = mission_of(group.store, MALEE, group.m1)[0]
    assert (mission.name_th, mission.name_en, mission.other_agency) == (text, text, text)
    assert group.sound()


def test_ten_thousand_characters(group: Group) -> None:
    long = "ก" * 10_000
    assert save_answer(group.store, MALEE, group.m1, "core", "yes", long, expected_version=0).reason == long
    assert edit_mission(group.store, CHAIR, group.m1, 1, {"description": "🙂" * WORDS}).description == "🙂" * WORDS
    with pytest.raises(StoreError) as error:
        edit_mission(group.store, CHAIR, group.m1, 2, {"name_th": long})
    assert [error.value.sentence(lang) for lang in LANGS] == [
        "ชื่อภารกิจภาษาไทยยาว 10,000 ตัวอักษร เกินกว่าที่รับได้ กรุณาย่อให้ไม่เกิน 1,000 ตัวอักษร",
        "The mission's Thai name has 10,000 characters. Shorten it to at most 1,000.",
    ]
    with pytest.raises(StoreError, match="too_long"):
        save_answer(group.store, MALEE, group.m1, "core", "yes", "ก" * (WORDS + 1), expected_version=1)
    with pytest.raises(StoreError) as error:
        update_missions(group.store, CHAIR, group.review.id, [MissionRow("M1", {"name_th": long})])
    assert error.value.sentence("en").startswith("Mission M1: The mission's Thai name")
    assert len(of_review(missions_of, group.store, group.review.id)) == 3


FORGED = [
    ("core", "maybe"),
    ("core", "x" * 9_000),
    ("core", None),
    ("core", True),
    ("core", ["yes"]),
    ("consolidation", "yes"),
    ("no_such", "yes"),
    (None, "yes"),
    (["core"], "yes"),
    ("core\0", "yes"),
    ("\ud800", "yes"),
]


@pytest.mark.parametrize(("question", "value"), FORGED)
def test_forged_answers_are_refused(group: Group, question: object, value: object) -> None:
    before = group.changes()
    with pytest.raises(StoreError) as error:
        save_answer(group.store, MALEE, group.m1, question, value, expected_version=0)  # type: ignore[arg-type]
    assert all(error.value.sentence(lang) for lang in LANGS)
    with pytest.raises(StoreError):
        give_opinion(group.store, MALEE, group.m1, question, value, expected_version=0)  # type: ignore[arg-type]
    if value is not None:
        with pytest.raises(StoreError):
            save_draft(group.store, MALEE, group.m1, question, value)  # type: ignore[arg-type]
    assert group.changes() == before


@pytest.mark.parametrize("words", [None, 5, b"x", "nul\0", "half \ud83d"])
def test_forged_words_are_refused(group: Group, words: object) -> None:
    with pytest.raises(StoreError):
        save_answer(group.store, MALEE, group.m1, "core", "yes", words, expected_version=0)  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        save_draft(group.store, MALEE, group.m1, "core", "yes", "", words)  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        edit_mission(group.store, CHAIR, group.m1, 1, {"name_th": words})  # type: ignore[dict-item]


@pytest.mark.parametrize("mission_id", [0, -1, 2**31, 10**30, "1", None, 1.0, True, "1; DROP TABLE mission"])
def test_forged_ids_are_not_found(group: Group, mission_id: object) -> None:
    with pytest.raises(StoreError, match="not_found"):
        save_answer(group.store, MALEE, mission_id, "core", "yes", expected_version=0)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match="not_found"):
        mission_of(group.store, MALEE, mission_id)  # type: ignore[arg-type]


@pytest.mark.parametrize("email", ["", "a", "a@", "@b", "a b@c", "a@b@c", "<a@b>", "x" * 260 + "@y", "a@b\0", 7])
def test_what_is_no_address(email: object) -> None:
    with pytest.raises(StoreError):
        checked_email(email)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "http://", "//x", "data:text/html,x", "https://a b", "http://[x", "ftp://x", ""]
)
def test_what_is_no_link(link: str) -> None:
    with pytest.raises(StoreError):
        checked_link(link)


def test_a_member_may_have_a_strange_name(group: Group) -> None:
    for number, text in enumerate(STRANGE):
        assert add_member(group.store, ADMIN, f"m{number}@example.go.th", text).name == text
    assert group.sound()


def test_many_missions_are_assigned_in_one_transaction_or_none_is(store: Store) -> None:
    group = make_group(store)
    ran: list[str] = []
    sa.event.listen(store.engines[1], "before_cursor_execute", lambda *given: ran.append(given[2]))
    rows = [MissionRow(f"N{n}", {"name_th": f"งานที่ {n}"}) for n in range(40)]
    update_missions(store, CHAIR, group.review.id, rows)
    missions = [mission.id for mission in of_review(missions_of, store, group.review.id)]
    costs = []
    for some, who in ((missions[:2], MALEE), (missions, PRASERT), (missions, None)):
        ran.clear()
        before = group.changes()
        assert assign(store, CHAIR, group.review.id, some, who) == len(some)
        assert group.changes() == before + len(some), "one line of the log for each"
        costs.append(len(ran))
    assert max(costs) == costs[0], "as many statements for forty as for two"
    assert assign(store, CHAIR, group.review.id, missions, None) == 0, "nothing is told that did not change"
    for wrong, who, code in (
        ([*missions, 999], MALEE, "not_found"),
        (missions, STRANGER, "no_member"),
    ):
        with pytest.raises(StoreError) as refused:
            assign(store, CHAIR, group.review.id, wrong, who)
        assert refused.value.code == code
    with pytest.raises(StoreError):
        assign(store, MALEE, group.review.id, missions, MALEE)
    assert {mission.assignee for mission in of_review(missions_of, store, group.review.id)} == {None}
    assert group.sound()


def test_a_draft_takes_two_statements_and_an_answer_after_it_six(group: Group) -> None:
    store, found = group.store, list[str]()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement.split(maxsplit=1)[0])

    save_answer(store, MALEE, group.m2, "necessary", "yes", expected_version=0)  # signs the ends of the log once a day
    for engine in store.engines:
        sa.event.listen(engine, "before_cursor_execute", note)
    save_draft(store, MALEE, group.m1, "necessary", "yes")
    assert found == ["SELECT", "INSERT"]
    found.clear()
    save_answer(store, MALEE, group.m1, "necessary", "yes", expected_version=0)
    assert (len(found), found.count("SELECT")) == ((6, 2) if store.dialect == "sqlite" else (7, 3)), found
