"""A chart as a query of ANSI SQL: nested CASEs in the shape of the chart, one for each output."""

from flowchart.chart import Chart
from flowchart.exchange.decision_rules import output_names, outputs_of
from flowchart.exchange.exchange_error import words
from flowchart.paths import Path, Step, paths_of
from text.words import Lang

TABLE = "missions"
"""The table that the query reads; it has a column of answers for each question."""


def sql_of(chart: Chart, lang: Lang) -> str:
    """The chart as ``SELECT … FROM missions``.

    NULL or '' is an answer not known. An answer on the path that the chart does not have gives NULL in every
    column, as there is nothing that it could be decided as.
    """
    by_steps = {(path.steps, path.end): path for path in paths_of(chart)}
    columns = [
        f"  {_cases(chart, name, chart.start.id, (), by_steps, 1)} AS {_name(name)}" for name in output_names(chart)
    ]
    said = [f"-- {line}" for line in words("sql_comment", lang, stamp=chart.stamp, table=TABLE).splitlines()]
    return "\n".join([*said, "SELECT", "  m.*,", ",\n".join(columns), f"FROM {TABLE} AS m", ""])


def _cases(
    chart: Chart,
    output: str,
    node: str,
    taken: tuple[Step, ...],
    paths: dict[tuple[tuple[Step, ...], str], Path],
    depth: int,
) -> str:
    here = _text(outputs_of(chart, paths[taken, node])[output])
    if node not in chart.questions:
        return here
    column = f"m.{_name(node)}"
    margin = "  " * (depth + 1)
    whens = [
        f"{margin}WHEN {column} = {_text(edge.answer)} THEN "
        + _cases(chart, output, edge.to, (*taken, Step(node, edge.answer)), paths, depth + 1)
        for edge in chart.edges_from(node)
    ]
    whens.append(f"{margin}WHEN {column} IS NULL OR {column} = '' THEN {here}")
    return "CASE\n" + "\n".join(whens) + f"\n{'  ' * depth}END"


def _name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
