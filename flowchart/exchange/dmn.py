"""A chart as DMN 1.3: one decision table with hit policy UNIQUE, and the diagram that shows what it needs to know."""

import json
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from flowchart.chart import UNKNOWN, Chart
from flowchart.exchange.decision_rules import decision_rules, output_names, refuse_reserved_names
from flowchart.exchange.exchange_error import words
from flowchart.localizer import ChartLocalizer
from text.words import Lang

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
_DI = "https://www.omg.org/spec/DMN/20191111/DMNDI/"
_DC = "http://www.omg.org/spec/DMN/20180521/DC/"
_POINTS = "http://www.omg.org/spec/DMN/20180521/DI/"
_ANY = "-"
_WIDTH, _HEIGHT, _GAP = 180, 60, 20


def dmn_of(chart: Chart, lang: Lang) -> str:
    """The chart as a DMN document. Raises ``ExchangeError``.

    An answer not known is the empty text, which every engine can compare; null could not be told to all of them.
    """
    refuse_reserved_names(chart)
    for prefix, space in (("", MODEL), ("dmndi", _DI), ("dc", _DC), ("di", _POINTS)):
        register_namespace(prefix, space)
    loc = ChartLocalizer(chart, lang)
    root = Element(
        _tag("definitions"),
        {
            "id": f"definitions_{chart.id}",
            "name": chart.key,
            "namespace": f"urn:chart:{chart.id}:{chart.version}",
            "exporter": "mission-review-blueprint",
        },
    )
    _text(root, "description", words("dmn_description", lang, title=loc.text(chart.title), stamp=chart.stamp))
    for question in chart.questions.values():
        data = SubElement(root, _tag("inputData"), {"id": f"data_{question.id}", "name": question.id})
        SubElement(data, _tag("variable"), {"name": question.id, "typeRef": "string"})
    decision = SubElement(root, _tag("decision"), {"id": f"decision_{chart.id}", "name": loc.text(chart.title)})
    for asked in chart.questions:
        needs = SubElement(decision, _tag("informationRequirement"), {"id": f"needs_{asked}"})
        SubElement(needs, _tag("requiredInput"), {"href": f"#data_{asked}"})
    _add_table(decision, chart, lang)
    _add_diagram(root, chart)
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=False).join(
        ['<?xml version="1.0" encoding="UTF-8"?>\n', "\n"]
    )


def _add_table(decision: Element, chart: Chart, lang: Lang) -> None:
    loc = ChartLocalizer(chart, lang)
    table = SubElement(decision, _tag("decisionTable"), {"id": f"table_{chart.id}", "hitPolicy": "UNIQUE"})
    rules = decision_rules(chart)
    for question in chart.questions.values():
        asked = SubElement(table, _tag("input"), {"id": f"input_{question.id}", "label": loc.text(question.text)})
        expression = SubElement(asked, _tag("inputExpression"), {"id": f"asks_{question.id}", "typeRef": "string"})
        _text(expression, "text", question.id)
        allowed = SubElement(asked, _tag("inputValues"), {"id": f"answers_{question.id}"})
        _text(allowed, "text", ", ".join(map(_literal, (*question.answers, UNKNOWN))))
    for name in output_names(chart):
        SubElement(table, _tag("output"), {"id": f"output_{name}", "name": name, "label": name, "typeRef": "string"})
    for n, rule in enumerate(rules, 1):
        row = SubElement(table, _tag("rule"), {"id": f"rule_{n}"})
        for given in chart.questions:
            entry = SubElement(row, _tag("inputEntry"), {"id": f"rule_{n}_{given}"})
            _text(entry, "text", _literal(rule.answers[given]) if given in rule.answers else _ANY)
        for name, value in rule.outputs.items():
            entry = SubElement(row, _tag("outputEntry"), {"id": f"rule_{n}_gives_{name}"})
            _text(entry, "text", _literal(value))


def _add_diagram(root: Element, chart: Chart) -> None:
    """Draw the inputs in a column and the decision beside it."""
    drawn = SubElement(SubElement(root, f"{{{_DI}}}DMNDI"), f"{{{_DI}}}DMNDiagram", {"id": f"diagram_{chart.id}"})
    beside = _WIDTH * 2
    middle = len(chart.questions) * (_HEIGHT + _GAP) // 2

    def shape(element: str, x: int, y: int) -> None:
        box = SubElement(drawn, f"{{{_DI}}}DMNShape", {"id": f"shape_{element}", "dmnElementRef": element})
        place = {"x": str(x), "y": str(y), "width": str(_WIDTH), "height": str(_HEIGHT)}
        SubElement(box, f"{{{_DC}}}Bounds", place)

    shape(f"decision_{chart.id}", beside, middle)
    for n, question in enumerate(chart.questions):
        top = n * (_HEIGHT + _GAP)
        shape(f"data_{question}", 0, top)
        line = SubElement(drawn, f"{{{_DI}}}DMNEdge", {"id": f"line_{question}", "dmnElementRef": f"needs_{question}"})
        for x, y in ((_WIDTH, top), (beside, middle)):
            SubElement(line, f"{{{_POINTS}}}waypoint", {"x": str(x), "y": str(y + _HEIGHT // 2)})


def _tag(name: str) -> str:
    return f"{{{MODEL}}}{name}"


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, _tag(name)).text = text


def _literal(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)
