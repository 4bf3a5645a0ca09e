"""Who else does it: the likeliest missions of other agencies, at the question about duplication."""

import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flowchart import charts
from flowchart.chart import Chart
from missions import similar, vectors
from missions.files.rows import MissionRow
from missions.mission import sample_answers, sample_missions
from record.links import links_of
from record.members import set_role
from record.models import Mission, Review
from record.reviews import create_review, missions_of
from record.store import Store
from tests.record.working_group import ADMIN, CHAIR, MALEE, SECRETARY, Group, of_mission, of_review
from tests.ui.steps import HOSTILE, press_key, said, still
from text.words import LANGS, Lang
from ui.walk import alike
from ui.walk.alike import joining

APP = Path(__file__).parents[2] / "app.py"
CHART = charts.default()
SAYS = {
    "heading": {"th": "หน่วยงานอื่นที่อาจทำภารกิจเดียวกัน", "en": "Other agencies that may do the same"},
    "meaning": {"th": "ทั้งตัวอักษรและความหมาย", "en": "by letters and by meaning"},
    "letters": {"th": "เปรียบเทียบเฉพาะตัวอักษร", "en": "by letters only"},
    "linked": {"th": "ระบุเป็นภารกิจคู่แล้ว", "en": "Named as counterpart."},
    "cancelled": {"th": "ผล: ยกเลิก", "en": "disposition: Cancel"},
    "missing": {"th": "ยังไม่ได้ติดตั้ง", "en": "is not installed here"},
    "no_agency": {"th": "ยังไม่ระบุกระทรวงหรือหน่วยงาน", "en": "lacks a name, or a ministry or department"},
}
WELLS = "ขุดเจาะบ่อบาดาลเพื่อการเกษตร"
YES = {"necessary": "yes"}


def row(code: str, name: str, department: str, answers: dict[str, str] | None = None) -> MissionRow:
    return MissionRow(code, {"name_th": name, "ministry": "กระทรวง", "department": department}, answers or YES)


def make_review(store: Store, title: str, *rows: MissionRow) -> tuple[Review, dict[str, Mission]]:
    words = {"ministry": "กระทรวง", "title_th": title, "title_en": title}
    review = create_review(store, ADMIN, chart=CHART, started=date(2026, 9, 1), rows=rows, **words)
    return review, {mission.code: mission for mission in of_review(missions_of, store, review.id)}


@pytest.fixture
def wells(group: Group) -> dict[str, Mission]:
    """Two reviews that Malee takes part in, with the same work in three agencies, and one that she may not read."""
    review, missions = make_review(
        group.store,
        "รอบน้ำ",
        row("A1", WELLS, "กรมทรัพยากรน้ำบาดาล"),
        row("A2", "เจาะบ่อน้ำบาดาลช่วยเหลือเกษตรกร", f"กรมชลประทาน {HOSTILE}", {"necessary": "no"}),
        row("A3", f"{WELLS}กรรม", "กรมทรัพยากรน้ำบาดาล"),
        row("A5", f"{WELLS} <script>alert(1)</script>", "กรมทางหลวง"),
        MissionRow("A4", {"name_th": "ไม่มีหน่วยงาน"}, YES),
    )
    other, _ = make_review(group.store, "รอบทหาร", row("B1", WELLS, "หน่วยทหารพัฒนา"))
    make_review(group.store, "รอบลับ", row("C1", WELLS, "หน่วยลับ"))
    set_role(group.store, ADMIN, review.id, MALEE, "member")
    set_role(group.store, ADMIN, other.id, MALEE, "secretariat")
    set_role(group.store, ADMIN, review.id, SECRETARY, "secretariat")
    set_role(group.store, ADMIN, review.id, CHAIR, "chair")
    return missions


def opened(
    mission: int | str, who: str | None, lang: Lang, question: str = "duplicated", *, unfold: bool = True, **query: str
) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=300)
    if who:
        app.session_state["me"] = who
    app.session_state["been_home"] = True
    if unfold:
        app.session_state[f"alike-{mission}-{question}"] = True
    for name, value in {"lang": lang, "mission": str(mission), "question": question, **query}.items():
        app.query_params[name] = value
    return still(app.run())


def link_keys(app: AppTest) -> list[str]:
    return [button.key for button in app.button if button.key and button.key.startswith("alike-link")]


@pytest.mark.parametrize("chart", charts.all_charts(), ids=lambda chart: chart.id)
def test_the_question_about_duplication_follows_from_the_chart(chart: Chart) -> None:
    found = {question.id: joining(chart, question) for question in chart.questions.values()}
    assert {question: kinds for question, kinds in found.items() if kinds} == {
        "blueprint": {"duplicated": ("merge", "transfer"), "consolidation": ("merge", "transfer")},
        "program_review_1994": {"efficiency_gain": ("consolidate",), "joined_where": ("consolidate",)},
    }[chart.id]


@pytest.mark.parametrize("lang", LANGS)
def test_a_member_names_the_likeliest_of_the_review_as_counterpart(
    group: Group, wells: dict[str, Mission], lang: Lang
) -> None:
    app = opened(wells["A1"].id, MALEE, lang)
    text = said(app)
    assert SAYS["meaning"][lang] in text
    assert "<mark>บ่อบาดาล" in text or "บาดาล</mark>" in text
    assert text.index("รอบทหาร") < text.index("A2 "), "the likeliest first"
    assert SAYS["cancelled"][lang] in text
    assert "&lt;script&gt;" in text
    assert "<script>" not in text
    assert "หน่วยลับ" not in text, "of a review that she may not read"
    assert f"{WELLS}กรรม" not in text, "of the same agency"
    keys = [f"alike-link-{wells[code].id}-{kind}" for code in ("A2", "A5") for kind in ("merge", "transfer")]
    assert sorted(link_keys(app)) == sorted(keys)
    press_key(app, f"alike-link-{wells['A2'].id}-merge")
    assert SAYS["linked"][lang] in said(app)
    assert sorted(link_keys(app)) == sorted(keys[2:])
    (link,) = of_mission(links_of, group.store, wells["A1"].id)
    assert (link.other_id, link.kind) == (wells["A2"].id, "merge")
    assert group.sound()


@pytest.mark.parametrize("lang", LANGS)
def test_it_says_how_many_more_are_alike_and_how_many_were_not_compared(
    group: Group, monkeypatch: pytest.MonkeyPatch, lang: Lang
) -> None:
    review, missions = make_review(group.store, "รอบน้ำ", *(row(f"A{n}", WELLS, f"กรมที่ {n}") for n in range(1, 9)))
    other, _ = make_review(group.store, "รอบทหาร", row("B1", WELLS, "หน่วยทหารพัฒนา"), row("B2", "งานอื่น", "กรม"))
    for each in (review, other):
        set_role(group.store, ADMIN, each.id, MALEE, "member")
    app = opened(missions["A1"].id, MALEE, lang)
    assert {"th": "ยังมีอีก 3 ภารกิจ", "en": "Not shown: 3 more"}[lang] in said(app), "7 and 1, of which 5 are shown"
    assert {"th": "ไม่ได้เปรียบเทียบอีก", "en": "Not compared"}[lang] not in said(app)
    monkeypatch.setattr(alike, "_MOST", 7)
    app = opened(missions["A1"].id, MALEE, lang)
    beyond = len(sample_missions(CHART)) + 2 + len(group.missions)
    assert {"th": f"ไม่ได้เปรียบเทียบอีก {beyond} ภารกิจ", "en": f"Not compared: {beyond} more"}[lang] in said(app)


@pytest.mark.parametrize("lang", LANGS)
def test_without_a_record_it_looks_among_the_samples(lang: Lang) -> None:
    samples = sample_missions(CHART)
    found = next(each for each in samples.values() if each.name_th == "การจดทะเบียนนิติบุคคล")
    app = opened(found.id, None, lang, question=CHART.start.id)
    assert SAYS["heading"][lang] not in [box.label for box in app.expander], "only at its question"
    app = opened(found.id, None, lang, question=CHART.start.id)
    app.session_state[f"alike-{found.id}-duplicated"] = True
    app.radio[0].set_value("yes")
    press_key(app, "go_on")
    assert SAYS["heading"][lang] in [box.label for box in app.expander]
    text = said(app)
    assert "<mark>" in text
    assert (
        next(each for each in samples.values() if each.name_th.startswith("การจดทะเบียนสิทธิ"))
        .owner("en" if lang == "en" else "th")
        .split(" · ")[-1]
        in text
    )
    assert link_keys(app) == []


def test_before_it_is_opened_it_is_only_made_ready_beside_the_page(
    wells: dict[str, Mission], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(vectors.VECTORS_VARIABLE, str(tmp_path / "vectors.db"))
    vectors.forget()
    before = set(threading.enumerate())
    app = opened(wells["A1"].id, MALEE, "th", unfold=False)
    assert SAYS["heading"]["th"] in [box.label for box in app.expander]
    assert f"alike-{wells['A1'].id}-duplicated-found" not in app.session_state
    for thread in set(threading.enumerate()) - before:
        if thread.name == "alike":
            thread.join()
    texts = [similar.comparable_text(wells[code].name_th) for code in ("A1", "A2", "A5")]
    told: list[int] = []
    vectors.vectors_of(texts, lambda done, _all: told.append(done))
    assert told == [], "the vectors of the review were worked out"


@pytest.mark.parametrize("lang", LANGS)
def test_it_says_what_is_missing(wells: dict[str, Mission], monkeypatch: pytest.MonkeyPatch, lang: Lang) -> None:
    assert SAYS["no_agency"][lang] in said(opened(wells["A4"].id, MALEE, lang))
    monkeypatch.setattr(similar, "meaning_installed", lambda: False)
    assert SAYS["letters"][lang] in said(opened(wells["A1"].id, MALEE, lang))
    monkeypatch.setattr(similar, "installed", lambda: False)
    assert SAYS["missing"][lang] in said(opened(wells["A1"].id, MALEE, lang))


def test_only_the_group_names_a_counterpart_and_not_in_an_own_opinion(wells: dict[str, Mission]) -> None:
    assert link_keys(opened(wells["A1"].id, CHAIR, "th"))
    assert link_keys(opened(wells["A1"].id, MALEE, "th", way="opinion")) == []
    assert link_keys(opened(wells["A1"].id, SECRETARY, "th")) == []


@pytest.mark.parametrize("chart", charts.all_charts(), ids=lambda chart: chart.id)
def test_every_sample_has_its_answers(chart: Chart) -> None:
    assert sample_answers(chart).keys() == sample_missions(chart).keys()
    for answers in sample_answers(chart).values():
        assert answers
        assert all(answer in chart.questions[question].answers for question, answer in answers.items())


def test_what_compares_is_loaded_when_nothing_else_is() -> None:
    """Two threads that load parts of one library by different ways may be refused both: seen with a page's charts."""
    program = """if True:
        import sys
        from ui import routes
        from ui.walk import alike
        from flowchart import charts
        from missions.mission import sample_missions
        from ui.walk.draft import Draft

        class Watch:
            def find_spec(self, name, path=None, target=None):
                if name == "sklearn":
                    print("alone" if routes._loading.locked() else "beside others")

        chart = charts.default()
        draft = Draft(next(iter(sample_missions(chart).values())), chart, at=chart.start.id)
        started, prepare = [], alike.prepare
        alike.prepare = lambda *given: started.append(prepare(*given))
        sys.meta_path.insert(0, Watch())
        alike._prepare(chart, draft)
        started[0].join()
    """
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "alone", told.stderr  # before that it was looked up only
