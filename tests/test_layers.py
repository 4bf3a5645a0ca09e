"""The rooms: imports go down only, never in a circle, and no rule is hidden in code."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from flowchart import charts
from text.words import Words

ROOT = Path(__file__).parents[1]
ROOMS = ("text", "flowchart", "engine", "missions", "record", "mail", "reports", "ui", "commands", "api")
"""From the ground up: a room may use those before it; ``commands`` and ``api`` stand beside ``ui``."""
DOORS = ("app", "cli", "asgi")
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in [
        *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))),
        *(ROOT / f"{door}.py" for door in DOORS if (ROOT / f"{door}.py").exists()),
    ]
}


def tree_of(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


def imported(module: str, tree: ast.Module) -> Iterator[str]:
    """The modules of this program that a module imports, wherever in it the import stands."""
    package = module.split(".") if FILES[module].name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            names = [f"{source}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            while name and name not in FILES:
                name = name.rpartition(".")[0]
            if name:
                yield name


IMPORTS = {module: set(imported(module, tree_of(module))) for module in FILES}


def height(module: str) -> int:
    room = module.split(".")[0]
    return ROOMS.index(room) if room in ROOMS else len(ROOMS)


def test_commands_pages_and_api_stand_side_by_side() -> None:
    doors = {"ui", "commands", "api"}
    for module, names in IMPORTS.items():
        if (room := module.split(".")[0]) in doors:
            assert {name for name in names if name.split(".")[0] in doors - {room}} == set(), module


def test_the_imports_are_found() -> None:
    assert "flowchart.chart" in IMPORTS["engine.rules"]
    assert "flowchart.paths" in IMPORTS["engine.table"]
    assert {module.split(".")[0] for module in FILES} >= {"flowchart", "engine", "missions", "ui", "app", "cli"}


@pytest.mark.parametrize("module", FILES)
def test_no_import_runs_up(module: str) -> None:
    upward = {name for name in IMPORTS[module] if height(name) > height(module)}
    assert upward == set()


@pytest.mark.parametrize("module", FILES)
def test_nothing_imports_a_door(module: str) -> None:
    assert IMPORTS[module] & set(DOORS) == set()


def test_no_imports_run_in_a_circle() -> None:
    others = {module: names - {module} for module, names in IMPORTS.items()}
    try:
        order = list(TopologicalSorter(others).static_order())
    except CycleError as error:
        pytest.fail(" -> ".join(reversed(error.args[1])))
    assert set(order) == set(FILES)


def spoken(tree: ast.Module) -> Iterator[str]:
    """The string constants of a module that are not docstrings."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


CHARTS = charts.all_charts()
IDS = {
    name
    for chart in CHARTS
    for name in (
        *(chart.questions.keys() | chart.dispositions.keys() | chart.boxes.keys() | chart.aliases.keys()),
        *(answer for question in chart.questions.values() for answer in question.answers),
    )
}


@pytest.mark.parametrize("module", FILES)
def test_the_code_names_no_question_answer_or_disposition_of_a_chart(module: str) -> None:
    assert set(spoken(tree_of(module))) & IDS == set()


WORDS = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*words.yaml"))


@pytest.mark.parametrize("path", WORDS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_words_of_every_room_can_be_read(path: Path) -> None:
    assert "no text of this key" not in Words(path)


@pytest.mark.parametrize("path", WORDS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_words_name_nothing_that_is_a_charts_own(path: Path) -> None:
    """No id, no key of a document with its line, and no number of questions or months that a chart says."""
    text = path.read_text(encoding="utf-8")
    named = {name for name in IDS if "_" in name and re.search(rf"(?<![\w.]){name}(?![\w:])", text)}
    assert named == set()
    assert re.findall(r"\bS[12]\b|[37] ข้อ|เจ็ดข้อ|seven questions|six months|หกเดือน|[0-9] months", text) == []
