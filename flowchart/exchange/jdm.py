"""A chart as a JSON decision model of GoRules (JDM): an input, one decision table, an output."""

import json
from typing import Any

from flowchart.chart import Chart
from flowchart.exchange.decision_rules import DecisionRule, decision_rules, output_names, refuse_reserved_names
from flowchart.localizer import ChartLocalizer
from text.words import Lang

_UNKNOWN = '"", null'
"""An answer not known is empty, null or not given."""


def jdm_of(chart: Chart, lang: Lang) -> str:
    """The chart as JSON for ``zen-engine`` and the GoRules editor. Raises ``ExchangeError``."""
    refuse_reserved_names(chart)
    loc = ChartLocalizer(chart, lang)
    table = {
        "hitPolicy": "first",
        "inputs": [
            {"id": f"in_{q.id}", "name": loc.text(q.text), "type": "expression", "field": q.id}
            for q in chart.questions.values()
        ],
        "outputs": [
            {"id": f"out_{name}", "name": name, "type": "expression", "field": name} for name in output_names(chart)
        ],
        "rules": [_row(chart, n, rule) for n, rule in enumerate(decision_rules(chart), 1)],
    }
    nodes: list[dict[str, Any]] = [
        {"id": "request", "type": "inputNode", "name": "request", "position": {"x": 0, "y": 0}},
        {
            "id": "table",
            "type": "decisionTableNode",
            "name": chart.key,
            "position": {"x": 300, "y": 0},
            "content": table,
        },
        {"id": "response", "type": "outputNode", "name": "response", "position": {"x": 600, "y": 0}},
    ]
    edges = [
        {"id": "to_table", "type": "edge", "sourceId": "request", "targetId": "table"},
        {"id": "to_response", "type": "edge", "sourceId": "table", "targetId": "response"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges}, ensure_ascii=False, indent=1) + "\n"


def _row(chart: Chart, number: int, rule: DecisionRule) -> dict[str, str]:
    cells = {f"in_{q}": "" for q in chart.questions}
    for question, answer in rule.answers.items():
        cells[f"in_{question}"] = json.dumps(answer) if answer else _UNKNOWN
    for name, value in rule.outputs.items():
        cells[f"out_{name}"] = json.dumps(value)
    return {"_id": f"rule_{number}", **cells}
