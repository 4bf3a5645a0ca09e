"""Mermaid itself draws our Mermaid: every question, answer and disposition in it."""

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page

from flowchart import charts
from flowchart.chart import Chart
from flowchart.exchange import EXPORTS
from tests.charts import ODD, changed, chart_from
from text.words import LANGS, Lang

MERMAID = Path(__file__).parents[1] / "node" / "node_modules" / "mermaid" / "dist" / "mermaid.min.js"
DRAW = """async (text) => {
  await mermaid.parse(text);
  const { svg } = await mermaid.render("drawn", text);
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(text.replace(/^---[^]*?---\\n/, ""));
  document.body.innerHTML = svg;
  return {
    nodes: [...diagram.db.getVertices().values()].map((node) => [node.id, node.text]),
    edges: diagram.db.getEdges().map((edge) => [edge.start, edge.text, edge.end]),
    shown: document.body.textContent,
  };
}"""
NASTY = "“a” #1; [x] {y} (z) |w| <b>end</b> --> ใช่ &amp; %% \\n `code`"


@pytest.fixture
def mermaid(page: Page) -> Page:
    """A page with Mermaid in it."""
    if not MERMAID.exists():
        pytest.skip("needs npm ci in tests/node")
    page.set_content("<!doctype html><body></body>")
    page.add_script_tag(path=MERMAID)
    return page


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("key", [*(chart.key for chart in charts.all_charts()), "odd", "nasty"])
def test_mermaid_reads_and_draws_what_we_write(mermaid: Page, tmp_path: Path, key: str, lang: Lang) -> None:
    chart = charts.named(key) if key not in ("odd", "nasty") else chart_from(tmp_path, odd(key))
    found = mermaid.evaluate(DRAW, EXPORTS["mermaid"](chart, lang))
    assert {name[2:] for name, _ in found["nodes"]} == {*chart.questions, *chart.dispositions}
    assert Counter((start[2:], end[2:]) for start, _, end in found["edges"]) == Counter(
        (edge.question, edge.to) for edge in chart.edges
    )
    shown = "".join(found["shown"].split())
    for text in texts(chart, lang):
        assert "".join(text.split()) in shown, text


def test_mermaid_refuses_what_is_none(mermaid: Page) -> None:
    with pytest.raises(Error, match="Parse error"):
        mermaid.evaluate(DRAW, "flowchart TD\n  a[ -->")


def odd(key: str) -> str:
    """The odd chart, or the same with every sign in a title and a question that means something to Mermaid."""
    nasty = f"{{th: '{NASTY}', en: '{NASTY}'}}"
    short = "short: {th: ทาง, en: Way}", f"short: {nasty}"
    title = "title: {th: ผังแปลก, en: An odd chart}", f"title: {nasty}"
    return changed(ODD, short, title) if key == "nasty" else ODD


def texts(chart: Chart, lang: Lang) -> list[str]:
    """What must be seen of a chart."""
    answers = [answer.label for question in chart.questions.values() for answer in question.answers.values()]
    nodes = [*(q.short for q in chart.questions.values()), *(d.label for d in chart.dispositions.values())]
    return [text[lang] for text in (chart.title, *nodes, *answers)]
