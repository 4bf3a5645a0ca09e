"""Reading DMN and JDM documents as decision tables. What comes from somebody is to be read in a limited process."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from flowchart.chart import UNKNOWN
from flowchart.exchange.decision_rules import OUTPUTS
from flowchart.exchange.decision_table import Asked, DecisionTable, HitPolicy, Rule
from flowchart.exchange.exchange_error import ExchangeError

_POLICIES: Mapping[str, HitPolicy] = {
    "UNIQUE": "UNIQUE",
    "U": "UNIQUE",
    "ANY": "ANY",
    "A": "ANY",
    "FIRST": "FIRST",
    "F": "FIRST",
}
_LITERAL = re.compile(r'\s*("(?:[^"\\]|\\.)*"|true|false|null)\s*(,|$)')
_NOT = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_NAME = re.compile(r"[^\W\d][\w .-]*")
_DISPOSITION = OUTPUTS[1]


def read_table(data: bytes, decision: str | None = None, result: str | None = None) -> DecisionTable:
    """The decision table of a DMN document (XML) or a JDM document (JSON). Raises ``ExchangeError``.

    ``decision`` names one of several tables, ``result`` one of several outputs.
    """
    return _read_jdm(data, decision, result) if data.lstrip()[:1] == b"{" else _read_dmn(data, decision, result)


class _NoDoctype(TreeBuilder):
    """Refuses a document type, and with it every entity that a document could declare."""

    def doctype(self, *_: object) -> None:
        raise ExchangeError("doctype")


def _read_dmn(data: bytes, decision: str | None, result: str | None) -> DecisionTable:
    parser = XMLParser(target=_NoDoctype())  # noqa: S314  without a document type there are no entities
    try:
        parser.feed(data)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        if isinstance(error, ExchangeError):
            raise
        raise ExchangeError("not_read", detail=error) from None
    found = [
        (made.get("name") or made.get("id") or "", table)
        for made in root.iterfind(".//{*}decision")
        for table in made.iterfind("{*}decisionTable")
    ]
    name, table = _only("table", found, decision)
    policy = _policy(table.get("hitPolicy", "UNIQUE"))
    inputs = []
    for n, asked in enumerate(table.iterfind("{*}input"), 1):
        expression = _said(asked.find("{*}inputExpression/{*}text"))
        label = asked.get("label") or expression or str(n)
        if not _NAME.fullmatch(expression):
            raise ExchangeError("input", input=label, text=expression)
        listed = _said(asked.find("{*}inputValues/{*}text"))
        answers = _answers(listed) if listed else ()
        inputs.append(Asked(expression, " ".join(label.split()), answers or ()))
    outputs = [(made.get("name") or made.get("label") or "", n) for n, made in enumerate(table.iterfind("{*}output"))]
    output = _output(outputs, result)
    rules = []
    for number, row in enumerate(table.iterfind("{*}rule"), 1):
        cells = [_said(entry.find("{*}text")) for entry in row.iterfind("{*}inputEntry")]
        given = [_said(entry.find("{*}text")) for entry in row.iterfind("{*}outputEntry")]
        rules.append(_rule(number, inputs, cells, given[output] if output < len(given) else ""))
    label = " ".join((table.get("outputLabel") or name).split()) or name
    chart = root.get("name") if len(found) == 1 else None
    return DecisionTable(_chart_id(chart or name), label or "-", policy, tuple(inputs), tuple(rules))


def _read_jdm(data: bytes, decision: str | None, result: str | None) -> DecisionTable:
    try:
        read = json.loads(data)
        nodes = [node for node in read["nodes"] if node["type"] == "decisionTableNode"]
        name, table = _only("table", [(str(node["name"]), node["content"]) for node in nodes], decision)
        policy = _policy(str(table.get("hitPolicy", "first")).upper())
        inputs, columns = [], []
        for column in table["inputs"]:
            label = str(column.get("name") or column.get("field"))
            if not _NAME.fullmatch(str(column.get("field") or "")):
                raise ExchangeError("input", input=label, text=column.get("field") or "")
            inputs.append(Asked(str(column["field"]), " ".join(label.split())))
            columns.append(str(column["id"]))
        outputs = [(str(made.get("field") or made.get("name")), n) for n, made in enumerate(table["outputs"])]
        output = str(table["outputs"][_output(outputs, result)]["id"])
        rules = tuple(
            _rule(number, inputs, [str(row.get(column, "")) for column in columns], str(row.get(output, "")))
            for number, row in enumerate(table["rules"], 1)
        )
    except ExchangeError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ExchangeError("not_read", detail=f"{type(error).__name__}: {error}") from None
    return DecisionTable(_chart_id(name), name, policy, tuple(inputs), rules)


def _rule(number: int, inputs: Sequence[Asked], cells: Sequence[str], result: str) -> Rule:
    takes = {}
    for n, (asked, cell) in enumerate(zip(inputs, cells, strict=False)):
        if cell in ("", "-"):
            continue
        refused = _NOT.fullmatch(cell)
        answers = _answers(refused[1] if refused else cell)
        if answers is None:
            raise ExchangeError("cell", rule=number, input=asked.name, text=cell)
        if refused and not asked.answers:
            raise ExchangeError("complement", rule=number, input=asked.name)
        takes[n] = frozenset(set(asked.answers) - set(answers) if refused else answers)
    value = _answers(result) if result else (UNKNOWN,)
    if value is None or len(value) != 1:
        raise ExchangeError("result", rule=number, text=result)
    return Rule(number, takes, value[0])


def _answers(text: str) -> tuple[str, ...] | None:
    """The literals of a list, ``null`` as ``UNKNOWN``; None when the text is anything else."""
    answers = []
    at = 0
    while found := _LITERAL.match(text, at):
        literal = found[1]
        try:
            answers.append({"null": UNKNOWN}.get(literal, json.loads(literal) if literal[0] == '"' else literal))
        except ValueError:
            return None
        at = found.end()
        if not found[2]:
            return tuple(dict.fromkeys(answers)) if at == len(text) else None
    return None


def _only(kind: str, found: Sequence[tuple[str, Any]], wanted: str | None) -> tuple[str, Any]:
    chosen = [one for one in found if wanted is None or one[0] == wanted]
    if not found:
        raise ExchangeError(f"no_{kind}")
    if len(chosen) != 1:
        raise ExchangeError(f"which_{kind}", names=", ".join(name for name, _ in found))
    return chosen[0]


def _output(outputs: Sequence[tuple[str, int]], wanted: str | None) -> int:
    """The place of the output that names the disposition: the one asked for, the one of that name, or the only one."""
    ours = [name for name, _ in outputs if name in (_DISPOSITION, f"{_DISPOSITION}_result")]
    number: int = _only("output", outputs, wanted or (ours[-1] if ours else None))[1]
    return number


def _policy(name: str) -> HitPolicy:
    if name.upper() not in _POLICIES:
        raise ExchangeError("hit_policy", policy=name)
    return _POLICIES[name.upper()]


def _chart_id(name: str) -> str:
    """A name without the version that our own export puts after it."""
    return re.sub(r"@[\d.]+$", "", name)


def _said(element: Element | None) -> str:
    return "".join(element.itertext()).strip() if element is not None else ""
