"""Other people's engines decide our exports as we do, unknown answers included.

Each is asked every path and a random sample of all patterns of answers; DuckDB is asked every pattern of both charts,
SQLite and PostgreSQL every pattern of the smaller, and zen-engine too with ``BLUEPRINT_LONG_TESTS=1``.
"""

import importlib
import json
import math
import os
import random
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import combinations, product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import numpy as np
import numpy.typing as npt
import psycopg
import pytest
import sqlalchemy as sa
from jsonschema.validators import validator_for

from engine.rules import decide
from flowchart import charts
from flowchart.chart import Chart
from flowchart.exchange import EXPORTS
from flowchart.exchange.decision_rules import OUTPUTS, output_names
from flowchart.exchange.exchange_error import ExchangeError
from flowchart.exchange.sql import TABLE
from flowchart.paths import Step, paths_of
from tests.charts import ODD, changed, chart_from
from tests.record.postgres import Cluster, running_cluster

EVERY = os.environ.get("BLUEPRINT_LONG_TESTS") == "1"
MANY, FEW = 2_000, 200
"""Random patterns for engines that take many rows at once, or that take them one by one."""
CHUNK = 1_000_000
NODE = Path(__file__).parents[1] / "node"
Answers = Mapping[str, str]


@pytest.fixture(scope="module", params=[*(chart.key for chart in charts.all_charts()), "odd"])
def chart(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Chart:
    if request.param == "odd":
        return chart_from(tmp_path_factory.mktemp("odd"), ODD)
    return charts.named(request.param)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running_cluster() as running:
        yield running


def patterns(chart: Chart, random_ones: int) -> list[dict[str, str]]:
    """The answers of every path, and random answers, some of them not known, to all questions."""
    found = [{step.question: step.answer for step in path.steps} for path in paths_of(chart)]
    chance = random.Random(1982)  # noqa: S311  the same patterns each time
    found += [{q.id: chance.choice(["", *q.answers]) for q in chart.questions.values()} for _ in range(random_ones)]
    return [{question: answers.get(question, "") for question in chart.questions} for answers in found]


def ours(chart: Chart, answers: Answers) -> tuple[str, ...]:
    """What we decide, as the outputs of an export."""
    found = decide(chart, answers)
    return (
        found.status,
        found.disposition or "",
        found.sub_form or "",
        found.exit_question or "",
        found.next_question or "",
        " > ".join(f"{step.question}={step.answer}" for step in found.path),
        found.chart,
    )


def differences(chart: Chart, theirs: Callable[[dict[str, str]], Mapping[str, Any]], asked: int) -> list[object]:
    """The patterns that another engine decides otherwise."""
    names = output_names(chart)
    found: list[object] = []
    for answers in patterns(chart, asked):
        told = theirs(dict(answers))
        if tuple(told.get(name) for name in names) != ours(chart, answers):
            found.append((answers, told))
    return found


def zen(chart: Chart) -> Callable[[dict[str, str]], dict[str, Any]]:
    engine: Any = importlib.import_module("zen")
    decision = engine.ZenEngine().create_decision(EXPORTS["jdm"](chart, "th"))
    return lambda answers: dict(decision.evaluate(answers)["result"])


def spiff(chart: Chart) -> Callable[[dict[str, str]], dict[str, Any]]:
    """SpiffWorkflow, which checks the document against the schema of DMN 1.3 before it reads it."""
    reader: Any = importlib.import_module("SpiffWorkflow.dmn.parser.BpmnDmnParser")
    checks: Any = importlib.import_module("SpiffWorkflow.bpmn.parser")
    script: Any = importlib.import_module("SpiffWorkflow.bpmn.script_engine")
    parser = reader.BpmnDmnParser(validator=checks.BpmnValidator())
    parser.add_dmn_io(BytesIO(EXPORTS["dmn"](chart, "th").encode()))
    engine = parser.get_engine(f"decision_{chart.id}", "test")
    workflow = SimpleNamespace(script_engine=script.PythonScriptEngine())
    return lambda answers: dict(engine.result(SimpleNamespace(data=answers, workflow=workflow)))


def test_zen_engine_decides_our_jdm_as_we_do(chart: Chart) -> None:
    assert differences(chart, zen(chart), MANY) == []


def test_zen_engine_takes_an_answer_that_is_null_or_missing_as_not_known(chart: Chart) -> None:
    theirs = zen(chart)
    names = output_names(chart)
    for answers in patterns(chart, FEW):
        for told in ({q: a or None for q, a in answers.items()}, {q: a for q, a in answers.items() if a}):
            assert tuple(theirs(told)[name] for name in names) == ours(chart, answers)  # type: ignore[arg-type]


def test_spiffworkflow_decides_our_dmn_as_we_do(chart: Chart) -> None:
    assert differences(chart, spiff(chart), FEW) == []


def test_dmn_moddle_and_feelin_decide_our_dmn_as_we_do(chart: Chart, tmp_path: Path) -> None:
    """And not one document has a warning, nor one row two rules: the hit policy is UNIQUE in truth."""
    if not shutil.which("node") or not (NODE / "node_modules").exists():
        pytest.skip("needs node, and npm ci in tests/node")
    file = tmp_path / "chart.dmn"
    file.write_text(EXPORTS["dmn"](chart, "th"), encoding="utf-8")
    asked = patterns(chart, MANY)
    lines = "\n".join(json.dumps(answers) for answers in asked)
    done = subprocess.run(
        ["node", NODE / "decide.mjs", file], input=lines, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    names = output_names(chart)
    for answers, line in zip(asked, done.stdout.splitlines(), strict=True):
        told = json.loads(line)
        assert tuple(told[name] for name in names) == ours(chart, answers)


class Database:
    """A database of SQL that runs our export over a table of missions."""

    def __init__(self, execute: Callable[[str], Any], load: Callable[[str, list[tuple[Any, ...]]], Any]) -> None:
        self._execute, self._load = execute, load

    def outcomes(self, chart: Chart, rows: Iterable[tuple[Any, ...]]) -> dict[tuple[Any, ...], int]:
        """How often each outcome of ours (the last of a row) came out as each of theirs."""
        columns = [f'"{q}"' for q in chart.questions]
        self._execute(f"DROP TABLE IF EXISTS {TABLE}")
        self._execute(f"CREATE TABLE {TABLE} ({', '.join(f'{c} VARCHAR(60)' for c in columns)}, outcome INTEGER)")
        self._load(TABLE, list(rows))
        told = ", ".join(f'"{name}"' for name in output_names(chart))
        query = EXPORTS["sql"](chart, "en")
        asked = f"SELECT outcome, {told}, COUNT(*) FROM ({query}) AS q GROUP BY outcome, {told}"  # noqa: S608
        return {tuple(row[:-1]): row[-1] for row in self._execute(asked).fetchall()}


@contextmanager
def sqlite(folder: Path) -> Iterator[Database]:
    connection = sqlite3.connect(folder / "missions.db")

    def load(table: str, rows: list[tuple[Any, ...]]) -> None:
        connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608

    yield Database(connection.execute, load)
    connection.close()


@contextmanager
def postgresql(cluster: Cluster) -> Iterator[Database]:
    address = sa.make_url(cluster.url()).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = psycopg.connect(address, autocommit=True)

    def load(table: str, rows: list[tuple[Any, ...]]) -> None:
        with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    yield Database(lambda query: connection.execute(query.encode()), load)
    connection.close()


@contextmanager
def duckdb() -> Iterator[Database]:
    module: Any = importlib.import_module("duckdb")
    arrow: Any = importlib.import_module("pyarrow")
    connection = module.connect()

    def load(table: str, rows: list[tuple[Any, ...]]) -> None:
        columns = [list(column) for column in zip(*rows, strict=True)]
        frame = arrow.table(columns, names=[f"c{n}" for n in range(len(columns))])
        connection.register("given", frame)
        connection.execute(f"INSERT INTO {table} SELECT * FROM given")  # noqa: S608

    yield Database(connection.execute, load)
    connection.close()


def check(database: Database, chart: Chart, asked: Sequence[Answers]) -> None:
    """The database gives the outcomes that the rules give; a NULL is as good as an empty text."""
    known: dict[tuple[str, ...], int] = {}
    rows = []
    for n, answers in enumerate(asked):
        outcome = known.setdefault(ours(chart, answers), len(known))
        given = [answer or (None if n % 2 else "") for answer in answers.values()]
        rows.append((*given, outcome))
    counts = Counter(row[-1] for row in rows)
    assert database.outcomes(chart, rows) == {(n, *texts): counts[n] for texts, n in known.items()}


def test_sqlite_decides_our_sql_as_we_do(chart: Chart, tmp_path: Path) -> None:
    with sqlite(tmp_path) as database:
        check(database, chart, patterns(chart, MANY))


def test_duckdb_decides_our_sql_as_we_do(chart: Chart) -> None:
    with duckdb() as database:
        check(database, chart, patterns(chart, MANY))


def test_postgresql_decides_our_sql_as_we_do(chart: Chart, cluster: Cluster) -> None:
    with postgresql(cluster) as database:
        check(database, chart, patterns(chart, MANY))


def test_sql_gives_null_for_an_answer_that_the_chart_does_not_have(chart: Chart, tmp_path: Path) -> None:
    row = tuple("Yes!" if q == chart.start.id else "" for q in chart.questions)
    with sqlite(tmp_path) as database:
        assert list(database.outcomes(chart, [(*row, 1)])) == [(1, *[None] * len(OUTPUTS))]


def every_pattern(chart: Chart) -> Iterator[tuple[list[npt.NDArray[np.int8]], npt.NDArray[np.int32]]]:
    """All patterns of a chart, a chunk at a time: the codes of the answers to each question, and the paths followed."""
    questions = list(chart.questions)
    sizes = [len(q.answers) + 1 for q in chart.questions.values()]
    numbers = {(path.steps, path.open_question): n for n, path in enumerate(paths_of(chart))}

    def follow(node: str, steps: tuple[Step, ...], rows: npt.NDArray[np.int64]) -> None:
        if node in chart.dispositions:
            found[rows] = numbers[steps, None]
            return
        given = codes[questions.index(node)][rows]
        found[rows[given == 0]] = numbers[steps, node]
        for code, edge in enumerate(chart.edges_from(node), 1):
            follow(edge.to, (*steps, Step(node, edge.answer)), rows[given == code])

    for start in range(0, math.prod(sizes), CHUNK):
        patterns = np.arange(start, min(start + CHUNK, math.prod(sizes)))
        codes = [code.astype(np.int8) for code in np.unravel_index(patterns, sizes)]
        found = np.full(len(patterns), -1, dtype=np.int32)
        follow(chart.start.id, (), np.arange(len(patterns)))
        yield codes, found


def texts_of(chart: Chart) -> list[list[str]]:
    """The answers to each question by their code."""
    return [["", *q.answers] for q in chart.questions.values()]


def expected(chart: Chart, followed: npt.NDArray[np.int32]) -> dict[tuple[Any, ...], int]:
    """How often what the rules decide on each path must come out."""
    found = {}
    for number, times in enumerate(np.bincount(followed, minlength=len(paths_of(chart))).tolist()):
        if times:
            found[number, *ours(chart, {s.question: s.answer for s in paths_of(chart)[number].steps})] = times
    return found


@pytest.mark.slow
@pytest.mark.parametrize("key", [chart.key for chart in charts.all_charts()])
def test_duckdb_decides_every_pattern_as_the_rules_do(key: str) -> None:
    """The columns are handed over as codes and dictionaries: no text of a pattern is ever made here."""
    module: Any = importlib.import_module("duckdb")
    arrow: Any = importlib.import_module("pyarrow")
    chart = charts.named(key)
    connection = module.connect()
    query = EXPORTS["sql"](chart, "en")
    told = ", ".join(f'"{name}"' for name in output_names(chart))
    for codes, followed in every_pattern(chart):
        columns = [
            arrow.DictionaryArray.from_arrays(arrow.array(code), arrow.array(texts))
            for code, texts in zip(codes, texts_of(chart), strict=True)
        ]
        given = arrow.table([*columns, arrow.array(followed)], names=[*chart.questions, "outcome"])
        connection.register(TABLE, given)
        asked = f"SELECT outcome, {told}, COUNT(*) FROM ({query}) AS q GROUP BY ALL"  # noqa: S608
        found = {tuple(row[:-1]): row[-1] for row in connection.execute(asked).fetchall()}
        assert found == expected(chart, followed)


@pytest.mark.slow
def test_sqlite_and_postgresql_decide_every_pattern_as_the_rules_do(tmp_path: Path, cluster: Cluster) -> None:
    chart = charts.default()
    with sqlite(tmp_path) as one, postgresql(cluster) as other:
        for codes, followed in every_pattern(chart):
            texts = zip(texts_of(chart), codes, strict=True)
            columns = [np.array(answers, dtype=object)[code].tolist() for answers, code in texts]
            rows = list(zip(*columns, followed.tolist(), strict=True))
            for database in (one, other):
                assert database.outcomes(chart, rows) == expected(chart, followed)


@pytest.mark.slow
@pytest.mark.parametrize("key", [chart.key for chart in charts.all_charts()])
def test_zen_engine_follows_each_path_whatever_two_other_questions_are_answered(key: str) -> None:
    """A rule of the table is a conjunction of cells, each of one question: so two at a time try each cell."""
    chart = charts.named(key)
    theirs = zen(chart)
    names = output_names(chart)
    for path in paths_of(chart):
        taken = {step.question: step.answer for step in path.steps}
        right = ours(chart, taken)
        others = [q for q in chart.questions.values() if q.id not in taken and q.id != path.open_question]
        for one, other in combinations(others, 2):
            for given in product(one.answers, other.answers):
                told = theirs(
                    dict.fromkeys(chart.questions, "") | taken | dict(zip((one.id, other.id), given, strict=True))
                )
                assert tuple(told[name] for name in names) == right, (taken, one.id, other.id, given)


@pytest.mark.skipif(not EVERY, reason="BLUEPRINT_LONG_TESTS=1 asks for every pattern")
def test_zen_engine_decides_every_pattern_as_the_rules_do() -> None:
    chart = charts.default()
    theirs = zen(chart)
    answers = texts_of(chart)
    for codes, followed in every_pattern(chart):
        texts = {given[0]: given[1:] for given in expected(chart, followed)}
        for *pattern, path in zip(*(code.tolist() for code in codes), followed.tolist(), strict=True):
            given = {q: answers[n][pattern[n]] for n, q in enumerate(chart.questions)}
            told = theirs(given)
            assert tuple(told[name] for name in OUTPUTS) == texts[path], given


def test_the_json_schema_takes_the_charts_answers_and_no_others(chart: Chart) -> None:
    schema = json.loads(EXPORTS["json-schema"](chart, "th"))
    kind = validator_for(schema)
    kind.check_schema(schema)
    checker: jsonschema.protocols.Validator = kind(schema)
    for answers in patterns(chart, FEW):
        assert checker.is_valid(answers)
    assert checker.is_valid({})
    for question, (other, wrong) in product(chart.questions, [("", "zzz"), ("", 1), ("zzz", ""), ("", None)]):
        assert not checker.is_valid({question: wrong} if not other else {other: wrong})


def test_mermaid_has_a_node_for_each_node_and_an_arrow_for_each_edge(chart: Chart) -> None:
    lines = EXPORTS["mermaid"](chart, "en").splitlines()
    arrows = [line.split() for line in lines if "->|" in line]
    drawn = Counter((words[0].removeprefix("q_"), words[-1][2:]) for words in arrows)
    assert drawn == Counter((edge.question, edge.to) for edge in chart.edges)
    nodes = [line.strip().split("{")[0].split("([")[0][2:] for line in lines if line.startswith(("  q_", "  d_"))]
    assert {n for n in nodes if "->" not in n and " " not in n} == {*chart.questions, *chart.dispositions}


def test_a_question_called_by_a_reserved_word_is_refused_by_engines_that_have_it(tmp_path: Path) -> None:
    text = changed(
        ODD.replace("  path:", "  between:"), ("question: path, answer: name", "question: between, answer: name")
    )
    made = chart_from(tmp_path, changed(text, ("question: path, answer: status", "question: between, answer: status")))
    for form in ("dmn", "jdm"):
        with pytest.raises(ExchangeError, match="between"):
            EXPORTS[form](made, "en")
    with sqlite(tmp_path) as database:
        check(database, made, patterns(made, FEW))
