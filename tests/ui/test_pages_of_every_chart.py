"""The pages of a review and of a file, by any bundled chart and by one that is in no folder of the program."""

from collections.abc import Iterator

import pytest

from record.store import URL_VARIABLE, Store
from tests.charts import EVERY_CHART, chart_and_missions
from tests.record.every_chart import LivedIn, review_by
from tests.record.working_group import CHAIR
from tests.ui import test_on_record, test_pages, test_portfolio, test_summary_page
from tests.ui.steps import press_key, said, still
from text.words import LANGS, Lang


@pytest.fixture(scope="module", params=EVERY_CHART)
def reviewed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LivedIn, bytes]]:
    """A review on the record that the pages open, and the file that it came from."""
    folder = tmp_path_factory.mktemp("review")
    chart, missions = chart_and_missions(request.param, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(URL_VARIABLE, f"sqlite:///{folder}/record.db")
        store = Store.from_environment()
        yield review_by(store, chart, missions), missions
        store.close()


@pytest.mark.parametrize("lang", LANGS)
def test_the_portfolio(reviewed: tuple[LivedIn, bytes], lang: Lang) -> None:
    lived_in, _ = reviewed
    app = test_portfolio.opened(CHAIR, view="numbers", lang=lang, review=str(lived_in.review.id))
    assert not app.error
    assert app.metric[0].value == str(len(lived_in.missions))
    labels = [d.label[lang] for d in lived_in.chart.dispositions.values()]
    assert app.table[0].value.iloc[: len(labels), 0].tolist() == labels
    for view in ("missions", "attention", "sign"):
        assert not test_portfolio.opened(CHAIR, view=view, lang=lang, review=str(lived_in.review.id)).error


@pytest.mark.parametrize("lang", LANGS)
def test_the_check_before_signing(reviewed: tuple[LivedIn, bytes], lang: Lang) -> None:
    lived_in, _ = reviewed
    app = test_on_record.opened_at("check", lived_in.missions[0], CHAIR, lang)
    assert not app.error
    assert app.title[0].value.startswith(lived_in.chart.dispositions[lived_in.decided.disposition or ""].label[lang])
    told = said(app)
    for step in lived_in.decided.path:
        assert lived_in.chart.questions[step.question].answers[step.answer].label[lang] in told


@pytest.mark.parametrize("lang", LANGS)
def test_the_summary_of_a_review_and_of_a_file(reviewed: tuple[LivedIn, bytes], lang: Lang) -> None:
    lived_in, missions = reviewed
    count = str(len(lived_in.missions))
    app = test_summary_page.opened(CHAIR, lang, review=str(lived_in.review.id))
    assert app.metric[0].value == count
    app = test_summary_page.opened(None, chart=lived_in.chart.key)  # the test framework turns Thai labels only
    app.file_uploader[0].upload("missions.csv", missions, "text/csv")
    assert still(app.run()).metric[0].value == count


@pytest.mark.parametrize("lang", LANGS)
def test_a_file_is_classified(reviewed: tuple[LivedIn, bytes], lang: Lang) -> None:
    lived_in, missions = reviewed
    app = test_pages.alone(test_pages.bulk_page, lang)
    app.selectbox(key="chart").set_value(lived_in.chart.key)
    still(app.run()).file_uploader[0].upload("missions.csv", missions, "text/csv")
    still(app.run())
    press_key(app, "classify")
    decided = sum(decision.status == "decided" for decision in lived_in.given)
    assert f"{len(lived_in.given)}" in app.success[0].value
    assert f"{decided}" in app.success[0].value
