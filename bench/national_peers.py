"""The same work done by others: whole files by DuckDB, polars and pandas, rows one by one by three rule engines.

Each is given as the command of a process that loads no more than it needs, so that it can be measured from outside.
"""

import importlib
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench.national_file import NO, YES
from bench.national_sql import answers, code, duckdb_copy, results, text, way
from engine.rules import decide
from flowchart import charts
from flowchart.chart import Chart
from flowchart.paths import paths_of

Row = Mapping[str, str]


def duckdb_command(chart: Chart, source: Path, target: Path, separator: str = ",") -> list[str]:
    """A process that has only DuckDB and the query to load."""
    query = target.with_suffix(".sql")
    query.write_text(duckdb_copy(chart, source, target, separator), encoding="utf-8")
    return ["-c", "import duckdb, sys; duckdb.sql(open(sys.argv[1], encoding='utf-8').read())", str(query)]


def polars_command(chart: Chart, source: Path, target: Path) -> list[str]:
    """A process that has only polars and the plan to load."""
    pl: Any = importlib.import_module("polars")
    given = pl.scan_csv(source, infer_schema=False).fill_null("")
    codes = given.with_columns(pl.sql_expr(f"{code(chart, q)} AS c_{q}") for q in chart.questions)
    ways = codes.with_columns(pl.sql_expr(f"{way(chart)} AS way"))
    number = pl.col("way")
    picked = [pl.lit(pl.Series(texts)).gather(number).alias(name) for name, texts in results(chart).items()]
    used = {q: pl.lit(pl.Series([q in answers(w) for w in paths_of(chart)])) for q in chart.questions}
    unused = [pl.when((pl.col(f"c_{q}") != "") & ~used[q].gather(number)).then(pl.lit(q)) for q in chart.questions]
    picked += [
        pl.concat_str(unused, separator="|", ignore_nulls=True).alias("unused"),
        pl.lit("").alias("problems"),
        pl.lit(chart.stamp).alias("chart"),
    ]
    plan = target.with_suffix(".plan")
    ways.with_columns(picked).drop("way", *(f"c_{q}" for q in chart.questions)).serialize(plan)
    run = "import polars, sys; polars.LazyFrame.deserialize(sys.argv[1]).sink_csv(sys.argv[2])"
    return ["-c", run, str(plan), str(target)]


def workbook_command(source: Path, target: Path) -> list[str]:
    """A process that reads a workbook with polars and writes its cells with xlsxwriter, as our own writer does."""
    run = (
        "import polars, sys, xlsxwriter\n"
        "frame = polars.read_excel(sys.argv[1], engine='calamine', infer_schema_length=0)\n"
        "book = xlsxwriter.Workbook(sys.argv[2], {'constant_memory': True})\n"
        "sheet = book.add_worksheet()\n"
        "for n, row in enumerate([frame.columns, *frame.iter_rows()]):\n"
        "    for m, cell in enumerate(row):\n"
        "        if cell:\n"
        "            sheet.write_string(n, m, cell)\n"
        "book.close()\n"
    )
    return ["-c", run, str(source), str(target)]


def pandas_command(chart: Chart, source: Path, target: Path) -> list[str]:
    """A process that runs this module; pandas has no queries, so it uses our lookup on its frames."""
    return ["-m", "bench.national_peers", chart.hash, str(source), str(target)]


def with_pandas(chart: Chart, source: Path, target: Path) -> None:
    """Read, map, look up, write, as an analyst would."""
    pd: Any = importlib.import_module("pandas")
    table: Any = importlib.import_module("engine.table")
    frame = pd.read_csv(source, dtype="str", keep_default_na=False)
    words = {**dict.fromkeys(YES, "yes"), **dict.fromkeys(NO, "no")}
    codes = {}
    for question in chart.questions.values():
        accepted = words if set(question.answers) == {"yes", "no"} else {answer: answer for answer in question.answers}
        codes[question.id] = frame[question.id].map(accepted).fillna("")
    result = table.classify(chart, pd.DataFrame(codes), "th")[list(table.RESULT_COLUMNS)]
    result.insert(len(result.columns) - 1, "problems", "")
    pd.concat([frame, result], axis=1).to_csv(target, index=False)


FILES: dict[str, Callable[[Chart, Path, Path], list[str]]] = {
    "DuckDB": duckdb_command,
    "polars": polars_command,
    "pandas": pandas_command,
}


def durable_rules(chart: Chart) -> Callable[[Row], str]:
    """Our own authority, asked once per row."""
    return lambda row: decide(chart, row).disposition or ""


def zen_engine(chart: Chart) -> Callable[[Row], str]:
    """GoRules: one decision table with a rule per way through the chart."""
    rules = []
    for n, found in enumerate(paths_of(chart)):
        given = answers(found) | ({found.open_question: ""} if found.open_question else {})
        cells = {q: json.dumps(given[q]) if q in given else "" for q in chart.questions}
        rules.append({"_id": str(n), **cells, "disposition": json.dumps(found.disposition or "")})
    content = {
        "hitPolicy": "first",
        "rules": rules,
        "inputs": [{"id": q, "name": q, "type": "expression", "field": q} for q in chart.questions],
        "outputs": [{"id": "disposition", "name": "disposition", "type": "expression", "field": "disposition"}],
    }
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {"id": "table", "type": "decisionTableNode", "name": "table", "position": {"x": 0, "y": 0}, "content": content},
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 0, "y": 0}},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    zen: Any = importlib.import_module("zen")
    decision = zen.ZenEngine().create_decision(json.dumps({"nodes": nodes, "edges": edges}))
    return lambda row: str(decision.evaluate(dict(row))["result"]["disposition"])


def spiffworkflow(chart: Chart) -> Callable[[Row], str]:
    """SpiffWorkflow: the same table as DMN with hit policy UNIQUE."""
    dmn: Any = importlib.import_module("SpiffWorkflow.dmn.specs.model")
    engine: Any = importlib.import_module("SpiffWorkflow.dmn.engine.DMNEngine")
    script: Any = importlib.import_module("SpiffWorkflow.bpmn.script_engine")
    table = dmn.DecisionTable("chart", "chart", "UNIQUE")
    inputs = {q: dmn.Input(q, q, q, q, "string") for q in chart.questions}
    output = dmn.Output("disposition", "disposition", "disposition", "string")
    for n, found in enumerate(paths_of(chart)):
        rule = dmn.Rule(str(n))
        given = answers(found) | ({found.open_question: ""} if found.open_question else {})
        for question, answer in given.items():
            entry = dmn.InputEntry(question, inputs[question])
            entry.lhs.append(text(answer))
            rule.inputEntries.append(entry)
        result = dmn.OutputEntry("disposition", output)
        result.text = text(found.disposition or "")
        rule.outputEntries.append(result)
        table.rules.append(rule)
    runner = engine.DMNEngine(table)
    workflow = SimpleNamespace(script_engine=script.PythonScriptEngine())
    return lambda row: str(runner.result(SimpleNamespace(data=dict(row), workflow=workflow))["disposition"])


ROWS: dict[str, Callable[[Chart], Callable[[Row], str]]] = {
    "durable-rules": durable_rules,
    "zen-engine (GoRules)": zen_engine,
    "SpiffWorkflow DMN": spiffworkflow,
}

if __name__ == "__main__":
    with_pandas(charts.default(), Path(sys.argv[2]), Path(sys.argv[3]))
