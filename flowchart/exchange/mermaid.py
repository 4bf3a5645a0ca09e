"""A chart as the text of a Mermaid flowchart, for pages that draw it themselves."""

from flowchart.chart import Chart
from flowchart.localizer import ChartLocalizer
from text.words import Lang

_QUESTION, _DISPOSITION = "q_", "d_"  # so that no id is a word of Mermaid, such as "end"
_ESCAPES = str.maketrans({"\n": " "} | {sign: f"#{ord(sign)};" for sign in '"<>&`#\\'})


def mermaid_of(chart: Chart, lang: Lang) -> str:
    """The chart as ``flowchart TD``; an edge that the original does not show is dotted."""
    loc = ChartLocalizer(chart, lang)
    lines = ["---", f"title: {_quoted(f'{loc.text(chart.title)} ({chart.key})')}", "---", "flowchart TD"]
    lines += [f"  {_QUESTION}{q}{{{_quoted(loc.question(q))}}}" for q in chart.order]
    lines += [f"  {_DISPOSITION}{d}([{_quoted(loc.disposition(d))}])" for d in chart.dispositions]
    for question in chart.order:
        for edge in chart.edges_from(question):
            target = (_QUESTION if edge.to in chart.questions else _DISPOSITION) + edge.to
            arrow = "-->" if edge.provenance == "slide" else "-.->"
            lines.append(f"  {_QUESTION}{question} {arrow}|{_quoted(loc.answer(question, edge.answer))}| {target}")
    for disposition, colour in chart.colours.items():
        lines.append(f"  style {_DISPOSITION}{disposition} stroke:{colour},stroke-width:3px")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'
