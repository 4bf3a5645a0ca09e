"""A review that brought its chart: the chart page shows it as such, and the review says where it can only be read."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flowchart.chart import Chart
from record.exchange import import_review
from record.store import OPERATOR, Store
from tests.record.test_carried_charts import copied, foreign, source
from tests.record.working_group import ADMIN, Group
from tests.ui.steps import said, still
from tests.ui.test_review_list import opened
from text.words import LANGS, Lang

__all__ = ["source"]


def the_chart_page() -> None:
    from ui.chart import page

    page()


def chart_page(lang: Lang, me: str | None, chart: Chart) -> AppTest:
    app = AppTest.from_function(the_chart_page, default_timeout=300)
    app.session_state["lang"] = lang
    if me:
        app.session_state["me"] = me
    app.query_params["chart"] = chart.key
    return still(app.run())


@pytest.mark.parametrize("lang", LANGS)
def test_a_chart_that_came_with_a_review_is_marked_and_shown_to_who_may_read_the_review(
    group: Group,
    source: Store,
    tmp_path: Path,
    lang: Lang,
) -> None:
    chart = foreign(tmp_path)
    import_review(group.store, OPERATOR, copied(source, chart))
    app = chart_page(lang, ADMIN, chart)
    assert [name for name in app.selectbox[0].options if chart.key in name]
    assert {"th": "มากับรอบการทบทวนที่นำเข้า", "en": "came with a review that was imported"}[lang] in said(app)
    assert chart.title[lang] in said(app)
    app = chart_page(lang, None, chart)
    assert not [name for name in app.selectbox[0].options if chart.key in name]


@pytest.mark.parametrize("lang", LANGS)
def test_a_review_that_can_only_be_read_says_so(
    group: Group,
    source: Store,
    tmp_path: Path,
    lang: Lang,
) -> None:
    chart = foreign(tmp_path)
    carried = chart.model_dump(mode="json", exclude_none=True)
    carried["questions"]["needed"]["lines"]["en"] = ["Something", "else"]
    review = import_review(group.store, OPERATOR, copied(source, chart, carried))
    told = {"th": "อ่านได้อย่างเดียว", "en": "can only be read"}[lang]
    assert told in said(opened(ADMIN, lang, review=str(review.id)))
    assert chart.stamp in said(chart_page(lang, ADMIN, chart))
    assert told not in said(opened(ADMIN, lang, review=str(group.review.id)))
