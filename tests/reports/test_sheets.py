"""A mission on a page, and worksheets to fill in by hand: nothing on them claims more than was said."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from flowchart import charts
from flowchart.chart import Chart
from flowchart.localizer import ChartLocalizer
from missions.mission import sample_file
from reports import SummaryInput, write
from reports.summary import Contradiction, Disagreement, View
from tests.reports.conftest import summary_of, word_of
from text.words import LANGS, Lang

CHARTS = charts.all_charts()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def word_text(data: bytes) -> str:
    document = word_of(data)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_each_mission_is_a_page_with_its_answers_and_reasons(
    chart: Chart, lang: Lang, pages_of_pdf: Callable[[bytes], int], text_of_pdf: Callable[..., str]
) -> None:
    sample = sample_file(chart)
    assert sample is not None
    summary = summary_of(chart, sample.read_bytes())
    summary = replace(summary, missions=summary.missions[:4])
    pdf = write(summary, "pdf", lang, content="sheet")
    assert pages_of_pdf(pdf) == len(summary.missions)
    printed, worded = squeezed(text_of_pdf(pdf, "-raw")), word_text(write(summary, "docx", lang, content="sheet"))
    for mission in summary.missions:
        assert squeezed(mission.code) in printed
        assert mission.name[lang] in worded
        assert mission.reason in worded
        for step in mission.decision.path:
            assert ChartLocalizer(chart, lang).answer(step.question, step.answer) in worded


def test_a_sheet_claims_no_more_than_the_record_says(few: SummaryInput) -> None:
    def told(**changes: object) -> str:
        mission = replace(few.missions[0], **changes)  # type: ignore[arg-type]
        return word_text(write(replace(few, missions=(mission,)), "docx", "en", content="sheet"))

    assert "Not signed, so nothing here is approved yet" in told()
    assert "Opinions" not in told()
    assert "none given yet" in told(opinion_state="none")
    assert "waiting for 2 more" in told(opinion_state="waiting", opinions_awaited=2)
    signed = {"signed_by": "Manee", "signed_at": date(2026, 11, 1)}
    assert "Signed in the system by Manee on 1 November 2026" in told(**signed)
    assert "it is to be signed again" in told(**signed, reopened=True)
    assert "Signed in the system" not in told(**signed, reopened=True)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_a_worksheet_has_a_box_for_every_answer(chart: Chart, lang: Lang) -> None:
    sample = sample_file(chart)
    assert sample is not None
    summary = summary_of(chart, sample.read_bytes())
    loc = ChartLocalizer(chart, lang)
    for missions in ((), summary.missions[:2]):
        text = word_text(write(replace(summary, missions=missions), "docx", lang, content="worksheet"))
        for question in chart.order:
            for answer in chart.questions[question].answers:
                assert text.count(f"☐ {loc.answer(question, answer)}") >= max(len(missions), 1)
        assert all(mission.name[lang] in text for mission in missions)
        assert len(write(replace(summary, missions=missions), "pdf", lang, content="worksheet")) > 10_000


@pytest.mark.parametrize("lang", LANGS)
def test_a_worksheet_is_a_page_and_so_is_the_chart(
    few: SummaryInput, lang: Lang, pages_of_pdf: Callable[[bytes], int]
) -> None:
    for missions in ((), few.missions):
        pdf = write(replace(few, missions=missions), "pdf", lang, content="worksheet")
        assert pages_of_pdf(pdf) == 1 + max(len(missions), 1)


def test_a_sheet_tells_what_was_settled_and_the_view_not_followed(few: SummaryInput) -> None:
    view = View("Prasert", "no", "No longer used")
    settled = Disagreement("necessary", date(2026, 11, 1), "Manee", "yes", "The act is in force", (view,))
    mission = replace(few.missions[0], disagreements=(settled,), opinion_state="waiting", opinions_awaited=1)
    text = word_text(write(replace(few, missions=(mission,)), "docx", "en", content="sheet"))
    assert "settled as “Yes”; not followed: Prasert: No. No longer used" in text


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("th", "คำตอบที่บันทึกไว้คือ “ใช่” ขัดกับความเห็นของสมาชิก 2 คน"),
        ("en", "the saved answer “Yes” contradicts 2 opinions given"),
    ],
)
def test_a_sheet_tells_which_answers_contradict_opinions(few: SummaryInput, lang: Lang, told: str) -> None:
    found = Contradiction("necessary", "yes", 2)
    for mission, says in ((few.missions[0], False), (replace(few.missions[0], contradictions=(found,)), True)):
        text = word_text(write(replace(few, missions=(mission,)), "docx", lang, content="sheet"))
        assert (told in text.replace("\u00a0", " ")) == says


def test_missions_of_many_sheets_are_found_by_their_headings(few: SummaryInput) -> None:
    word = word_of(write(few, "docx", "th", content="sheet"))
    headings = [p.text for p in word.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings == [f"{mission.code} {mission.name.th}" for mission in few.missions]
