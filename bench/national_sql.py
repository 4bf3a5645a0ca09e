"""The chart as one query for DuckDB and for polars, as an analyst would write it: it classifies and checks nothing.

Each question's words are mapped to codes, nested CASEs in the shape of the chart give the number of the way through it,
and the result columns are picked by that number; ``unused`` is worked out per row.
"""

from functools import cache
from pathlib import Path

from bench.national_file import NO, YES
from engine.columns import RESULT_COLUMNS
from engine.rules import decide
from engine.table import texts_of
from flowchart.chart import Chart
from flowchart.paths import Path as Way
from flowchart.paths import paths_of

COLUMNS = RESULT_COLUMNS[:-2]


def answers(way: Way) -> dict[str, str]:
    """The answers that lead this way."""
    return {step.question: step.answer for step in way.steps}


def results(chart: Chart) -> dict[str, list[str]]:
    """For each result column but the last two its text by the number of the way."""
    decisions = [decide(chart, answers(way)) for way in paths_of(chart)]
    rows = [texts_of(chart, d, [], list(d.possible), "th") for d in decisions]
    return {name: [row[n] for row in rows] for n, name in enumerate(COLUMNS)}


def code(chart: Chart, question: str) -> str:
    """The code of a question's answer word."""
    codes = chart.questions[question].answers
    if set(codes) != {"yes", "no"}:
        return f"CASE WHEN {question} IN ({', '.join(map(text, codes))}) THEN {question} ELSE '' END"
    yes, no = (", ".join(map(text, sorted(set(words)))) for words in (YES, NO))
    return f"CASE WHEN {question} IN ({yes}) THEN 'yes' WHEN {question} IN ({no}) THEN 'no' ELSE '' END"


def way(chart: Chart) -> str:
    """The number of the way through the chart, from 0."""
    ways = paths_of(chart)

    @cache
    def number(node: str, steps: tuple[tuple[str, str], ...]) -> int:
        return next(n for n, w in enumerate(ways) if answers(w) == dict(steps) and w.end == node)

    def cases(node: str, steps: tuple[tuple[str, str], ...]) -> str:
        here = str(number(node, steps))
        if node not in chart.questions:
            return here
        whens = (
            f"WHEN c_{node} = {text(e.answer)} THEN {cases(e.to, (*steps, (node, e.answer)))}"
            for e in chart.edges_from(node)
        )
        return f"CASE {' '.join(whens)} ELSE {here} END"

    return cases(chart.start.id, ())


def duckdb_copy(chart: Chart, source: Path, target: Path, separator: str = ",") -> str:
    """``COPY (SELECT … CASE …) TO`` with the result columns of the program."""
    picked = [f"[{', '.join(map(text, t))}][way + 1] AS {name}" for name, t in results(chart).items()]
    unused = ", ".join(
        f"CASE WHEN c_{q} <> '' AND NOT {[q in answers(w) for w in paths_of(chart)]}[way + 1] THEN {text(q)} END"
        for q in chart.questions
    )
    picked += [f"concat_ws('|', {unused}) AS unused", "'' AS problems", f"{text(chart.stamp)} AS chart"]
    codes = ", ".join(f"{code(chart, q)} AS c_{q}" for q in chart.questions)
    given = "COLUMNS(lambda c: NOT starts_with(c, 'c_') AND c <> 'way')"
    return (
        f"COPY (SELECT {given}, {', '.join(picked)} FROM (SELECT *, {way(chart)} AS way "  # noqa: S608
        f"FROM (SELECT *, {codes} FROM read_csv({text(str(source))}, all_varchar=true, header=true, "
        f"delim={text(separator)}, quote='\"', escape='\"')))) "
        f"TO {text(str(target))} (HEADER, DELIMITER ',')"
    )


def text(value: str) -> str:
    """A string of SQL."""
    return "'" + value.replace("'", "''") + "'"
