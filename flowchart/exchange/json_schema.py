"""A JSON schema (2020-12) of the answers of one mission, for forms and programs that collect them."""

import json

from flowchart.chart import UNKNOWN, Chart
from flowchart.localizer import ChartLocalizer
from text.words import Lang


def json_schema_of(chart: Chart, lang: Lang) -> str:
    """The schema: a property for each question, whose value is one of its answers or "" (not known yet)."""
    loc = ChartLocalizer(chart, lang)
    properties = {
        question.id: {
            "title": loc.text(question.text),
            "oneOf": [{"const": answer, "title": loc.answer(question.id, answer)} for answer in question.answers]
            + [{"const": UNKNOWN, "title": loc.answer(question.id, UNKNOWN)}],
        }
        for question in chart.questions.values()
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:chart:{chart.id}:{chart.version}",
        "$comment": chart.stamp,
        "title": loc.text(chart.title),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
