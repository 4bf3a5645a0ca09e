"""What the numbers of a portfolio hang on, as the page tells it."""

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from flowchart import charts
from missions.files.rows import MissionRow
from record.attachments import add_reference
from record.members import set_role
from record.models import Review
from record.reviews import create_review, missions_of
from record.store import Store
from tests.record.working_group import ADMIN, CHAIR, MALEE, Group, of_review
from tests.ui.steps import said, still
from tests.ui.test_portfolio import opened, portfolio_page
from text.words import LANGS, Lang

ROWS = {
    "blueprint": (
        ("A", {"necessary": "no"}),
        ("A", {"necessary": "yes", "duplicated": "yes", "consolidation": "merge"}),
        ("B", {"necessary": "yes", "duplicated": "no", "core": "yes", "devolvable": "yes", "recipient": "both"}),
        ("B", {"necessary": "yes"}),
    ),
    "program_review_1994": (
        ("A", {"public_interest": "no"}),
        ("A", {"public_interest": "yes", "role_of_government": "no", "exit_route": "sell_interest"}),
        ("B", {"public_interest": "yes", "role_of_government": "yes", "federal_role": "shared_with_province"}),
        ("B", {"public_interest": "yes"}),
    ),
}
"""Missions by department: decided by one, two or more answers, and one that is open."""
BY_HAND = {
    # The third could become cancel, merge or transfer; the second what follows when it is no duplicate.
    "blueprint": ("duplicated", {"cancel": "1–2", "merge": "0–2", "transfer": "0–1", "decentralise": "0–2"}),
    # The third could go both ways out; the second stays within what the federal government does with others.
    "program_review_1994": (
        "role_of_government",
        {"discontinue": "1–3", "privatise": "0–2", "share_with_provinces": "0–2"},
    ),
}
"""How the number of some dispositions hangs on the second question, worked out by hand."""


def make(store: Store, chart_id: str) -> Review:
    rows = [
        MissionRow(f"R{n}", {"name_th": f"ภารกิจที่ {n}", "ministry": "กระทรวง", "department": department}, answers)
        for n, (department, answers) in enumerate(ROWS[chart_id], 1)
    ]
    words = {"ministry": "กระทรวง", "title_th": "รอบ", "title_en": "Round"}
    review = create_review(store, ADMIN, chart=charts.named(chart_id), started=date(2026, 9, 1), rows=rows, **words)
    set_role(store, ADMIN, review.id, MALEE, "member")
    set_role(store, ADMIN, review.id, CHAIR, "chair")
    return review


def page(review: Review, lang: Lang) -> AppTest:
    return opened(MALEE, review=str(review.id), view="moves", lang=lang)


def ranges(app: AppTest) -> pd.DataFrame:
    table = app.table[0].value
    assert isinstance(table, pd.DataFrame)
    return table


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("chart_id", ROWS)
def test_the_page_says_how_far_each_number_hangs_on_each_question(group: Group, chart_id: str, lang: Lang) -> None:
    chart = charts.named(chart_id)
    app = page(make(group.store, chart_id), lang)
    question, expected = BY_HAND[chart_id]
    row = next(n for n, name in enumerate(ranges(app).index) if chart.questions[question].short[lang] in name)
    for disposition, bounds in expected.items():
        assert ranges(app)[chart.dispositions[disposition].label[lang]].iloc[row] == bounds, disposition
    assert {"th": "ไม่นับ 1 ภารกิจ", "en": "Not counted: 1 mission "}[lang] in said(app)
    assert {"th": "แยกตามส่วนราชการ", "en": "By department"}[lang] in said(app)


def test_one_question_is_chosen_and_answers_with_evidence_can_be_left_out(group: Group) -> None:
    review = make(group.store, "blueprint")
    app = page(review, "en")
    app.selectbox(key="moves_question").set_value("duplicated").run()
    assert "on their path: 2. Of these, 2 could move" in said(app)
    agencies = app.table[1].value
    assert sorted(agencies.iloc[:, 0]) == ["A"] * 5 + ["B"] * 3, "five that may follow for one, three for the other"
    second = of_review(missions_of, group.store, review.id)[1]
    add_reference(group.store, MALEE, second.id, "duplicated", "มติคณะรัฐมนตรี")
    app.toggle(key="moves_unproven").set_value(True).run()
    assert "on their path: 2. Of these, 1 could move" in said(app)
    assert set(app.table[1].value.iloc[:, 0]) == {"B"}
    merged = ranges(app).loc[r"2\. Already done by another agency", "Merge"]
    assert merged == "1–2", "the second has evidence and stays; the third has none and could join it"


def test_a_browser_cannot_choose_what_is_not_there(group: Group) -> None:
    review = make(group.store, "blueprint")
    app = AppTest.from_function(portfolio_page, default_timeout=300)
    given = {"me": MALEE, "moves_question": "<script>", "moves_pair": "merge.nowhere"}
    for name, value in given.items():
        app.session_state[name] = value
    for name, value in {"review": str(review.id), "view": "moves"}.items():
        app.query_params[name] = value
    still(app.run())
    assert app.selectbox(key="moves_pair").value == ""
    assert app.selectbox(key="moves_question").value in charts.named("blueprint").questions


def test_a_review_of_which_nothing_could_move_says_so(group: Group) -> None:
    review = make(group.store, "blueprint")
    app = opened(MALEE, review=str(review.id), view="moves", lang="en", status="incomplete")
    assert "would move any of these missions" in said(app)
    assert not app.table
