"""What the documents tell people to write and run, written and run."""

import csv
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from record.store import URL_VARIABLE, Store
from tests.charts import SAMPLE

ROOT = Path(__file__).parents[1]


def blocks(document: str, kind: str) -> list[str]:
    """The blocks of code of that kind in a document."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", (ROOT / document).read_text("utf-8"), re.MULTILINE | re.DOTALL)


def commands(document: str) -> list[str]:
    """The commands of the program in a document, without comments."""
    lines = (line.split("  #")[0].strip() for block in blocks(document, "sh") for line in block.splitlines())
    return [line for line in lines if line.startswith("python cli.py")]


def run(command: str, folder: Path) -> str:
    """What a command prints to its user in a folder."""
    words = [sys.executable, str(ROOT / "cli.py"), *shlex.split(command)[2:]]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_example_of_the_api_prints_a_decision_and_a_table() -> None:
    (example,) = blocks("docs/api.md", "python")
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    first, *table = done.stdout.splitlines()
    assert first.startswith("merge duplicated blueprint@")
    assert table[1].split() == ["0", "A", "decided", "Cancel"]
    assert table[2].split() == ["1", "B", "incomplete", "core"]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one who has copied the chart, its report profile and its file of missions from docs/charts.md."""
    folder = tmp_path_factory.mktemp("charts")
    chart, profile = blocks("docs/charts.md", "yaml")
    (folder / "my_chart.yaml").write_text(chart, "utf-8")
    (folder / "my_chart.report.yaml").write_text(profile, "utf-8")
    services, cases = blocks("docs/charts.md", "csv")
    (folder / "services.csv").write_text(services, "utf-8")
    (folder / "my_chart.cases.csv").write_text(cases, "utf-8")
    return folder


@pytest.mark.parametrize("command", commands("docs/charts.md"))
def test_every_command_takes_the_example_of_a_chart(example: Path, command: str) -> None:
    run(command, example)


def test_the_example_of_a_chart_decides_its_file(example: Path) -> None:
    run("python cli.py classify services.csv --chart my_chart.yaml -o out.csv --lang en", example)
    with (example / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["disposition"] for row in rows] == ["stop", "keep", "hand_over", ""]
    assert rows[2]["sub_form"] == "this_year"
    assert rows[3]["next_question"] == "provider"


def test_the_commands_of_the_exchange_run_one_after_another(tmp_path: Path) -> None:
    for command in commands("docs/exchange.md"):
        run(command, tmp_path)
    run("python cli.py decide --chart imported.yaml necessary=no --lang en", tmp_path)


@pytest.mark.parametrize("kind", ["docx", "pdf", "xlsx"])
@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_example_of_a_chart_has_a_document_of_every_kind(example: Path, kind: str, lang: str) -> None:
    run(f"python cli.py summary services.csv --chart my_chart.yaml -o s_{lang}.{kind} --lang {lang}", example)
    assert (example / f"s_{lang}.{kind}").stat().st_size > 1_000


@pytest.mark.parametrize("command", [line for line in commands("README.md") if "review" not in line])
def test_the_commands_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path}/record.db")
    Store(f"sqlite:///{tmp_path}/record.db").close()
    (tmp_path / "missions" / "samples").mkdir(parents=True)
    for sample in SAMPLE.parent.glob("*.csv"):
        (tmp_path / "missions" / "samples" / sample.name).write_bytes(sample.read_bytes())
    run(command, tmp_path)
