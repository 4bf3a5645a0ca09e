"""Tables of other engines as charts: what we exported comes back, and what a chart cannot say is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.rules import decide
from flowchart import charts
from flowchart.chart import Chart
from flowchart.exchange import EXPORTS
from flowchart.exchange.decision_table import chart_text
from flowchart.exchange.exchange_error import ExchangeError
from flowchart.exchange.reading import read_table
from tests.charts import ODD, changed, chart_from

STRATEGY = (Path(__file__).parents[1] / "data" / "strategy.dmn").read_text(encoding="utf-8")


def imported(folder: Path, data: str) -> Chart:
    return chart_from(folder, chart_text(read_table(data.encode())))


@pytest.fixture(params=[*(chart.key for chart in charts.all_charts()), "odd"])
def chart(request: pytest.FixtureRequest, tmp_path: Path) -> Chart:
    return chart_from(tmp_path, ODD) if request.param == "odd" else charts.named(request.param)


@pytest.mark.parametrize("form", ["dmn", "jdm"])
def test_our_own_export_comes_back_as_the_chart_that_decides_the_same(chart: Chart, form: str, tmp_path: Path) -> None:
    made = imported(tmp_path, EXPORTS[form](chart, "en"))  # type: ignore[index]
    assert made.hash == chart.hash
    assert (made.id, set(made.questions)) == (chart.id, set(chart.questions))


def test_the_strategy_table_of_the_dmn_tck_becomes_a_chart(tmp_path: Path) -> None:
    made = imported(tmp_path, STRATEGY)
    decided = {
        (eligibility, call): decide(made, {"eligibility": eligibility, "bureau_call_type": call}).disposition
        for eligibility in ("eligible", "ineligible")
        for call in ("full", "mini", "none")
    }
    through = {("eligible", "full"): "bureau", ("eligible", "mini"): "bureau", ("eligible", "none"): "through"}
    assert decided == through | {("ineligible", call): "decline" for call in ("full", "mini", "none")}
    assert decide(made, {"eligibility": "eligible"}).possible == ("bureau", "through")


def test_an_input_that_leads_on_differently_becomes_several_questions(tmp_path: Path) -> None:
    made = imported(
        tmp_path,
        changed(STRATEGY, ("<dmn:text>-</dmn:text>", '<dmn:text>"NONE"</dmn:text>')).replace(
            "</dmn:decisionTable>",
            '<dmn:rule><dmn:inputEntry><dmn:text>"INELIGIBLE"</dmn:text></dmn:inputEntry><dmn:inputEntry>'
            '<dmn:text>not("NONE")</dmn:text></dmn:inputEntry><dmn:outputEntry><dmn:text>"REFER"</dmn:text>'
            "</dmn:outputEntry></dmn:rule></dmn:decisionTable>",
        ),
    )
    assert list(made.questions) == ["eligibility", "bureau_call_type", "bureau_call_type_2"]
    refused = decide(made, {"eligibility": "ineligible", "bureau_call_type": "mini"})
    assert refused.disposition == "refer"


def test_first_wins_where_the_policy_says_so(tmp_path: Path) -> None:
    first = changed(
        STRATEGY, ('hitPolicy="UNIQUE"', 'hitPolicy="FIRST"'), ('"FULL", "MINI"</dmn:text>', "-</dmn:text>")
    )
    made = imported(tmp_path, first)
    assert list(made.questions) == ["eligibility"]
    assert decide(made, {"eligibility": "eligible"}).disposition == "bureau"


LOST: list[tuple[str, Callable[[str], str]]] = [
    (
        "doctype",
        lambda text: text.replace("<dmn:def", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><dmn:def', 1),
    ),
    ("not_read", lambda text: text[:400]),
    ("no_table", lambda text: text.replace("decisionTable", "literalExpression")),
    ("hit_policy", lambda text: text.replace("UNIQUE", "COLLECT")),
    ("input", lambda text: text.replace(">Eligibility<", ">if a then b else c + 1<")),
    ("cell", lambda text: text.replace(">-<", ">&lt;= 8<")),
    ("complement", lambda text: text.replace("inputValues", "ignored").replace(">-<", '>not("NONE")<')),
    ("result", lambda text: text.replace('>"THROUGH"<', ">1 + 1<")),
    (
        "overlap",
        lambda text: text.replace('"FULL", "MINI"</dmn:text></dmn:inputEntry>', "-</dmn:text></dmn:inputEntry>"),
    ),
    (
        "hole",
        lambda text: text.replace('"FULL", "MINI"</dmn:text></dmn:inputEntry>', '"FULL"</dmn:text></dmn:inputEntry>'),
    ),
    ("which_table", str),
    ("which_output", lambda text: text.replace("<dmn:rule>", '<dmn:output name="b"/><dmn:rule>', 1)),
    ("no_question", str),
]


def spoiled(code: str, change: Callable[[str], str]) -> str:
    if code == "which_table":
        start, end = STRATEGY.index("<dmn:decision "), STRATEGY.index("</dmn:definitions>")
        return STRATEGY[:end] + STRATEGY[start:end].replace('"Strategy"', '"Other"') + STRATEGY[end:]
    if code == "no_question":
        rule = STRATEGY.index("<dmn:rule>")
        return STRATEGY[:rule] + "</dmn:decisionTable></dmn:decision></dmn:definitions>"
    return change(STRATEGY)


@pytest.mark.parametrize(("code", "change"), LOST, ids=[code for code, _ in LOST])
def test_what_a_chart_cannot_say_is_refused_with_the_reason(
    code: str, change: Callable[[str], str], tmp_path: Path
) -> None:
    with pytest.raises(ExchangeError) as refused:
        imported(tmp_path, spoiled(code, change))
    assert refused.value.code == code
    assert "{" not in refused.value.sentence("th") + refused.value.sentence("en")


def test_one_of_several_tables_can_be_named(tmp_path: Path) -> None:
    table = read_table(spoiled("which_table", str).encode(), "Other")
    assert chart_from(tmp_path, chart_text(table)).questions.keys() == {"eligibility", "bureau_call_type"}


@pytest.mark.parametrize(
    "data", [b"", b"{", b"{}", b'{"nodes": 1}', b"[", b"\xff\xfe", b'{"nodes": [{"type": "decisionTableNode"}]}']
)
def test_what_is_no_table_at_all_is_refused(data: bytes) -> None:
    with pytest.raises(ExchangeError):
        read_table(data)
