"""What hangs on one answer without evidence is told first among what is uncertain, for every chart, in every format."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.rules import decide
from flowchart.localizer import ChartLocalizer
from reports import ReviewedMission, SummaryInput, write
from reports.blueprint import blueprint_summary
from reports.document import Section, Table
from tests.charts import EVERY_CHART, chart_and_missions
from tests.reports.conftest import summary_of
from tests.reports.test_blueprint import texts
from tests.reports.test_nothing_lost import text_of_docx, text_of_xlsx
from tests.reports.test_same_numbers import squeezed
from text.words import LANGS, Lang


@pytest.fixture(scope="module", params=EVERY_CHART)
def summary(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> SummaryInput:
    return summary_of(*chart_and_missions(request.param, tmp_path_factory.mktemp("chart")))


def rows(summary: SummaryInput) -> list[tuple[str, str]]:
    """The code of each mission and the answer that it hangs on."""
    tables = [t for t in blueprint_summary(summary, "en").book() if t.name == "Hang on one answer by mission"]
    return [(str(row[0]), answer) for table in tables for row in table.rows for answer in str(row[3]).split("\n")]


def moves(summary: SummaryInput, mission: ReviewedMission, question: str) -> bool:
    """Whether some other answer to the question leaves another disposition possible, and no longer the present one."""
    present = mission.decision.disposition
    for answer in summary.chart.questions[question].answers:
        other = decide(summary.chart, {**mission.answers, question: answer})
        if other.disposition != present and (other.disposition or set(other.possible) - {present}):
            return True
    return False


def test_exactly_the_answers_are_listed_that_alone_move_a_mission(summary: SummaryInput) -> None:
    loc = ChartLocalizer(summary.chart, "en")
    expected = [
        (mission.code, f"{loc.question(step.question)}: {loc.answer(step.question, step.answer)}")
        for mission in summary.missions
        if mission.decision.disposition
        for step in mission.decision.path
        if step.question in mission.unproven and moves(summary, mission, step.question)
    ]
    assert rows(summary) == expected


def test_an_answer_with_evidence_is_not_listed(summary: SummaryInput) -> None:
    before = rows(summary)
    proven = tuple(replace(m, evidence={"": ("หนังสือ",)}) for m in summary.missions)
    assert before
    assert rows(replace(summary, missions=proven)) == []
    said = texts(blueprint_summary(replace(summary, missions=proven), "en"))
    assert "No disposition hangs on one answer without evidence." in said


@pytest.mark.parametrize("lang", LANGS)
def test_it_stands_first_and_in_all_three_formats(
    summary: SummaryInput, lang: Lang, text_of_pdf: Callable[..., str]
) -> None:
    document = blueprint_summary(summary, lang)
    uncertain = next(s for s in document.sections if s.heading.startswith("5"))
    first = uncertain.parts[0]
    assert isinstance(first, Section)
    (paper,) = (part for part in first.parts if isinstance(part, Table) and part.on == "paper")
    told = str(paper.rows[0][2]).split("\n")[0]
    assert told.startswith({"th": "หาก", "en": "If "}[lang])
    read = {
        "docx": text_of_docx(write(summary, "docx", lang)),
        "pdf": text_of_pdf(write(summary, "pdf", lang), "-raw"),
        "xlsx": text_of_xlsx(write(summary, "xlsx", lang)),
    }
    assert [kind for kind, text in read.items() if squeezed(told) not in squeezed(text)] == []
